import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checks } from '../../shared/checks/index.ts';
import { parseSettingsText } from '../../shared/settings/parse-settings.ts';
import type { OrganizationSettings, Settings, TrailSettings } from '../../shared/settings/settings.ts';
import { managementRoleOf, towerBuckets, towerFunctionRole, towerWriterOf } from '../../shared/settings/tower-reach.ts';

const MANAGEMENT = '111122223333';
const ARCHIVE = '444455556666';
const ORGANIZATION = 'o-exampleorgid';
const BUCKET = `aws-controltower-logs-${ARCHIVE}-us-east-1`;
const TRAIL = `arn:aws:cloudtrail:us-east-1:${MANAGEMENT}:trail/aws-controltower-BaselineCloudTrail`;
const EXECUTION = `arn:aws:iam::${ARCHIVE}:role/AWSControlTowerExecution`;
const SOURCE = 'arn:aws:cloudtrail:eu-west-1:222233334444:trail/audit';
const trail: TrailSettings = {
  ...{ trailArn: TRAIL, bucket: BUCKET, bucketOwner: ARCHIVE, prefix: ORGANIZATION, organizationId: ORGANIZATION },
  sources: [{ trailArn: SOURCE, prefix: 'audit' }],
};

function settingsWith(more: Partial<OrganizationSettings> = {}, ...trails: readonly TrailSettings[]): Settings {
  const parsed = parseSettingsText(
    JSON.stringify({
      version: 1,
      trails: trails.length === 0 ? [trail] : trails,
      organization: {
        ...{ id: ORGANIZATION, rootId: 'r-a1b2', managementAccount: MANAGEMENT },
        ...{ controlTower: { assumeExecutionRole: true }, ...more },
      },
    }),
    checks,
  );
  assert.ok(parsed.state !== 'invalid', JSON.stringify(parsed));
  return parsed.settings;
}

describe('the buckets whose policies are written as AWSControlTowerExecution', () => {
  it('are those of Control Tower, with every trail that is known to deliver there', () => {
    const second = { ...trail, trailArn: `arn:aws:cloudtrail:us-east-1:${MANAGEMENT}:trail/second`, sources: [] };
    const { organizationId: _, prefix: __, ...single } = second;
    const account = { account: MANAGEMENT, prefix: '', organizationId: null };
    assert.deepEqual(towerBuckets(settingsWith({}, trail, single)), [
      {
        ...{ partition: 'aws', bucket: BUCKET, owner: ARCHIVE, organizationId: ORGANIZATION },
        roles: [EXECUTION],
        trails: [
          { arn: TRAIL, account: MANAGEMENT, prefix: ORGANIZATION, organizationId: ORGANIZATION },
          { arn: SOURCE, account: '222233334444', prefix: 'audit', organizationId: null },
          { arn: second.trailArn, ...account },
        ],
      },
    ]);
  });

  for (const [name, settings] of [
    ['where nobody turned it on', settingsWith({ controlTower: { assumeExecutionRole: false } })],
    ['where nothing is to be written', { ...settingsWith({}), alertOnly: true }],
    ['of another name', settingsWith({}, { ...trail, bucket: 'audit-logs' })],
    ['of the management account', settingsWith({}, { ...trail, bucketOwner: MANAGEMENT })],
  ] as const)
    it(`are none ${name}`, () => {
      assert.deepEqual(towerBuckets(settings), []);
      assert.equal(towerWriterOf(settings, `arn:aws:s3:::${BUCKET}`), null);
    });

  it('are none without an organization', () => {
    const { organization: _, ...alone } = settingsWith();
    assert.deepEqual(towerBuckets(alone), []);
  });
});

describe('the way to AWSControlTowerExecution', () => {
  it('is one step from the management account', () => {
    const settings = settingsWith();
    assert.deepEqual(towerBuckets(settings)[0]?.roles, [EXECUTION]);
    assert.equal(towerFunctionRole(settings), `arn:aws:iam::${MANAGEMENT}:role/TrailmendControlTowerWriter`);
    assert.equal(managementRoleOf(settings), null);
  });

  it('leads through a role of the management account from anywhere else', () => {
    const settings = settingsWith({ hubAccount: '777788889999' });
    const role = `arn:aws:iam::${MANAGEMENT}:role/TrailmendControlTower`;
    assert.deepEqual(towerBuckets(settings)[0]?.roles, [role, EXECUTION]);
    assert.equal(towerFunctionRole(settings), 'arn:aws:iam::777788889999:role/TrailmendControlTowerWriter');
    assert.equal(managementRoleOf(settings), role);
  });

  it('is who writes the policy of that bucket, and of no other', () => {
    const settings = settingsWith();
    assert.equal(towerWriterOf(settings, `arn:aws:s3:::${BUCKET}`), EXECUTION);
    for (const other of [`arn:aws:s3:::${BUCKET}x`, BUCKET, 'arn:aws:kms:us-east-1:444455556666:key/x'])
      assert.equal(towerWriterOf(settings, other), null);
  });
});
