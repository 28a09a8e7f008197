import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Finding } from '../../shared/checks/check.ts';
import type { JsonObject } from '../../shared/policy/json.ts';
import { reconcile } from '../../shared/reconcile/reconcile.ts';
import { World } from '../memory/world.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { ORGANIZATION } from '../trail/trails.ts';
import { type OrganizationAnswer, type OrganizationCall, organizationService } from './organization-service.ts';

const LOG_ARCHIVE = '444455556666';
const OUTER = 'ou-ab12-11111111';
const INNER = 'ou-ab12-22222222';
const PARENTS: Readonly<Record<string, readonly [id: string, type: string]>> = {
  [LOG_ARCHIVE]: [INNER, 'ORGANIZATIONAL_UNIT'],
  [INNER]: [OUTER, 'ORGANIZATIONAL_UNIT'],
  [OUTER]: ['r-ab12', 'ROOT'],
};

const DENY: JsonObject = { Sid: 'Perimeter', Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' };
const FULL: JsonObject = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };
const POLICIES: Readonly<Record<string, JsonObject>> = { 'p-RCPFullAWSAccess': FULL, 'p-perimeter1': DENY };
const full = { Id: 'p-RCPFullAWSAccess', Name: 'RCPFullAWSAccess', AwsManaged: true };
const perimeter = { Id: 'p-perimeter1', Name: 'perimeter', AwsManaged: false };

/** An organization with the perimeter at the outer unit, where a list comes in several pages, one of them empty. */
function organization({ operation, input }: OrganizationCall): OrganizationAnswer {
  switch (operation) {
    case 'ListAWSServiceAccessForOrganization':
      return { EnabledServicePrincipals: [{ ServicePrincipal: 'cloudtrail.amazonaws.com' }] };
    case 'GetRole':
      return { Arn: `arn:aws:iam::${ORGANIZATION.account}:role/AWSServiceRoleForCloudTrail`, RoleName: input.RoleName };
    case 'ListParents': {
      const [Id, Type] = PARENTS[String(input.ChildId)] ?? [];
      if (Id === undefined) return { error: 'ChildNotFoundException', status: 400 };
      return { Parents: [{ Id, Type }] };
    }
    case 'ListPoliciesForTarget': {
      if (input.TargetId !== OUTER || input.Filter !== 'RESOURCE_CONTROL_POLICY') return { Policies: [full] };
      if (input.NextToken === undefined) return { Policies: [full], NextToken: 'second' };
      return input.NextToken === 'second' ? { Policies: [], NextToken: 'third' } : { Policies: [perimeter] };
    }
    case 'DescribePolicy': {
      const Statement = [POLICIES[String(input.PolicyId)] ?? FULL];
      return { Policy: { Content: JSON.stringify({ Version: '2012-10-17', Statement }) } };
    }
    default:
      return { error: 'InvalidAction', status: 400 };
  }
}

type Judged = {
  readonly finding: Finding | undefined;
  readonly delivers: boolean | null | undefined;
  readonly retryable: boolean;
  readonly calls: readonly OrganizationCall[];
};

/** A run over a trail whose bucket lies in a member account of an organization that answers so. */
async function judged(answer: typeof organization): Promise<Judged> {
  const service = await organizationService(answer);
  try {
    const world = new World([ORGANIZATION], documentedPolicy(ORGANIZATION));
    world.bucket.owner = LOG_ARCHIVE;
    const trails = world.settings.trails.map((one) => ({ ...one, bucketOwner: LOG_ARCHIVE }));
    const settings = { ...world.settings, trails };
    const ports = { ...world.ports, organizations: service.port };
    const outcome = await reconcile(trails, { settings, checks: world.checks, ports, cause: null, writes: [] });
    const [judgement] = outcome.judgements;
    const found = judgement?.findings.find(({ check }) => check.id === 'organization-policies-allow-delivery');
    const { retryable } = outcome;
    return { finding: found?.finding, delivers: judgement?.delivers, retryable, calls: service.calls };
  } finally {
    await service.stop();
  }
}

/** The organization, but for one operation. */
const except =
  (operation: string, answer: OrganizationAnswer) =>
  (call: OrganizationCall): OrganizationAnswer =>
    call.operation === operation ? answer : organization(call);

describe('the resource control policies of an organization, over the wire', () => {
  it('are read at the account, each unit above it and the root, page by page, and each policy once', async () => {
    const { finding, delivers, calls } = await judged(organization);
    assert.equal(finding?.verdict, 'broken', finding?.message);
    assert.match(finding.message, /`perimeter` \(`p-perimeter1`\): statement 0 \(`Perimeter`\) denies CloudTrail/);
    assert.equal(delivers, false);
    const resource = calls.filter(({ input }) => input.Filter === 'RESOURCE_CONTROL_POLICY');
    assert.deepEqual(
      resource.map(({ input }) => [input.TargetId, input.NextToken]),
      [
        [LOG_ARCHIVE, undefined],
        [INNER, undefined],
        [OUTER, undefined],
        [OUTER, 'second'],
        [OUTER, 'third'],
        ['r-ab12', undefined],
      ],
    );
    const described = calls.filter(({ input }) => input.PolicyId === 'p-perimeter1');
    assert.equal(described.length, 1);
    assert.deepEqual(new Set(calls.map(({ scope }) => scope)), new Set(['us-east-1/organizations', 'us-east-1/iam']));
  });

  it('that let CloudTrail through are healthy', async () => {
    const { finding, delivers } = await judged(except('ListPoliciesForTarget', { Policies: [full] }));
    assert.deepEqual([finding?.verdict, delivers], ['healthy', true]);
  });

  it('the caller may not ask: the right is named, and who may', async () => {
    for (const operation of ['ListParents', 'ListPoliciesForTarget', 'DescribePolicy']) {
      const { finding, retryable } = await judged(except(operation, { error: 'AccessDeniedException', status: 400 }));
      assert.deepEqual([finding?.verdict, retryable], ['unknown', false]);
      assert.match(finding?.message ?? '', new RegExp(`AWS denied \`organizations:${operation}\``));
      assert.match(finding?.message ?? '', /only the management account and delegated administrators may ask/);
    }
  });

  it('that are throttled once are asked for again; throttled for good, they are unknown and worth another run', async () => {
    let throttled = 0;
    const once = await judged((call) => {
      if (call.operation !== 'ListParents' || throttled > 0) return organization(call);
      throttled += 1;
      return { error: 'TooManyRequestsException', status: 400 };
    });
    assert.equal(once.finding?.verdict, 'broken');
    const always = await judged(except('ListParents', { error: 'TooManyRequestsException', status: 400 }));
    assert.deepEqual([always.finding?.verdict, always.retryable], ['unknown', true]);
  });

  it('of an organization that fails are unknown and worth another run', async () => {
    const { finding, retryable } = await judged(except('DescribePolicy', { error: 'ServiceException', status: 500 }));
    assert.deepEqual([finding?.verdict, retryable], ['unknown', true]);
  });

  it('of an account that is in no organization, or in another one, are nobody’s', async () => {
    for (const error of ['AWSOrganizationsNotInUseException', 'ChildNotFoundException']) {
      const { finding } = await judged(except('ListParents', { error, status: 400 }));
      assert.equal(finding?.verdict, 'not-applicable', finding?.message);
    }
  });

  it('above which no root is found, or whose list does not end, are unknown', async () => {
    const circle = await judged(except('ListParents', { Parents: [{ Id: INNER, Type: 'ORGANIZATIONAL_UNIT' }] }));
    assert.match(circle.finding?.message ?? '', /the root above account 444455556666 was not found/);
    const endless = await judged(except('ListPoliciesForTarget', { Policies: [], NextToken: 'more' }));
    assert.match(endless.finding?.message ?? '', /did not end after 50 pages/);
    const none = await judged(except('ListParents', { Parents: [] }));
    assert.equal(none.finding?.verdict, 'unknown');
  });
});
