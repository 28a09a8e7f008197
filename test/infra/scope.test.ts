import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { organizationTargets } from '../../infra/organization-targets.ts';
import { statementsFor } from '../../infra/permissions.ts';
import { scopeOf } from '../../infra/scope.ts';
import { checks } from '../../shared/checks/index.ts';
import type { TrailSettings } from '../../shared/settings/settings.ts';
import { parseTrailArn } from '../../shared/trail/arn.ts';
import { settings, TRAIL } from './stack.ts';

const scopeFor = (...trails: TrailSettings[]) => scopeOf({ ...settings, trails });
const trail = { trailArn: TRAIL, bucket: 'audit-logs' };
const NOT_TOWERS = { 'landing-zones': [], 'landing-zone': [] };

describe('the scope of a stack', () => {
  it('is the home of its trails, with each bucket once', () => {
    assert.deepEqual(scopeFor(trail, { ...trail, trailArn: `${TRAIL}-2` }), {
      partition: 'aws',
      account: '111122223333',
      region: 'eu-west-1',
      memoryKeys: ['memory/111122223333/eu-west-1/audit.json', 'memory/111122223333/eu-west-1/audit-2.json'],
      buckets: ['audit-logs'],
      hasOrganization: false,
      organization: null,
      guarded: [TRAIL, `${TRAIL}-2`].map((trailArn) => ({
        modes: {},
        targets: {
          ...{ trail: [trailArn], bucket: ['arn:aws:s3:::audit-logs'], key: [], topic: [], 'topic-key': [] },
          ...{ organization: [], 'organization-policies': [], 'service-linked-role': [], ...NOT_TOWERS },
          ...{ account: ['arn:aws:account::111122223333:account'], members: [], 'member-list': [] },
          ...{
            'account-trails': ['arn:aws:cloudtrail:*:*:trail/*'],
            'trail-list': ['*'],
            'account-access': ['*'],
          },
        },
      })),
    });
  });

  it('has to do with an organization if a trail logs one, or its account is a member', () => {
    assert.equal(scopeFor({ ...trail, organizationId: 'o-exampleorgid' }).hasOrganization, true);
    const second = { ...trail, trailArn: `${TRAIL}-2`, sourceOrganizationId: 'o-exampleorgid' };
    assert.equal(scopeFor(trail, second).hasOrganization, true);
  });

  it('takes an owner that is the trail account', () => {
    assert.deepEqual(scopeFor({ ...trail, bucketOwner: '111122223333' }).buckets, ['audit-logs']);
  });

  it('refuses a bucket in another account', () => {
    assert.throws(() => scopeFor({ ...trail, bucketOwner: '444455556666' }), {
      message:
        'the bucket `audit-logs` belongs to account `444455556666` and the trail to `111122223333`: ' +
        'set `organization` to guard across accounts and Regions with one deploy',
    });
  });

  it('names key, topic and the key of the topic for each trail, and its own modes', () => {
    const kmsKeyArn = 'arn:aws:kms:eu-west-1:111122223333:key/k';
    const topicArn = 'arn:aws:sns:eu-west-1:111122223333:t';
    const modes = { 'key-is-usable': 'restore' } as const;
    const [guarded] = scopeFor({ ...trail, kmsKeyArn, topicArn, topicKmsKeyArn: kmsKeyArn, modes }).guarded;
    assert.deepEqual(guarded?.modes, modes);
    assert.partialDeepStrictEqual(guarded?.targets, { key: [kmsKeyArn], topic: [topicArn], 'topic-key': [kmsKeyArn] });
  });

  it('names the organization of an organization trail, and of no other', () => {
    const [guarded] = scopeFor({ ...trail, organizationId: 'o-exampleorgid' }).guarded;
    assert.partialDeepStrictEqual(guarded?.targets, {
      organization: ['*'],
      // The management account owns bucket and key, and an organization's policies do not bind it.
      'organization-policies': [],
      'service-linked-role': [
        'arn:aws:iam::111122223333:role/aws-service-role/cloudtrail.amazonaws.com/AWSServiceRoleForCloudTrail',
        'arn:aws:iam::111122223333:role/AWSServiceRoleForCloudTrail',
      ],
    });
    const [member] = scopeFor({ ...trail, sourceOrganizationId: 'o-exampleorgid' }).guarded;
    const nothing = { organization: [], 'organization-policies': [], 'service-linked-role': [] };
    assert.partialDeepStrictEqual(member?.targets, nothing);
  });

  it('names the policies of the organization where bucket or key lie in a member account', () => {
    const arn = parseTrailArn(TRAIL);
    assert.ok(arn !== null);
    const targets = (bucketOwner: string, keyAccount: string) =>
      organizationTargets({
        ...{ arn, bucketOwner, organizationId: 'o-exampleorgid' },
        kmsKeyArn: `arn:aws:kms:eu-west-1:${keyAccount}:key/k`,
      })['organization-policies'];
    assert.deepEqual(targets(arn.account, arn.account), []);
    assert.deepEqual(targets('444455556666', arn.account), ['*']);
    assert.deepEqual(targets(arn.account, '444455556666'), ['*']);
  });

  it('asks for the member accounts of an organization trail whose home is an opt-in Region, and of no other', () => {
    const organizationId = 'o-exampleorgid';
    const optIn = TRAIL.replace('eu-west-1', 'eu-south-2');
    const targetsOf = (parts: TrailSettings) => scopeFor(parts).guarded[0]?.targets;
    assert.partialDeepStrictEqual(targetsOf({ ...trail, trailArn: optIn, organizationId }), {
      members: ['arn:aws:account::111122223333:account/o-exampleorgid/*'],
      'member-list': ['*'],
    });
    for (const other of [
      { ...trail, trailArn: optIn },
      { ...trail, organizationId },
    ]) {
      assert.deepEqual([targetsOf(other)?.members, targetsOf(other)?.['member-list']], [[], []]);
    }
  });

  it('asks for no Regions where accounts do not differ in them', () => {
    for (const trailArn of [
      'arn:aws-us-gov:cloudtrail:us-gov-west-1:111122223333:trail/audit',
      'arn:aws-cn:cloudtrail:cn-north-1:111122223333:trail/audit',
    ]) {
      assert.deepEqual(scopeFor({ ...trail, trailArn }).guarded[0]?.targets.account, []);
    }
  });

  it('reaches every trail that the account sees: its organization’s belong to an account that the settings need not name', () => {
    const [{ targets } = { targets: null }] = scopeFor(trail).guarded;
    assert.deepEqual(targets?.['account-trails'], ['arn:aws:cloudtrail:*:*:trail/*']);
  });

  it('refuses a key in another account', () => {
    const kmsKeyArn = 'arn:aws:kms:eu-west-1:444455556666:key/k';
    assert.throws(() => scopeFor({ ...trail, kmsKeyArn }), /`arn:aws:kms:.*` lies in another account than `arn:aws:/);
  });

  it('takes event data stores of its account, with the bucket alone', () => {
    const arn = 'arn:aws:cloudtrail:eu-west-1:111122223333:eventdatastore/1234abcd';
    const scope = scopeOf({
      ...settings,
      trails: [trail],
      eventDataStores: [{ eventDataStoreArn: arn, bucket: 'results' }],
    });
    assert.deepEqual(scope.buckets, ['audit-logs', 'results']);
    assert.equal(scope.memoryKeys[1], 'memory/111122223333/eu-west-1/eventdatastore/1234abcd.json');
    assert.deepEqual(scope.guarded[1], {
      subject: 'event-data-store',
      modes: {},
      targets: {
        ...{ trail: [], bucket: ['arn:aws:s3:::results'], key: [], topic: [], 'topic-key': [], ...NOT_TOWERS },
        ...{ organization: [], 'organization-policies': [], 'service-linked-role': [] },
        ...{
          account: [],
          members: [],
          'member-list': [],
          'account-trails': [],
          'trail-list': [],
          'account-access': [],
        },
      },
    });
    const granted = statementsFor(checks, { ...settings, modes: {} }, scope.guarded.slice(1)).flatMap(
      (one) => one.actions,
    );
    assert.deepEqual(granted.toSorted(), [
      ...['s3:GetBucketPolicy', 's3:GetBucketRequestPayment', 's3:ListBucket', 's3:PutBucketPolicy'],
    ]);
  });

  it('refuses event data stores and their buckets in other accounts', () => {
    const arn = 'arn:aws:cloudtrail:eu-west-1:444455556666:eventdatastore/1234abcd';
    const scopeWith = (eventDataStoreArn: string, bucketOwner: string) =>
      scopeOf({
        ...settings,
        trails: [trail],
        eventDataStores: [{ eventDataStoreArn, bucket: 'results', bucketOwner }],
      });
    assert.throws(
      () => scopeWith(arn, '111122223333'),
      /`arn:.*eventdatastore\/1234abcd` does not belong to account `111122223333`.*: set `organization`/,
    );
    const own = arn.replace('444455556666', '111122223333');
    assert.throws(
      () => scopeWith(own, '444455556666'),
      /the bucket `results` of .* does not belong to account `111122223333`/,
    );
  });

  it('refuses trails of two Regions', () => {
    const elsewhere = TRAIL.replace('eu-west-1', 'us-east-1');
    assert.throws(() => scopeFor(trail, { ...trail, trailArn: elsewhere }), {
      message:
        `without an organization one stack covers one account and home Region, and the homes of \`${TRAIL}\` and ` +
        `\`${elsewhere}\` differ: set \`organization\` to guard across accounts and Regions with one deploy`,
    });
  });
});
