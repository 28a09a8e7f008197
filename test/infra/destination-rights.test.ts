import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checks } from '../../shared/checks/index.ts';
import type { Settings } from '../../shared/settings/settings.ts';
import { type Held, hubRights, owed, type Right, rightsIn } from './held.ts';
import {
  ARCHIVE,
  type Deploy,
  deployOf,
  KEYS,
  MANAGEMENT,
  MEMBER,
  MEMBER_TRAIL,
  ORGANIZATION_TRAIL,
  organizationWith,
  SECURITY,
} from './organization.ts';

const STORE_ARN = `arn:aws:cloudtrail:eu-west-1:${SECURITY}:eventdatastore/1234abcd`;
const SETTINGS: Partial<Settings> = {
  trails: [ORGANIZATION_TRAIL, { ...MEMBER_TRAIL, modes: { 'key-is-usable': 'restore', 'trail-exists': 'off' } }],
  eventDataStores: [{ eventDataStoreArn: STORE_ARN, bucket: 'results', bucketOwner: ARCHIVE }],
};

const EVERY_TRAIL = { 'account-trails': ['arn:aws:cloudtrail:*:*:trail/*'], 'trail-list': ['*'] };
const LINKED = 'AWSServiceRoleForCloudTrail';

/** What the settings say about who holds what of the organization trail, of the member's, and of the event data store. */
const HELD: readonly Held[] = [
  {
    entry: ORGANIZATION_TRAIL.trailArn,
    holders: {
      [MANAGEMENT]: {
        ...{ trail: [ORGANIZATION_TRAIL.trailArn], account: [`arn:aws:account::${MANAGEMENT}:account`] },
        ...{ organization: ['*'], 'organization-policies': ['*'], ...EVERY_TRAIL },
        'service-linked-role': [
          `arn:aws:iam::${MANAGEMENT}:role/aws-service-role/cloudtrail.amazonaws.com/${LINKED}`,
          `arn:aws:iam::${MANAGEMENT}:role/${LINKED}`,
        ],
      },
      [ARCHIVE]: {
        bucket: ['arn:aws:s3:::org-logs'],
        'account-access': ['*'],
        topic: [`arn:aws:sns:eu-west-1:${ARCHIVE}:logs`],
      },
      [KEYS]: { key: [`arn:aws:kms:eu-west-1:${KEYS}:key/1234abcd-12ab-34cd-56ef-1234567890ab`] },
    },
  },
  {
    entry: MEMBER_TRAIL.trailArn,
    holders: {
      [MEMBER]: {
        ...{ trail: [MEMBER_TRAIL.trailArn], account: [`arn:aws:account::${MEMBER}:account`], ...EVERY_TRAIL },
        ...{ bucket: ['arn:aws:s3:::member-logs'], 'account-access': ['*'] },
        key: [`arn:aws:kms:us-east-2:${MEMBER}:key/member`],
      },
    },
  },
  { entry: STORE_ARN, holders: { [ARCHIVE]: { bucket: ['arn:aws:s3:::results'] } } },
];

const ALL = [MANAGEMENT, MEMBER, ARCHIVE, KEYS, SECURITY];

/** That every account grants what the checks declare for what lies in it, and nothing else. */
function assertExact(deploy: Deploy, held = HELD): readonly Right[] {
  const hub = deploy.settings.organization?.hubAccount ?? MANAGEMENT;
  return ALL.flatMap((account) => {
    const granted = account === hub ? hubRights(deploy) : rightsIn(deploy, account);
    assert.deepEqual(granted, owed(deploy.settings, held, account), `account ${account}`);
    return granted.map((right): Right => ({ ...right, account }));
  });
}

/** Calls that change nothing, by AWS's own names. */
const LOOKS = /^[a-z0-9]+:(Get|List|Describe)[A-Z]/;

describe('the rights of the hub in each account', () => {
  it('are what the checks declare for what lies there, action by action and resource by resource', () => {
    const granted = assertExact(deployOf(organizationWith(SETTINGS)));
    assert.ok(granted.some(({ action, account }) => action === 's3:PutBucketPolicy' && account === ARCHIVE));
    assert.ok(granted.some(({ action, account }) => action === 'kms:EnableKey' && account === MEMBER));
    assert.ok(!granted.some(({ action, account }) => action === 'kms:EnableKey' && account === KEYS));
  });

  it('are the same wherever the hub lies', () => {
    const rights = (hubAccount: string) => assertExact(deployOf(organizationWith(SETTINGS, { hubAccount })));
    assert.deepEqual(rights(SECURITY), rights(MANAGEMENT));
    assert.deepEqual(rights(ARCHIVE), rights(MANAGEMENT));
  });

  it('write nothing with `alertOnly`', () => {
    const granted = assertExact(deployOf(organizationWith({ ...SETTINGS, alertOnly: true }, { hubAccount: SECURITY })));
    assert.deepEqual(
      granted.filter(({ action }) => !LOOKS.test(action)),
      [],
    );
  });

  it('go with the checks that are turned off', () => {
    const sevenths = [0, 1, 2, 3, 4, 5, 6].map((part) => checks.filter((_, at) => at % 7 === part));
    for (const off of sevenths) {
      const modes = Object.fromEntries(off.map(({ id }) => [id, 'off' as const]));
      assertExact(deployOf(organizationWith({ ...SETTINGS, modes }, { hubAccount: SECURITY })));
    }
  });

  it('are none at all, and no role either, where nothing is asked any more', () => {
    const modes = Object.fromEntries(checks.map(({ id }) => [id, 'off' as const]));
    const trails = [ORGANIZATION_TRAIL, { ...MEMBER_TRAIL, modes }];
    const deploy = deployOf(organizationWith({ trails }));
    assertExact(deploy, HELD.slice(0, 1));
    const [member] = [...deploy.stackSets.values()].filter(({ properties }) =>
      properties.TemplateBody.includes('member'),
    );
    assert.equal(member?.properties.TemplateBody.includes('"RoleName"'), false);
  });

  it('of a Control Tower bucket name the landing zones of the management account', () => {
    const bucket = `aws-controltower-logs-${ARCHIVE}-eu-west-1`;
    const trailArn = `arn:aws:cloudtrail:eu-west-1:${MANAGEMENT}:trail/aws-controltower-BaselineCloudTrail`;
    const trail = { ...ORGANIZATION_TRAIL, trailArn, bucket };
    const landingZones = {
      'landing-zones': ['*'],
      'landing-zone': [`arn:aws:controltower:eu-west-1:${MANAGEMENT}:landingzone/*`],
    };
    const holders = HELD[0]?.holders ?? {};
    const held: Held = {
      entry: trailArn,
      holders: {
        ...holders,
        [MANAGEMENT]: { ...holders[MANAGEMENT], trail: [trailArn], ...landingZones },
        [ARCHIVE]: { ...holders[ARCHIVE], bucket: [`arn:aws:s3:::${bucket}`] },
      },
    };
    for (const hubAccount of [MANAGEMENT, SECURITY])
      assertExact(deployOf(organizationWith({ trails: [trail] }, { hubAccount })), [held]);
  });
});

/** Why a right is on everything: AWS limits it to nothing (Service Authorization Reference), or what it reads has no name yet. */
const ON_EVERYTHING: Readonly<Record<string, string>> = {
  's3:GetAccountPublicAccessBlock': 'has no resource type',
  'cloudtrail:ListTrails': 'has no resource type',
  'organizations:ListAWSServiceAccessForOrganization': 'has no resource type',
  'organizations:ListAccounts': 'has no resource type',
  'controltower:ListLandingZones': 'has no resource type',
  'organizations:DescribePolicy': 'the ids of policies are read first, and it only reads',
  'organizations:ListParents': 'the organizational units are read first, and it only reads',
  'organizations:ListPoliciesForTarget': 'the organizational units are read first, and it only reads',
};

/** What is written with a wildcard, and why; each only reads. */
const WITH_WILDCARD: Readonly<Record<string, string>> = {
  'arn:aws:cloudtrail:*:*:trail/*': 'which trails there are is read first',
  [`arn:aws:controltower:eu-south-2:${MANAGEMENT}:landingzone/*`]: 'which landing zone there is is read first',
  [`arn:aws:account::${MANAGEMENT}:account/o-exampleorgid/*`]: 'which members there are is read first',
};

describe('the rights of the hub on everything', () => {
  const trailArn = `arn:aws:cloudtrail:eu-south-2:${MANAGEMENT}:trail/aws-controltower-BaselineCloudTrail`;
  const trails = [
    ORGANIZATION_TRAIL,
    MEMBER_TRAIL,
    { ...ORGANIZATION_TRAIL, trailArn, bucket: 'aws-controltower-logs' },
  ];
  const modes = Object.fromEntries(checks.map(({ id }) => [id, 'restore' as const]));
  const deploy = deployOf(organizationWith({ ...SETTINGS, trails, modes }, { hubAccount: SECURITY }));
  const wild = ALL.flatMap((account) => rightsIn(deploy, account)).filter(({ resource }) => resource.includes('*'));

  it('are those that AWS does not let be limited, or that only read what has no name yet', () => {
    const everything = wild.filter(({ resource }) => resource === '*').map(({ action }) => action);
    assert.deepEqual([...new Set(everything)].sort(), Object.keys(ON_EVERYTHING).sort());
    const limited = wild.map(({ resource }) => resource).filter((resource) => resource !== '*');
    assert.deepEqual([...new Set(limited)].sort(), Object.keys(WITH_WILDCARD).sort());
  });

  it('change nothing, and no action is a pattern', () => {
    const all = ALL.flatMap((account) => rightsIn(deploy, account));
    assert.deepEqual(
      [...wild.filter(({ action }) => !LOOKS.test(action)), ...all.filter(({ action }) => action.includes('*'))],
      [],
    );
  });
});
