import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type GuardingCheck, statementsFor } from '../../infra/permissions.ts';
import { checks } from '../../shared/checks/index.ts';
import type { Settings } from '../../shared/settings/settings.ts';
import { settings, stubChecks, TRAIL } from './stack.ts';

const targets = {
  trail: [TRAIL],
  bucket: ['arn:aws:s3:::audit-logs'],
  key: ['arn:aws:kms:eu-west-1:111122223333:key/k'],
  topic: ['arn:aws:sns:eu-west-1:111122223333:t'],
  'topic-key': ['arn:aws:kms:eu-west-1:111122223333:key/t'],
  'landing-zones': ['*'],
  'landing-zone': ['arn:aws:controltower:eu-west-1:111122223333:landingzone/*'],
  organization: ['*'],
  'organization-policies': ['*'],
  'service-linked-role': ['arn:aws:iam::111122223333:role/aws-service-role/r'],
  account: ['arn:aws:account::111122223333:account'],
  members: ['arn:aws:account::111122223333:account/o-exampleorgid/*'],
  'member-list': ['*'],
  'account-trails': ['arn:aws:cloudtrail:*:111122223333:trail/*'],
  'trail-list': ['*'],
  'account-access': ['*'],
};

/** The actions that settings lead to, by target. */
function rights(changes: Partial<Settings> = {}, catalogue: readonly GuardingCheck[] = stubChecks) {
  const changed = { ...settings, ...changes };
  const guarded = changed.trails.map(({ modes = {} }) => ({ modes, targets }));
  const statements = statementsFor(catalogue, changed, guarded).map((one) => one.toStatementJson());
  return Object.fromEntries(statements.map(({ Sid, Action }) => [Sid, Action]));
}

describe('the rights of the function', () => {
  it('are what the checks declare, merged by target, and only what is repaired may be written', () => {
    assert.deepEqual(rights(), {
      ReadBucket: 's3:GetBucketPolicy',
      ReadTrail: ['cloudtrail:GetTrail', 'cloudtrail:GetTrailStatus'],
      RepairBucket: 's3:PutBucketPolicy',
      RepairTrail: 'cloudtrail:StartLogging',
    });
  });

  it('hold no right to write in alert-only mode', () => {
    assert.deepEqual(Object.keys(rights({ alertOnly: true })), ['ReadBucket', 'ReadTrail']);
  });

  it('lose the repair of a check that only alerts', () => {
    const found = rights({ modes: { 'trail-is-logging': 'alert' } });
    assert.deepEqual(Object.keys(found), ['ReadBucket', 'ReadTrail', 'RepairBucket']);
    assert.deepEqual(found.ReadTrail, ['cloudtrail:GetTrail', 'cloudtrail:GetTrailStatus']);
  });

  it('lose everything of a check that is off', () => {
    const off = { 'bucket-policy-allows-acl-check': 'off', 'trail-delivers-log-files': 'off' } as const;
    assert.deepEqual(rights({ modes: off }), {
      ReadTrail: 'cloudtrail:GetTrailStatus',
      RepairTrail: 'cloudtrail:StartLogging',
    });
  });

  it('gain the repair of a check that is set to restore', () => {
    const found = rights({ modes: { 'trail-delivers-log-files': 'restore' } });
    assert.deepEqual(found.RepairBucket, ['s3:PutBucketPolicy', 's3:PutBucketTagging']);
  });

  it('hold a repair that is made by default although the check alerts, until the settings say otherwise', () => {
    const cancel = { action: 'kms:CancelKeyDeletion', target: 'key', access: 'repair', byDefault: true } as const;
    const enable = { action: 'kms:EnableKey', target: 'key', access: 'repair' } as const;
    const catalogue = [{ id: 'key-is-usable', mode: 'alert', permissions: [cancel, enable] }] as const;
    assert.deepEqual(rights({}, catalogue), { RepairKey: 'kms:CancelKeyDeletion' });
    assert.deepEqual(rights({ modes: { 'key-is-usable': 'alert' } }, catalogue), {});
    const both = { RepairKey: ['kms:CancelKeyDeletion', 'kms:EnableKey'] };
    assert.deepEqual(rights({ modes: { 'key-is-usable': 'restore' } }, catalogue), both);
    assert.deepEqual(rights({ alertOnly: true, modes: { 'key-is-usable': 'restore' } }, catalogue), {});
  });

  it('follow the modes of a single trail', () => {
    const [first] = settings.trails;
    assert.ok(first !== undefined);
    const own = (modes: NonNullable<typeof first.modes>) => rights({ trails: [{ ...first, modes }] });
    assert.equal(own({ 'trail-is-logging': 'alert' }).RepairTrail, undefined);
    const gained = rights({
      modes: { 'trail-is-logging': 'off' },
      trails: [{ ...first, modes: { 'trail-is-logging': 'restore' } }],
    });
    assert.equal(gained.RepairTrail, 'cloudtrail:StartLogging');
  });

  it('are for a trail alone where only its own modes ask for them', () => {
    const other = { ...targets, trail: [`${TRAIL}-2`], bucket: ['arn:aws:s3:::more-logs'] };
    const guarded = [
      { modes: { 'trail-is-logging': 'alert' }, targets } as const,
      {
        modes: { 'bucket-policy-allows-acl-check': 'off', 'trail-delivers-log-files': 'off' },
        targets: other,
      } as const,
    ];
    const found = statementsFor(stubChecks, settings, guarded).map((one) => one.toStatementJson());
    const resources = Object.fromEntries(found.map(({ Sid, Resource }) => [Sid, Resource]));
    assert.deepEqual(resources, {
      ReadBucket: 'arn:aws:s3:::audit-logs',
      ReadTrail: TRAIL,
      ReadTrail2: [TRAIL, `${TRAIL}-2`],
      RepairBucket: 'arn:aws:s3:::audit-logs',
      RepairTrail: `${TRAIL}-2`,
    });
  });

  it('have names for every target, and none where there is nothing of the kind', () => {
    const permissions = [{ action: 'kms:GetKeyPolicy', target: 'topic-key', access: 'read' }] as const;
    const catalogue = [{ id: 'x', mode: 'alert', permissions }] as const;
    assert.deepEqual(rights({}, catalogue), { ReadTopicKey: 'kms:GetKeyPolicy' });
    const guarded = [{ modes: {}, targets: { ...targets, 'topic-key': [] } }];
    assert.deepEqual(statementsFor(catalogue, settings, guarded), []);
  });

  it('refuse an action that IAM grants on `*` only', () => {
    const permissions = [{ action: 'cloudtrail:DescribeTrails', target: 'trail', access: 'read' }] as const;
    assert.throws(() => rights({}, [{ id: 'x', mode: 'alert', permissions }]), /cannot be granted on a trail/);
  });

  it('of the real catalogue name exact resources, and wildcards only for what has no name before it is read', () => {
    const statements = statementsFor(checks, settings, [{ modes: {}, targets }]).map((one) => one.toStatementJson());
    const wild = statements.filter((statement) => JSON.stringify(statement).includes('*'));
    assert.deepEqual(
      wild.map(({ Sid, Action, Resource }) => [Sid, Action, Resource]),
      [
        ['ReadAccountAccess', 's3:GetAccountPublicAccessBlock', '*'],
        [
          'ReadAccountTrails',
          ['cloudtrail:GetEventSelectors', 'cloudtrail:GetTrail', 'cloudtrail:GetTrailStatus'],
          'arn:aws:cloudtrail:*:111122223333:trail/*',
        ],
        ['ReadLandingZone', 'controltower:GetLandingZone', targets['landing-zone'][0]],
        ['ReadLandingZones', 'controltower:ListLandingZones', '*'],
        ['ReadMemberList', 'organizations:ListAccounts', '*'],
        ['ReadMembers', 'account:GetRegionOptStatus', targets.members[0]],
        ['ReadOrganization', 'organizations:ListAWSServiceAccessForOrganization', '*'],
        [
          'ReadOrganizationPolicies',
          ['organizations:DescribePolicy', 'organizations:ListParents', 'organizations:ListPoliciesForTarget'],
          '*',
        ],
        ['ReadTrailList', 'cloudtrail:ListTrails', '*'],
      ],
    );
  });

  it('grant on `*` what can be granted there alone', () => {
    const action = 'organizations:ListAWSServiceAccessForOrganization';
    const one = (target: 'organization' | 'bucket') => [
      { id: 'x', mode: 'alert', permissions: [{ action, target, access: 'read' }] } as const,
    ];
    assert.deepEqual(rights({}, one('organization')), { ReadOrganization: action });
    assert.throws(() => rights({}, one('bucket')), /cannot be granted on a bucket/);
  });

  it('refuse everything for an action that IAM grants on a resource', () => {
    const permissions = [{ action: 'cloudtrail:GetTrail', target: 'trail-list', access: 'read' }] as const;
    assert.throws(() => rights({}, [{ id: 'x', mode: 'alert', permissions }]), /cannot be granted on a trail-list/);
  });
});
