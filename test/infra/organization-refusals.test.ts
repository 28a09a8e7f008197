import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, describe, it } from 'node:test';
import { scopeOf } from '../../infra/scope.ts';
import type { OrganizationSettings, Settings } from '../../shared/settings/settings.ts';
import {
  ARCHIVE,
  deployOf,
  KEYS,
  MANAGEMENT,
  MEMBER,
  MEMBER_TRAIL,
  ORGANIZATION,
  ORGANIZATION_TRAIL,
  organizationWith,
} from './organization.ts';
import { ofType, placedBy } from './placed.ts';
import { newFolder, runScript } from './script.ts';

const folder = newFolder();
after(() => rmSync(folder, { recursive: true, force: true }));

function refusalOf(changes: Partial<Settings>, organization: Partial<OrganizationSettings> = {}): string {
  try {
    scopeOf(organizationWith(changes, organization));
    return 'nothing is refused';
  } catch (error) {
    assert.ok(error instanceof Error);
    assert.equal(error.constructor.name, 'SettingsError');
    return error.message;
  }
}

describe('an organization is refused in one sentence', () => {
  it('without its root, which StackSets need', () => {
    const { rootId: _, ...organization } = ORGANIZATION;
    const { status, stdout, stderr } = runScript(folder, 'app', { ...organizationWith(), organization });
    assert.deepEqual([status, stdout], [1, '']);
    assert.match(
      stderr,
      /^the settings file `[^`]+` is not valid: `organization\.rootId` is missing: StackSets need the root; or set `destinations` to `templates`\n$/,
    );
  });

  it('with trails of two partitions', () => {
    const trailArn = MEMBER_TRAIL.trailArn.replace('arn:aws:', 'arn:aws-cn:').replace('us-east-2', 'cn-north-1');
    assert.equal(
      refusalOf({ trails: [ORGANIZATION_TRAIL, { trailArn, bucket: 'member-logs' }] }),
      `one deploy covers one partition: \`${ORGANIZATION_TRAIL.trailArn}\` and \`${trailArn}\` need a settings file each`,
    );
  });

  for (const [what, other, changes, organization] of [
    ['a key', `arn:aws-cn:kms:cn-north-1:${KEYS}:key/k`, { kmsKeyArn: `arn:aws-cn:kms:cn-north-1:${KEYS}:key/k` }, {}],
    [
      'a topic',
      `arn:aws-us-gov:sns:us-gov-west-1:${KEYS}:t`,
      { topicArn: `arn:aws-us-gov:sns:us-gov-west-1:${KEYS}:t` },
      {},
    ],
    [
      'a role',
      `arn:aws-cn:iam::${ARCHIVE}:role/R`,
      {},
      { roles: { [ARCHIVE]: [`arn:aws-cn:iam::${ARCHIVE}:role/R`] } },
    ],
    ['the hub’s Region', 'cn-north-1', {}, { hubRegion: 'cn-north-1' }],
    ['the bucket’s Region', 'us-gov-east-1', { bucketRegion: 'us-gov-east-1' }, {}],
  ] as const)
    it(`with ${what} in another partition`, () => {
      assert.equal(
        refusalOf({ trails: [{ ...ORGANIZATION_TRAIL, ...changes }] }, organization),
        `one deploy covers one partition: \`${other}\` is not in that of \`${ORGANIZATION_TRAIL.trailArn}\``,
      );
    });

  for (const [what, arn, changes] of [
    ['a trail', `arn:aws:cloudtrail:cn-north-1:${KEYS}:trail/t`, {}],
    ['a key', `arn:aws:kms:us-gov-west-1:${KEYS}:key/k`, { kmsKeyArn: `arn:aws:kms:us-gov-west-1:${KEYS}:key/k` }],
    ['a topic', `arn:aws:sns:cn-north-1:${KEYS}:t`, { topicArn: `arn:aws:sns:cn-north-1:${KEYS}:t` }],
  ] as const)
    it(`with ${what} in a Region that its partition does not have`, () => {
      const own = what === 'a trail' ? [{ trailArn: arn, bucket: 'own-logs' }] : [];
      assert.equal(
        refusalOf({ trails: [{ ...ORGANIZATION_TRAIL, ...changes }, ...own] }),
        `\`${arn}\` names a Region of another partition than its own`,
      );
    });

  it('with roles that would never be assumed', () => {
    const roles = (account: string) => ({ roles: { [account]: [`arn:aws:iam::${account}:role/Own`] } });
    assert.equal(refusalOf({}, roles(ARCHIVE)), 'nothing is refused');
    assert.equal(
      refusalOf({}, roles(MANAGEMENT)),
      `\`organization.roles\` names account \`${MANAGEMENT}\`, in which the hub lies: it is called with the hub’s own role`,
    );
    assert.equal(
      refusalOf({}, roles(MEMBER)),
      `\`organization.roles\` names account \`${MEMBER}\`, in which nothing lies that the settings name`,
    );
    assert.equal(refusalOf({}, { ...roles(MANAGEMENT), hubAccount: MEMBER }), 'nothing is refused');
  });

  it('with more rights in an account than a role holds, counted as IAM counts them', () => {
    const deployWith = (count: number) => {
      const buckets = Array.from({ length: count }, (_, number) => `organization-audit-logs-${100 + number}`);
      return deployOf(organizationWith({ trails: buckets.map((bucket) => ({ ...ORGANIZATION_TRAIL, bucket })) }));
    };
    const [fifty = 0, sixty = 0] = [50, 60].map((count) => {
      const archive = placedBy(deployWith(count)).filter(({ account }) => account === ARCHIVE);
      const [rights] = ofType(archive, 'AWS::IAM::Policy').map(({ properties }) => properties.PolicyDocument);
      return JSON.stringify(rights).length;
    });
    const needed = fifty + (150 * (sixty - fifty)) / 10;
    assert.throws(() => deployWith(200), {
      message:
        `the role in account \`${ARCHIVE}\` would need ${needed} characters of policy, and IAM takes 10240: name a role of your ` +
        'own for it in `organization.roles`, or guard fewer trails of this account',
    });
  });

  it('with more StackSets than fit into the hub’s template', () => {
    const accounts = Array.from({ length: 300 }, (_, number) => `${100_000_000_000 + number}`);
    const trails = accounts.map((account) => ({
      ...{ trailArn: `arn:aws:cloudtrail:eu-west-1:${account}:trail/own`, bucket: `logs-${account}` },
    }));
    assert.throws(() => deployOf(organizationWith({ trails: [ORGANIZATION_TRAIL, ...trails] })), {
      message:
        /^the templates of 100 StackSets have \d+ bytes, and CloudFormation takes 1 MB of them with the hub: set `organization.destinations` to `templates`/,
    });
  });

  it('with more in a template than a StackSet takes', () => {
    const accounts = Array.from({ length: 90 }, (_, number) => `1000000${String(number).padStart(3, '0')}66`);
    const trails = accounts.map((account) => ({
      ...{ trailArn: `arn:aws:cloudtrail:eu-west-1:${account}:trail/own`, bucket: `logs-${account}` },
    }));
    assert.throws(() => deployOf(organizationWith({ trails: [ORGANIZATION_TRAIL, ...trails] })), {
      message:
        /^the template for `100000000066`, .*`444455556666` has \d+ bytes, and a StackSet takes 51200: set `organization.destinations` to `templates`/,
    });
  });
});
