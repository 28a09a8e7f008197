import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decide } from '../../sandbox/delivery/decide.ts';
import type { ContextValue } from '../../sandbox/delivery/request.ts';
import { isJsonObject, type JsonObject } from '../../shared/policy/json.ts';
import { deliveryRequests } from '../../shared/trail/delivery.ts';
import { PEOPLE } from '../../shared/trail/people-policy.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { arbitraryEncryptedTrail, arbitraryTrail } from '../property/arbitrary-trail.ts';
import { KEY, TOPIC, trailWith } from './trails.ts';

const READER = 'arn:aws:iam::111122223333:role/Reader';

/** Decided by the side-car's evaluator, for which an identity policy is one that names the identity. */
function lets(policy: JsonObject, action: string, resource: string, context: Readonly<Record<string, string>> = {}) {
  const statements = Array.isArray(policy.Statement) ? policy.Statement.filter(isJsonObject) : [];
  const known = Object.entries(context).map(([key, value]): [string, ContextValue] => [
    key.toLowerCase(),
    { kind: 'value', value },
  ]);
  return decide(
    { ...policy, Statement: statements.map((one) => ({ ...one, Principal: { AWS: READER } })) },
    {
      ...{ action, resource, partition: 'aws', context: new Map(known) },
      caller: { account: '111122223333', arns: [READER] },
    },
  ).decision;
}

const reader = (...[first, ...more]: readonly [Trail, ...Trail[]]) => PEOPLE.reader([first, ...more]);
const admin = (...[first, ...more]: readonly [Trail, ...Trail[]]) => PEOPLE.admin([first, ...more]);
const context = (arn: string) => ({ 'kms:EncryptionContext:aws:cloudtrail:arn': arn });
const decrypts = (trail: Trail, arn: string, key = KEY) => lets(reader(trail).policy, 'kms:Decrypt', key, context(arn));

/** Where CloudTrail writes files of the trail. */
const files = (trail: Trail): readonly string[] =>
  deliveryRequests({ ...trail, insights: true }, 'bucket-policy')
    .filter(({ family }) => family.action === 's3:PutObject')
    .flatMap(({ family }) => family.samples);

describe('a reader', () => {
  it('may read every file that CloudTrail writes, and list its folder, and nothing else', () => {
    fc.assert(
      fc.property(arbitraryTrail, (trail) => {
        const { policy } = reader(trail);
        for (const file of files(trail)) {
          assert.equal(lets(policy, 's3:GetObject', file), 'allow', file);
          for (const action of ['s3:PutObject', 's3:DeleteObject', 's3:GetObjectAcl'])
            assert.equal(lets(policy, action, file), 'implicit', action);
          const bucket = `arn:${trail.partition}:s3:::example-logs`;
          const folder = file.slice(bucket.length + 1).replace(/[^/]*$/, '');
          assert.equal(lets(policy, 's3:ListBucket', bucket, { 's3:prefix': folder }), 'allow', folder);
          const elsewhere = file.replace('/AWSLogs/', '/other/AWSLogs/');
          assert.equal(lets(policy, 's3:GetObject', elsewhere), 'implicit', elsewhere);
          assert.equal(lets(policy, 's3:ListBucket', bucket, { 's3:prefix': `other/${folder}` }), 'implicit');
        }
      }),
    );
  });

  it('finds the bucket’s Region, and does not list the bucket as a whole', () => {
    const { policy } = reader(trailWith());
    assert.equal(lets(policy, 's3:GetBucketLocation', 'arn:aws:s3:::example-logs'), 'allow');
    assert.equal(lets(policy, 's3:ListBucket', 'arn:aws:s3:::example-logs', { 's3:prefix': '' }), 'implicit');
    assert.equal(lets(policy, 's3:GetBucketLocation', 'arn:aws:s3:::other-logs'), 'implicit');
  });

  it('decrypts with the trail’s key, for files of the trail’s account', () => {
    const trail = trailWith({ kmsKeyArn: KEY });
    assert.equal(decrypts(trail, trail.arn), 'allow');
    assert.equal(decrypts(trail, trail.arn.replace('111122223333', '444455556666')), 'implicit');
    assert.equal(decrypts(trail, trail.arn, KEY.replace('1234abcd', '9999abcd')), 'implicit');
    assert.equal(lets(reader(trail).policy, 'kms:GenerateDataKey', KEY, context(trail.arn)), 'implicit');
  });

  it('decrypts under whatever context with an S3 Bucket Key, and is told why', () => {
    for (const bucketKey of [true, null]) {
      const { policy, notes } = reader(trailWith({ kmsKeyArn: KEY, bucketKey }));
      assert.equal(lets(policy, 'kms:Decrypt', KEY, context('arn:aws:s3:::example-logs')), 'allow');
      assert.ok(notes.some((note) => note.startsWith('with an S3 Bucket Key')));
    }
  });

  it('has no right on a key where there is none', () => {
    assert.ok(!JSON.stringify(reader(trailWith())).includes('kms:'));
  });

  it('is told whose key it is, since the key policy of another account must allow too', () => {
    fc.assert(
      fc.property(arbitraryEncryptedTrail, (trail) => {
        const owner = trail.kmsKeyArn.split(':')[4] ?? '';
        const note = reader(trail).notes.find((one) => one.includes(trail.kmsKeyArn)) ?? '';
        assert.ok(note.includes(`in another account than ${owner}`), note);
      }),
    );
  });

  it('of several trails reads and decrypts those of each', () => {
    const other = trailWith({ account: '444455556666', name: 'other', prefix: 'theirs', kmsKeyArn: KEY });
    const { policy } = reader(trailWith({ kmsKeyArn: KEY }), other);
    for (const file of [...files(trailWith()), ...files(other)])
      assert.equal(lets(policy, 's3:GetObject', file), 'allow');
    assert.equal(lets(policy, 'kms:Decrypt', KEY, context(other.arn)), 'allow');
  });
});

describe('an administrator', () => {
  const FULL = trailWith({ kmsKeyArn: KEY, topicArn: TOPIC });

  it('runs the trail, and no other', () => {
    const { policy } = admin(FULL);
    for (const action of ['UpdateTrail', 'StartLogging', 'StopLogging', 'PutEventSelectors', 'GetTrailStatus']) {
      assert.equal(lets(policy, `cloudtrail:${action}`, FULL.arn), 'allow', action);
      assert.equal(lets(policy, `cloudtrail:${action}`, `${FULL.arn}-2`), 'implicit', action);
    }
    for (const action of ['DescribeTrails', 'ListTrails'])
      assert.equal(lets(policy, `cloudtrail:${action}`, '*'), 'allow');
  });

  it('mends the policies that delivery rests on, and reads no log file', () => {
    const { policy } = admin(FULL);
    const rights = [
      ['s3:PutBucketPolicy', 'arn:aws:s3:::example-logs'],
      ['kms:PutKeyPolicy', KEY],
      ['sns:SetTopicAttributes', TOPIC],
    ] as const;
    for (const [action, resource] of rights) {
      assert.equal(lets(policy, action, resource), 'allow', action);
      assert.equal(lets(policy, action, `${resource}2`), 'implicit', action);
    }
    for (const file of files(FULL)) assert.equal(lets(policy, 's3:GetObject', file), 'implicit');
    assert.equal(lets(policy, 'kms:Decrypt', KEY, context(FULL.arn)), 'implicit');
  });

  it('sees the key of another account, whose policy only that account changes', () => {
    const foreign = KEY.replace('111122223333', '444455556666');
    const { policy, notes } = admin(trailWith({ kmsKeyArn: foreign }));
    assert.equal(lets(policy, 'kms:DescribeKey', foreign), 'allow');
    assert.equal(lets(policy, 'kms:PutKeyPolicy', foreign), 'implicit');
    assert.ok(notes.some((note) => note.includes(foreign) && note.includes('444455556666')));
    assert.ok(!admin(FULL).notes.some((note) => note.includes(KEY)));
  });

  it('has rights in Organizations for an organization trail only', () => {
    const action = 'organizations:ListAWSServiceAccessForOrganization';
    assert.equal(lets(admin(trailWith({ organizationId: 'o-exampleorgid' })).policy, action, '*'), 'allow');
    assert.equal(lets(admin(FULL).policy, action, '*'), 'implicit');
  });
});

describe('both', () => {
  it('are pointed to the managed policy of their partition', () => {
    fc.assert(
      fc.property(arbitraryTrail, (trail) => {
        const named = (name: string) => [`arn:${trail.partition}:iam::aws:policy/${name}`];
        assert.deepEqual(reader(trail).managedPolicies, named('AWSCloudTrail_ReadOnlyAccess'));
        assert.deepEqual(admin(trail).managedPolicies, named('AWSCloudTrail_FullAccess'));
      }),
    );
  });

  it('get statements that IAM takes: each Sid once, with letters and digits, and a resource', () => {
    fc.assert(
      fc.property(arbitraryTrail, fc.constantFrom('reader' as const, 'admin' as const), (trail, audience) => {
        const { Statement } = PEOPLE[audience]([trail, { ...trail, arn: `${trail.arn}-2`, prefix: 'second' }]).policy;
        assert.ok(Array.isArray(Statement));
        const sids = Statement.map(({ Sid }) => String(Sid));
        assert.equal(new Set(sids).size, sids.length);
        for (const sid of sids) assert.match(sid, /^[A-Za-z0-9]+$/);
        for (const { Resource } of Statement) assert.ok(Resource.length > 0);
      }),
    );
  });
});
