import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Identity } from '../../sandbox/side-car/identities.ts';
import { keepsWriter } from '../../sandbox/side-car/kms-refusals.ts';
import { malformedKeyPolicy, malformedTopicPolicy } from '../../sandbox/side-car/malformed-policy.ts';

const ACCOUNT = '111122223333';
const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/k`;
const USER = `arn:aws:iam::${ACCOUNT}:user/dana`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/Pipeline`;
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/Pipeline/apply`;
const dana: Identity = { account: ACCOUNT, userIdentity: { type: 'IAMUser', arn: USER } };
const pipeline: Identity = {
  account: ACCOUNT,
  userIdentity: { type: 'AssumedRole', arn: SESSION, sessionContext: { sessionIssuer: { type: 'Role', arn: ROLE } } },
};

type Part = { readonly [name: string]: unknown };
const ADMIN: Part = { Effect: 'Allow', Principal: { AWS: USER }, Action: 'kms:*', Resource: '*' };

function keeps(part: Part, who = dana, ...more: Part[]): boolean {
  return keepsWriter({ Version: '2012-10-17', Statement: [{ ...ADMIN, ...part }, ...more] }, who, KEY);
}

describe('a key policy keeps its writer', () => {
  test('by name', () => assert.equal(keeps({}), true));
  test('as the account', () => {
    assert.equal(keeps({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }), true);
    assert.equal(keeps({ Principal: { AWS: ACCOUNT } }), true);
  });
  test('as everybody', () => assert.equal(keeps({ Principal: { AWS: '*' } }), true));
  test('by role or session', () => {
    assert.equal(keeps({ Principal: { AWS: ROLE } }, pipeline), true);
    assert.equal(keeps({ Principal: { AWS: [SESSION] } }, pipeline), true);
  });
  test('by one action', () => assert.equal(keeps({ Action: ['kms:Put*'] }), true));
  test('under a condition that nobody can judge here', () =>
    assert.equal(keeps({ Condition: { StringEquals: { 'aws:PrincipalTag/team': 'x' } } }), true));
  test('by the caller’s account', () =>
    assert.equal(keeps({ Condition: { StringEquals: { 'kms:CallerAccount': ACCOUNT } } }), true));
});

describe('a key policy locks its writer out', () => {
  test('that names somebody else', () => assert.equal(keeps({}, pipeline), false));
  test('that names another account', () => assert.equal(keeps({ Principal: { AWS: '444455556666' } }), false));
  test('that allows other calls only', () => assert.equal(keeps({ Action: ['kms:Get*', 'kms:Decrypt'] }), false));
  test('that has no resource', () => assert.equal(keeps({ Resource: undefined }), false));
  test('that denies it', () => assert.equal(keeps({}, dana, { ...ADMIN, Effect: 'Deny', Principal: '*' }), false));
  test('that wants a service in between', () =>
    assert.equal(keeps({ Condition: { StringLike: { 'kms:ViaService': 's3.*.amazonaws.com' } } }), false));
  test('that is nothing', () => assert.equal(keepsWriter(null, dana, KEY), false));
});

function said(read: (text: string) => string | null, part: Part): string | null {
  return read(JSON.stringify({ Version: '2012-10-17', Statement: [{ ...ADMIN, ...part }] }));
}

describe('a key policy that KMS can read', () => {
  for (const part of [{}, { Resource: undefined }, { Action: undefined }, { Action: 'kms=Decrypt' }])
    test(JSON.stringify(part), () => assert.equal(said(malformedKeyPolicy, part), null));
  for (const part of [{ Principal: undefined }, { Effect: 'allow' }, { Principal: { AWS: 'AIDAX' } }, { Note: 'x' }])
    test(`not ${JSON.stringify(part)}`, () => assert.notEqual(said(malformedKeyPolicy, part), null));
});

describe('a topic policy that SNS can read', () => {
  const topic = { Action: ['SNS:Publish', 'sns:Get*'], Resource: 'arn:aws:sns:us-east-1:111122223333:t' };
  test('as documented', () => assert.equal(said(malformedTopicPolicy, topic), null));
  for (const part of [{ Action: '*' }, { Action: 'SNS:*' }, { Action: 's3:PutObject' }, { Resource: undefined }])
    test(`not ${JSON.stringify(part)}`, () => assert.notEqual(said(malformedTopicPolicy, { ...topic, ...part }), null));
});
