import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { decide, type PointDecision } from '../../sandbox/delivery/decide.ts';
import { cloudTrailRequest, type PointRequest } from '../../sandbox/delivery/request.ts';
import { CHINA, SINGLE } from './trails.ts';

const KEY = 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/21/f.json.gz';
const PUT = cloudTrailRequest(SINGLE, 's3:PutObject', `arn:aws:s3:::example-logs/${KEY}`, 'us-east-1');
const ACL = cloudTrailRequest(SINGLE, 's3:GetBucketAcl', 'arn:aws:s3:::example-logs');

type Part = { readonly [name: string]: unknown };
const ALLOW: Part = {
  Effect: 'Allow',
  Principal: { Service: 'cloudtrail.amazonaws.com' },
  Action: 's3:PutObject',
  Resource: 'arn:aws:s3:::example-logs/AWSLogs/111122223333/*',
};
const DENY: Part = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' };

function saying(statement: Part, request: PointRequest = PUT, version: string | undefined = '2012-10-17') {
  return decide({ Version: version, Statement: [statement] }, request).decision;
}

function table(title: string, rows: readonly (readonly [string, Part, PointDecision['decision'], PointRequest?])[]) {
  describe(title, () => {
    for (const [name, part, expected, request] of rows)
      test(name, () => assert.equal(saying({ ...ALLOW, ...part }, request), expected));
  });
}

table('who is meant', [
  [
    'the service among others',
    { Principal: { Service: ['config.amazonaws.com', 'cloudtrail.amazonaws.com'] } },
    'allow',
  ],
  ['everybody', { Principal: '*' }, 'allow'],
  ['any AWS principal', { Principal: { AWS: '*' } }, 'unknown'],
  ['any AWS principal, denied', { ...DENY, Principal: { AWS: ['*'] } }, 'deny'],
  ['a legacy account', { Principal: { AWS: 'arn:aws:iam::086441151436:root' } }, 'unknown'],
  ['a legacy account by number', { Principal: { AWS: '113285607260' } }, 'unknown'],
  ['a legacy account, denied', { ...DENY, Principal: { AWS: '113285607260' } }, 'implicit'],
  ['a user of a legacy account', { Principal: { AWS: 'arn:aws:iam::086441151436:user/x' } }, 'implicit'],
  ['the own account', { Principal: { AWS: 'arn:aws:iam::111122223333:root' } }, 'implicit'],
  ['the Regional form of the name', { Principal: { Service: 'cloudtrail.us-east-1.amazonaws.com' } }, 'implicit'],
  ['nobody', { Principal: undefined }, 'implicit'],
  ['the China form outside China', { Principal: { Service: 'cloudtrail.amazonaws.com.cn' } }, 'implicit'],
]);

test('the China form of the name counts in China', () => {
  const resource = `arn:aws-cn:s3:::example-logs/${KEY}`;
  const statement = { ...ALLOW, Principal: { Service: 'cloudtrail.amazonaws.com.cn' }, Resource: resource };
  assert.equal(saying(statement, cloudTrailRequest(CHINA, 's3:PutObject', resource)), 'allow');
});

const WITHOUT = { Principal: undefined };
table('who is left out', [
  ['somebody else', { ...DENY, ...WITHOUT, NotPrincipal: { AWS: 'arn:aws:iam::111122223333:root' } }, 'deny'],
  ['CloudTrail', { ...DENY, ...WITHOUT, NotPrincipal: { Service: ['cloudtrail.amazonaws.com'] } }, 'implicit'],
  ['an Allow to all but somebody else', { ...WITHOUT, NotPrincipal: { AWS: '111122223333' } }, 'allow'],
]);

table('what is done', [
  ['in another letter case', { Action: 'S3:putobject' }, 'allow'],
  ['with wildcards', { Action: ['s3:Get*', 's3:PutObjec?'] }, 'allow'],
  ['a longer name', { Action: 's3:PutObjectAcl' }, 'implicit'],
  ['a misspelt one', { Action: 's3.PutObject' }, 'implicit'],
  ['without a vendor', { Action: ['s3*', '*PutObject', '?*'] }, 'implicit'],
  ['of every vendor', { Action: '*:Put*' }, 'allow'],
  ['all but others', { Action: undefined, NotAction: ['s3:Get*'] }, 'allow'],
  ['all but what has no vendor', { Action: undefined, NotAction: ['s3*', '*PutObject'] }, 'allow'],
  ['all but this', { Action: undefined, NotAction: 's3:Put*' }, 'implicit'],
]);

table('on what', [
  ['everything', { Resource: '*' }, 'allow'],
  ['across slashes', { Resource: 'arn:aws:s3:::example-logs/*.gz' }, 'allow'],
  ['one character', { Resource: `arn:aws:s3:::example-log?/${KEY}` }, 'allow'],
  ['in another letter case', { Resource: 'arn:aws:s3:::example-logs/awslogs/*' }, 'implicit'],
  ['the bucket instead of its objects', { Resource: 'arn:aws:s3:::example-logs' }, 'implicit'],
  ['another account', { Resource: 'arn:aws:s3:::example-logs/AWSLogs/444455556666/*' }, 'implicit'],
  ['what is no ARN', { Resource: ['*/*', '*example-logs/*', '?rn:aws:s3:::example-logs/*', '*:*'] }, 'implicit'],
  ['all but what is no ARN', { Resource: undefined, NotResource: '*/*' }, 'allow'],
  ['all but others', { Resource: undefined, NotResource: 'arn:aws:s3:::example-logs/x/*' }, 'allow'],
  ['all but this', { Resource: undefined, NotResource: 'arn:aws:s3:::example-logs/*' }, 'implicit'],
  ['with a variable', { Resource: 'arn:aws:s3:::example-logs/AWSLogs/${aws:SourceAccount}/*' }, 'allow'],
  ['with a missing variable', { Resource: 'arn:aws:s3:::example-logs/${aws:username}*' }, 'implicit'],
  ['with a default', { Resource: "arn:aws:s3:::example-logs/${aws:username, 'AWSLogs'}/*" }, 'allow'],
  ['with an unknown variable', { Resource: 'arn:aws:s3:::example-logs/${aws:UnheardOf}/*' }, 'unknown'],
  ['elsewhere with an unknown variable', { Resource: 'arn:aws:s3:::other/${aws:UnheardOf}/*' }, 'implicit'],
  ['with an escaped star', { Resource: 'arn:aws:s3:::example-logs/${*}' }, 'implicit'],
  ['not with a missing variable', { Resource: undefined, NotResource: '${aws:username}' }, 'allow'],
]);

describe('the whole document', () => {
  const acl = { ...ALLOW, Action: 's3:GetBucketAcl', Resource: 'arn:aws:s3:::example-logs' };
  test('one statement as an object', () => assert.equal(decide({ Statement: ALLOW }, PUT).decision, 'allow'));
  test('variables are plain text before 2012-10-17', () => {
    const resource = 'arn:aws:s3:::example-logs/AWSLogs/${aws:SourceAccount}/*';
    assert.equal(decide({ Statement: [{ ...ALLOW, Resource: resource }] }, PUT).decision, 'implicit');
  });
  test('a Deny decides and is named', () =>
    assert.deepEqual(decide({ Statement: [ALLOW, DENY] }, PUT), { decision: 'deny', index: 1 }));
  test('an uncertain Deny leaves an Allow open', () => {
    const uncertain = { ...DENY, Condition: { StringEquals: { 'aws:UnheardOf': 'x' } } };
    assert.deepEqual(decide({ Statement: [ALLOW, uncertain] }, PUT), { decision: 'unknown', index: 1 });
  });
  test('an uncertain Deny does not matter where nothing is allowed', () => {
    const uncertain = { ...DENY, Condition: { StringEquals: { 'aws:UnheardOf': 'x' } } };
    assert.deepEqual(decide({ Statement: [uncertain] }, PUT), { decision: 'implicit', index: null });
  });
  test('the ACL check', () =>
    assert.deepEqual(decide({ Statement: [ALLOW, acl] }, ACL), { decision: 'allow', index: 1 }));
  test('any JSON is data', () =>
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('Principal', 'Action', 'Resource', 'Condition'), (value, element) => {
        const { decision } = decide({ Statement: [{ ...ALLOW, [element]: value }, value] }, PUT);
        assert.ok(['allow', 'implicit', 'unknown'].includes(decision));
      }),
    ));
  test('no document', () => assert.equal(decide(null, PUT).decision, 'implicit'));
});
