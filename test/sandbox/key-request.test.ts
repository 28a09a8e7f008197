import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { decide, type PointDecision } from '../../sandbox/delivery/decide.ts';
import { type Key, type KeyUse, keyRequest, logFileContext } from '../../sandbox/delivery/key-request.ts';
import { keyStateError, letsChange } from '../../sandbox/delivery/key-state.ts';
import { SINGLE } from './trails.ts';

const ARN = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const TRAIL = { ...SINGLE, kmsKeyArn: ARN };
const OBJECT = 'arn:aws:s3:::example-logs/AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/21/f.json.gz';
const KEY: Key = {
  arn: ARN,
  account: '111122223333',
  region: 'us-east-1',
  state: 'Enabled',
  spec: 'SYMMETRIC_DEFAULT',
  usage: 'ENCRYPT_DECRYPT',
  origin: 'AWS_KMS',
  isMultiRegion: false,
  policy: null,
};
const S3 = 's3.us-east-1.amazonaws.com';
const DELIVERY: KeyUse = { encryptionContext: logFileContext(TRAIL, OBJECT, false), through: S3 };
const VALIDATION: KeyUse = { ...DELIVERY, through: null };
const BUCKET_KEY: KeyUse = { encryptionContext: logFileContext(TRAIL, OBJECT, true), through: S3 };

type Part = { readonly [name: string]: unknown };
const ENCRYPT: Part = {
  Effect: 'Allow',
  Principal: { Service: 'cloudtrail.amazonaws.com' },
  Action: 'kms:GenerateDataKey*',
  Resource: '*',
};
const CONTEXT = 'kms:EncryptionContext:aws:cloudtrail:arn';
const S3_CONTEXT = 'kms:EncryptionContext:aws:s3:arn';

function saying(statements: readonly Part[], use: KeyUse = DELIVERY, action = 'kms:GenerateDataKey') {
  return decide({ Version: '2012-10-17', Statement: statements }, keyRequest(TRAIL, action, KEY, use)).decision;
}

type Row = readonly [string, Part, PointDecision['decision'], KeyUse?];

function table(title: string, rows: readonly Row[]): void {
  describe(title, () => {
    for (const [name, part, expected, use] of rows)
      test(name, () => assert.equal(saying([{ ...ENCRYPT, ...part }], use), expected));
  });
}

const when = (operator: string, key: string, wanted: unknown): Part => ({
  Condition: { [operator]: { [key]: wanted } },
});

table('a key policy, asked for a data key', [
  ['as documented', when('StringEquals', 'aws:SourceArn', SINGLE.arn), 'allow'],
  ['with the documented context', when('StringLike', CONTEXT, 'arn:aws:cloudtrail:*:111122223333:trail/*'), 'allow'],
  [
    'with another account in the context',
    when('StringLike', CONTEXT, 'arn:aws:cloudtrail:*:444455556666:trail/*'),
    'implicit',
  ],
  ['with another trail', when('StringEquals', 'aws:SourceArn', `${SINGLE.arn}-old`), 'implicit'],
  ['with the account', when('StringEquals', 'aws:SourceAccount', '111122223333'), 'allow'],
  ['without the star', { Action: 'kms:GenerateDataKey' }, 'allow'],
  ['for other data keys only', { Action: 'kms:GenerateDataKeyPair*' }, 'implicit'],
  ['with garbage for an action', { Action: 'kms=GenerateDataKey' }, 'implicit'],
  ['of the key by its ARN', { Resource: ARN }, 'allow'],
  ['of the key by an alias', { Resource: 'arn:aws:kms:us-east-1:111122223333:alias/logs' }, 'implicit'],
  ['with a bucket for a resource', { Resource: 'arn:aws:s3:::example-logs' }, 'implicit'],
  ['without a resource it says nothing', { Resource: undefined }, 'implicit'],
  ['of the account alone', { Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'kms:*' }, 'implicit'],
  ['of everybody', { Principal: '*' }, 'allow'],
  ['of any AWS principal', { Principal: { AWS: '*' } }, 'unknown'],
  ['of S3', { Principal: { Service: 's3.amazonaws.com' } }, 'implicit'],
]);

table('the encryption context', [
  ['of an object', when('StringLike', S3_CONTEXT, 'arn:aws:s3:::example-logs/*'), 'allow'],
  [
    'of an object, with a Bucket Key',
    when('StringLike', S3_CONTEXT, 'arn:aws:s3:::example-logs/*'),
    'implicit',
    BUCKET_KEY,
  ],
  [
    'of a bucket, with a Bucket Key',
    when('StringEquals', S3_CONTEXT, 'arn:aws:s3:::example-logs'),
    'allow',
    BUCKET_KEY,
  ],
  ['its keys', when('ForAnyValue:StringEquals', 'kms:EncryptionContextKeys', ['aws:cloudtrail:arn']), 'allow'],
  [
    'all of its keys',
    when('ForAllValues:StringEquals', 'kms:EncryptionContextKeys', ['aws:cloudtrail:arn', 'aws:s3:arn']),
    'allow',
  ],
  ['too few of its keys', when('ForAllValues:StringEquals', 'kms:EncryptionContextKeys', ['aws:s3:arn']), 'implicit'],
  ['another one', when('Null', 'kms:EncryptionContext:purpose', 'true'), 'allow'],
]);

table('what nobody has seen of the request', [
  ['that S3 asks', when('StringEquals', 'kms:ViaService', S3), 'unknown'],
  ['that S3 asks, if anybody does', when('StringEqualsIfExists', 'kms:ViaService', S3), 'allow'],
  ['that another service asks', when('StringEquals', 'kms:ViaService', 'ec2.us-east-1.amazonaws.com'), 'implicit'],
  ['that somebody asks', when('Null', 'kms:ViaService', 'false'), 'unknown'],
  ['that S3 asks when a trail is made', when('StringEquals', 'kms:ViaService', S3), 'implicit', VALIDATION],
  ['whose account calls', when('StringEquals', 'kms:CallerAccount', '111122223333'), 'unknown'],
]);

describe('a Deny', () => {
  const deny = (part: Part) =>
    saying([ENCRYPT, { Effect: 'Deny', Principal: '*', Action: 'kms:*', Resource: '*', ...part }]);
  test('of those outside of the organization', () =>
    assert.equal(deny(when('StringNotEquals', 'aws:PrincipalOrgID', 'o-x')), 'deny'));
  test('of people only', () => assert.equal(deny(when('Bool', 'aws:PrincipalIsAWSService', 'false')), 'allow'));
  test('of all but S3', () => assert.equal(deny(when('StringNotEquals', 'kms:ViaService', S3)), 'unknown'));
  test('of other keys', () => assert.equal(deny(when('StringNotEquals', 'kms:KeySpec', 'SYMMETRIC_DEFAULT')), 'allow'));
});

test('the states in which a key works', () => {
  const states = 'Creating Enabled Disabled PendingDeletion PendingImport PendingReplicaDeletion Unavailable Updating';
  const errors = states.split(' ').map((state) => keyStateError(state) ?? 'works');
  const invalid = 'KMSInvalidStateException';
  assert.deepEqual(errors, [invalid, 'works', 'DisabledException', invalid, invalid, invalid, invalid, 'works']);
});

test('the states in which a key can be changed', () => {
  const refused = (operation: string) =>
    ['Enabled', 'Disabled', 'PendingDeletion', 'PendingImport'].filter((state) => !letsChange(operation, state));
  assert.deepEqual(refused('EnableKey'), ['PendingDeletion', 'PendingImport']);
  assert.deepEqual(refused('DisableKey'), ['PendingDeletion', 'PendingImport']);
  assert.deepEqual(refused('ScheduleKeyDeletion'), ['PendingDeletion']);
  assert.deepEqual(refused('CancelKeyDeletion'), ['Enabled', 'Disabled', 'PendingImport']);
  assert.deepEqual(refused('PutKeyPolicy'), []);
});
