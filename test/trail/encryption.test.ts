import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { keyRequest, logFileContext } from '../../sandbox/delivery/key-request.ts';
import { contextValue } from '../../sandbox/delivery/request.ts';
import { lookUp } from '../../shared/policy/context.ts';
import { parsePolicy } from '../../shared/policy/document.ts';
import { isGranted } from '../../shared/policy/evaluate.ts';
import { resourceOf } from '../../shared/policy/family.ts';
import type { Json, JsonObject } from '../../shared/policy/json.ts';
import { type DeliveryRequest, deliveryRequests } from '../../shared/trail/delivery.ts';
import { deliversLogFiles } from '../../shared/trail/granted.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { keyPattern } from './documented.ts';
import { KEY, trailWith } from './trails.ts';

const S3_ARN = 'kms:EncryptionContext:aws:s3:arn';
const TRAIL_ARN = 'kms:EncryptionContext:aws:cloudtrail:arn';
const BUCKET = 'arn:aws:s3:::example-logs';
const ENCRYPTED = trailWith({ kmsKeyArn: KEY });
const BUCKET_KEY = trailWith({ kmsKeyArn: KEY, bucketKey: true });
const NOBODY_KNOWS = trailWith({ kmsKeyArn: KEY, bucketKey: null });
const ORGANIZATION = trailWith({ kmsKeyArn: KEY, organizationId: 'o-exampleorgid' });

function family(trail: Trail, name: DeliveryRequest['name']) {
  const found = deliveryRequests(trail, 'key-policy').find((request) => request.name === name);
  assert.ok(found !== undefined, name);
  return found.family;
}

describe('the requests to a key', () => {
  const named = (trail: Trail) =>
    deliveryRequests(trail, 'key-policy').map(({ name, stake, statement, family: { action } }) => [
      ...[name, stake, statement, action],
    ]);
  const always = [
    ['encryption', 'delivery', 'encrypt', 'kms:GenerateDataKey'],
    ['description', 'configuration', 'describe', 'kms:DescribeKey'],
  ];

  it('are encryption, and a description when the trail is made', () => {
    assert.deepEqual(named(ENCRYPTED), always);
    assert.deepEqual(named(NOBODY_KNOWS), always);
  });

  it('with a Bucket Key also decryption when the trail is made', () =>
    assert.deepEqual(named(BUCKET_KEY), [...always, ['decryption', 'configuration', 'decrypt', 'kms:Decrypt']]));

  it('of a trail without a key are none', () => assert.deepEqual(named(trailWith()), []));
});

/** What the product takes a key's value for, in words. */
function taken(trail: Trail, name: DeliveryRequest['name'], key: string): string {
  const { context, varying } = family(trail, name);
  if (varying.kind === 'condition-key' && varying.key === key.toLowerCase()) return 'every object';
  const value = lookUp(context, key);
  if (value.kind === 'known') return value.values.join() + (value.multi && !value.complete ? ', …' : '');
  return value.kind === 'unknown' && value.present ? 'present' : value.kind;
}

/** Facts §2.2, row by row. */
const ROWS: readonly [trail: Trail, name: DeliveryRequest['name'], key: string, value: string][] = [
  [ENCRYPTED, 'encryption', TRAIL_ARN, ENCRYPTED.arn],
  [ORGANIZATION, 'encryption', TRAIL_ARN, ORGANIZATION.arn],
  [BUCKET_KEY, 'encryption', TRAIL_ARN, BUCKET_KEY.arn],
  [ENCRYPTED, 'encryption', S3_ARN, 'every object'],
  [BUCKET_KEY, 'encryption', S3_ARN, BUCKET],
  [BUCKET_KEY, 'decryption', S3_ARN, BUCKET],
  [NOBODY_KNOWS, 'encryption', S3_ARN, 'present'],
  [ENCRYPTED, 'encryption', 'kms:EncryptionContextKeys', 'aws:cloudtrail:arn,aws:s3:arn'],
  [ENCRYPTED, 'encryption', 'kms:EncryptionContext:purpose', 'absent'],
  [ENCRYPTED, 'encryption', 'kms:EncryptionContext:aws:other', 'absent'],
  [ENCRYPTED, 'encryption', 'kms:CallerAccount', 'unknown'],
  [ENCRYPTED, 'encryption', 'kms:GrantIsForAWSResource', 'absent'],
  [ENCRYPTED, 'encryption', 'aws:SourceArn', ENCRYPTED.arn],
  [ENCRYPTED, 'encryption', 'aws:SourceAccount', '111122223333'],
  [ENCRYPTED, 'encryption', 'aws:PrincipalOrgID', 'absent'],
  [ENCRYPTED, 'encryption', 'aws:SourceVpce', 'absent'],
  [ENCRYPTED, 'description', 'aws:SourceArn', ENCRYPTED.arn],
];

describe('the context of a request to a key is that of the facts', () => {
  for (const [trail, name, key, value] of ROWS) {
    it(`${key} of ${name} is ${value} (Bucket Key: ${trail.bucketKey})`, () => {
      assert.equal(taken(trail, name, key), value);
      const object = `${BUCKET}/AWSLogs/x`;
      const usual = { state: 'Enabled', spec: 'SYMMETRIC_DEFAULT', usage: 'ENCRYPT_DECRYPT', origin: 'AWS_KMS' };
      const asked = { ...usual, arn: KEY, account: '111122223333', region: 'us-east-1', isMultiRegion: false };
      const use = { encryptionContext: logFileContext(trail, object, trail.bucketKey === true), through: null };
      const simulated = contextValue(keyRequest(trail, 'kms:GenerateDataKey', { ...asked, policy: null }, use), key);
      const words =
        simulated.kind === 'value'
          ? simulated.value
          : simulated.kind === 'list'
            ? simulated.known.join()
            : simulated.kind;
      if (value === 'every object') assert.equal(words, object);
      else if (value !== 'present') assert.equal(words, value, 'the side-car takes it for the same');
    });
  }

  it('of a description there is no encryption context', () => {
    for (const key of [S3_ARN, TRAIL_ARN, 'kms:EncryptionContextKeys'])
      assert.equal(taken(ENCRYPTED, 'description', key), 'absent', key);
  });

  it('S3 asks in the Region of the key, which is the bucket’s', () => {
    const of = (kmsKeyArn: string, parts: Partial<Trail> = {}) =>
      taken(trailWith({ ...parts, kmsKeyArn }), 'encryption', 'kms:ViaService');
    assert.equal(of(KEY.replace('us-east-1', 'eu-west-1')), 's3.eu-west-1.amazonaws.com');
    const china = { partition: 'aws-cn', region: 'cn-north-1' } as const;
    assert.equal(of('arn:aws-cn:kms:cn-north-1:111122223333:key/k', china), 's3.cn-north-1.amazonaws.com.cn');
  });
});

const ALLOW: JsonObject = {
  Effect: 'Allow',
  Principal: { Service: 'cloudtrail.amazonaws.com' },
  Action: 'kms:GenerateDataKey*',
  Resource: '*',
};

function granted(trail: Trail, ...conditions: readonly JsonObject[]) {
  const statements = conditions.map((Condition) => ({ ...ALLOW, Condition }));
  const parsed = parsePolicy({ Version: '2012-10-17', Statement: statements });
  assert.ok(parsed.ok);
  const answer = isGranted(parsed.policy, family(trail, 'encryption'));
  const delivers = deliversLogFiles(parsed.policy, trail, 'key-policy');
  assert.equal(delivers, answer.holds === 'unknown' ? null : answer.holds);
  return answer;
}

const on = (operator: string, wanted: Json, key = S3_ARN): JsonObject => ({ [operator]: { [key]: wanted } });

describe('a condition on the object that is encrypted', () => {
  const objects = on('StringLike', `${BUCKET}/*`);
  const bucket = on('ArnEquals', BUCKET);
  const both = on('StringLike', [BUCKET, `${BUCKET}/*`]);

  for (const [name, condition, expected] of [
    ['on every object holds without a Bucket Key alone', objects, [true, false, 'unknown']],
    ['on the bucket holds with a Bucket Key alone', bucket, [false, true, 'unknown']],
    ['on both holds either way', both, [true, true, 'unknown']],
    ['on another bucket never holds', on('StringLike', 'arn:aws:s3:::other/*'), [false, false, 'unknown']],
    ['that it is there holds always', on('Null', 'false'), [true, true, true]],
    ['that it is not there never holds', on('Null', 'true'), [false, false, false]],
  ] as const)
    it(name, () => {
      const answers = [ENCRYPTED, BUCKET_KEY, NOBODY_KNOWS].map((trail) => granted(trail, condition).holds);
      assert.deepEqual(answers, expected);
    });

  for (const [name, trail, patterns] of [
    ['one Region', ENCRYPTED, [`${BUCKET}/AWSLogs/111122223333/CloudTrail/us-east-1/*`]],
    ['one account of an organization', ORGANIZATION, [`${BUCKET}/AWSLogs/o-exampleorgid/111122223333/*`]],
    ['the account’s own folder', ORGANIZATION, [`${BUCKET}/AWSLogs/111122223333/*`]],
    ['one year', ENCRYPTED, [`${BUCKET}/*/2026/*`, `${BUCKET}/*/2027/*`]],
    ['a prefix that the trail has not', ENCRYPTED, [`${BUCKET}/audit/AWSLogs/*`]],
  ] as const)
    it(`on ${name} refuses, with an object that CloudTrail encrypts`, () => {
      const answer = granted(trail, on('StringLike', [...patterns]));
      assert.ok(answer.holds === false);
      assert.ok(answer.witness.startsWith(`${BUCKET}/`));
      assert.match(answer.witness.slice(BUCKET.length + 1), keyPattern(trail));
      assert.equal(resourceOf(family(trail, 'encryption'), answer.witness), KEY);
    });

  it('of one Region, and of all others, holds together', () => {
    const home = `${BUCKET}/AWSLogs/*/CloudTrail/us-east-1/*`;
    assert.deepEqual(granted(ENCRYPTED, on('ArnLike', home), on('StringNotLike', home)), { holds: true });
  });

  it('of the organization holds for its trail', () =>
    assert.deepEqual(granted(ORGANIZATION, on('ArnLike', `${BUCKET}/AWSLogs/o-exampleorgid/*`)), { holds: true }));
});

describe('a condition on the keys of the encryption context', () => {
  const keys = (operator: string, ...wanted: string[]) =>
    granted(ENCRYPTED, on(operator, wanted, 'kms:EncryptionContextKeys')).holds;
  it('knows both of them, and no other', () => {
    assert.equal(keys('ForAllValues:StringEquals', 'aws:cloudtrail:arn', 'aws:s3:arn'), true);
    assert.equal(keys('ForAllValues:StringEquals', 'aws:cloudtrail:arn'), false);
    assert.equal(keys('ForAnyValue:StringEquals', 'aws:s3:arn', 'purpose'), true);
    assert.equal(keys('ForAnyValue:StringEquals', 'purpose'), false);
  });
});

it('a description is not allowed by a statement that asks for an encryption context', () => {
  const describeKey = (Condition: JsonObject) => {
    const parsed = parsePolicy({ Version: '2012-10-17', Statement: [{ ...ALLOW, Action: 'kms:*', Condition }] });
    assert.ok(parsed.ok);
    return isGranted(parsed.policy, family(ENCRYPTED, 'description')).holds;
  };
  assert.equal(describeKey(on('StringLike', '*', TRAIL_ARN)), false);
  assert.equal(describeKey(on('StringLikeIfExists', '*', TRAIL_ARN)), true);
  assert.equal(describeKey(on('Null', 'true', 'kms:EncryptionContextKeys')), true);
  assert.equal(describeKey(on('StringEquals', ENCRYPTED.arn, 'aws:SourceArn')), true);
});
