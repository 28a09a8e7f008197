import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { keyPolicyAllowsEncryption } from '../../shared/checks/key-policy-allows-encryption.ts';
import { keyPolicyHasNoBlockingDeny } from '../../shared/checks/key-policy-has-no-blocking-deny.ts';
import type { JsonObject } from '../../shared/policy/json.ts';
import { offlineObservation } from '../../shared/reconcile/observation.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { findingOf } from '../checks/finding.ts';
import { KEY, trailWith } from './trails.ts';

const ENCRYPTED = trailWith({ kmsKeyArn: KEY });
const ALLOW: JsonObject = {
  Effect: 'Allow',
  Principal: { Service: 'cloudtrail.amazonaws.com' },
  Action: 'kms:GenerateDataKey*',
  Resource: '*',
};

const observed = (trail: Trail, ...statements: readonly JsonObject[]) =>
  offlineObservation(trail, {
    'key-policy': { state: 'present', value: JSON.stringify({ Version: '2012-10-17', Statement: statements }) },
  });

const allowing = (Condition: JsonObject, trail = ENCRYPTED) =>
  findingOf(keyPolicyAllowsEncryption, observed(trail, { ...ALLOW, Condition }));
const denying = (Condition: JsonObject, trail = ENCRYPTED) =>
  findingOf(
    keyPolicyHasNoBlockingDeny,
    observed(trail, ALLOW, { Effect: 'Deny', Principal: '*', Action: 'kms:*', Resource: '*', Condition }),
  );

const via = (operator: string, service: string): JsonObject => ({ [operator]: { 'kms:ViaService': service } });
const INFERRED = /this rests on the inferred value of `kms:ViaService`/;

describe('that S3 asks for CloudTrail is inferred, and said', () => {
  it('of an Allow that wants S3', () => {
    const { verdict, message } = allowing(via('StringEquals', 's3.us-east-1.amazonaws.com'));
    assert.equal(verdict, 'healthy');
    assert.match(message, INFERRED);
  });

  it('of an Allow that wants another service', () => {
    const { verdict, message } = allowing(via('StringEquals', 's3.eu-west-1.amazonaws.com'));
    assert.equal(verdict, 'broken');
    assert.match(message, INFERRED);
  });

  it('of a Deny that leaves S3 alone out', () => {
    const { verdict, message } = denying(via('StringEquals', 's3.us-east-1.amazonaws.com'));
    assert.equal(verdict, 'broken');
    assert.match(message, INFERRED);
  });

  it('and not where another statement allows it anyway', () => {
    const fragile = { ...ALLOW, Condition: via('StringEquals', 's3.us-east-1.amazonaws.com') };
    const { verdict, message } = findingOf(keyPolicyAllowsEncryption, observed(ENCRYPTED, fragile, ALLOW));
    assert.equal(verdict, 'healthy');
    assert.doesNotMatch(message, /inferred/);
  });
});

it('that the trail’s ARN stays in the context beside a Bucket Key is inferred, and said', () => {
  const condition = { StringEquals: { 'kms:EncryptionContext:aws:cloudtrail:arn': ENCRYPTED.arn } };
  const said = (bucketKey: boolean) => allowing(condition, { ...ENCRYPTED, bucketKey });
  assert.deepEqual([said(true).verdict, said(false).verdict], ['healthy', 'healthy']);
  assert.match(said(true).message, /inferred value of `kms:EncryptionContext:aws:cloudtrail:arn`/);
  assert.doesNotMatch(said(false).message, /inferred/);
});

it('whose account calls is not known, and named', () => {
  const { verdict, message } = allowing({ StringEquals: { 'kms:CallerAccount': '111122223333' } });
  assert.equal(verdict, 'unknown');
  assert.match(message, /`kms:CallerAccount`, whose value is not known/);
  assert.equal(denying({ StringNotEquals: { 'kms:CallerAccount': '111122223333' } }).verdict, 'unknown');
});

it('whether a Bucket Key is on is not known, and the condition that hangs on it is named', () => {
  const condition = { StringLike: { 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::example-logs/*' } };
  const { verdict, message } = allowing(condition, { ...ENCRYPTED, bucketKey: null });
  assert.equal(verdict, 'unknown');
  assert.match(message, /`kms:EncryptionContext:aws:s3:arn`, whose value is not known/);
});

it('the proof of a refusal is a request on the key', () => {
  const condition = { StringLike: { 'kms:EncryptionContext:aws:s3:arn': '*/eu-west-1/*' } };
  const { verdict, evidence } = allowing(condition);
  assert.equal(verdict, 'broken');
  assert.deepEqual(evidence?.refused, [{ action: 'kms:GenerateDataKey', resource: KEY }]);
});
