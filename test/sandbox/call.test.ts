import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { writeOf } from '../../sandbox/side-car/api-writes.ts';
import { type Call, readCall } from '../../sandbox/side-car/call.ts';

const ACCOUNT = '111122223333';

function call(service: string, method: string, path: string, body = '', headers: readonly string[] = []): Call {
  const authorization = `AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20261121/eu-west-1/${service}/aws4_request, SignedHeaders=host`;
  const rawHeaders = ['Host', '127.0.0.1:4566', 'Authorization', authorization, ...headers];
  return readCall({ method, path, rawHeaders, body: Buffer.from(body), remoteAddress: '127.0.0.1' });
}

describe('reading a call', () => {
  test('the key, Region and service of its signature', () => {
    const { accessKeyId, region, service } = call('s3', 'GET', '/');
    assert.deepEqual([accessKeyId, region, service], ['AKIAEXAMPLE', 'eu-west-1', 's3']);
  });
  test('bucket and key in the path', () => {
    const { bucket, key } = call('s3', 'PUT', '/logs/AWSLogs/a%20b');
    assert.deepEqual([bucket, key], ['logs', 'AWSLogs/a b']);
  });
  test('the bucket in the host', () => {
    const rawHeaders = [
      'host',
      'logs.s3.us-east-1.amazonaws.com',
      'authorization',
      'Credential=A/20261121/us-east-1/s3/aws4_request',
    ];
    const { bucket, key } = readCall({
      method: 'GET',
      path: '/x/y',
      rawHeaders,
      body: Buffer.alloc(0),
      remoteAddress: '',
    });
    assert.deepEqual([bucket, key], ['logs', 'x/y']);
  });
  test('a form', () => {
    const form = ['content-type', 'application/x-www-form-urlencoded; charset=utf-8'];
    const { operation, parameters } = call('sns', 'POST', '/', 'Action=SetTopicAttributes&TopicArn=t&Version=1', form);
    assert.equal(operation, 'SetTopicAttributes');
    assert.equal(parameters['TopicArn'], 't');
  });
});

describe('the events that CloudTrail logs', () => {
  const s3 = (method: string, path: string, body = '') => writeOf(call('s3', method, path, body), ACCOUNT, '');

  test('a policy comes as an object', () => {
    const write = s3('PUT', '/logs?policy', '{"Version":"2012-10-17"}');
    assert.equal(write?.eventName, 'PutBucketPolicy');
    assert.deepEqual(write?.requestParameters, {
      bucketName: 'logs',
      Host: '127.0.0.1:4566',
      bucketPolicy: { Version: '2012-10-17' },
      policy: '',
    });
    assert.deepEqual(write?.resources, [{ accountId: ACCOUNT, type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::logs' }]);
  });
  test('under the names that CloudTrail uses', () => {
    assert.equal(s3('PUT', '/logs?lifecycle')?.eventName, 'PutBucketLifecycle');
    assert.equal(s3('PUT', '/logs?publicAccessBlock')?.eventName, 'PutBucketPublicAccessBlock');
    assert.equal(s3('DELETE', '/logs?policy')?.eventName, 'DeleteBucketPolicy');
    assert.equal(s3('DELETE', '/logs')?.eventName, 'DeleteBucket');
  });
  test('XML becomes members', () => {
    const body =
      '<LifecycleConfiguration><Rule><ID>a</ID></Rule><Rule><ID>b &amp; c</ID></Rule></LifecycleConfiguration>';
    const parameters = s3('PUT', '/logs?lifecycle', body)?.requestParameters;
    assert.deepEqual(parameters?.['LifecycleConfiguration'], { Rule: [{ ID: 'a' }, { ID: 'b & c' }] });
  });
  test('reads, objects and malformed policies', () => {
    assert.equal(s3('GET', '/logs?policy'), null);
    assert.equal(s3('PUT', '/logs/key'), null);
    assert.equal(s3('PUT', '/logs?policy', '{')?.requestParameters?.['bucketPolicy'], undefined);
  });
  test('CloudTrail and KMS in lower case, with the key as resource', () => {
    const json = (service: string, operation: string, body: object) =>
      writeOf(call(service, 'POST', '/', JSON.stringify(body), ['x-amz-target', `X.${operation}`]), ACCOUNT, '');
    assert.deepEqual(json('cloudtrail', 'StopLogging', { Name: 'example' })?.requestParameters, { name: 'example' });
    assert.equal(json('cloudtrail', 'GetTrailStatus', { Name: 'example' }), null);
    const write = json('kms', 'PutKeyPolicy', { KeyId: 'k', Policy: '{}' });
    assert.deepEqual(write?.requestParameters, {
      keyId: 'k',
      policyName: 'default',
      policy: '{}',
      bypassPolicyLockoutSafetyCheck: false,
    });
    assert.deepEqual(write?.responseElements, { keyId: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/k` });
    assert.equal(write?.resources[0]?.ARN, `arn:aws:kms:eu-west-1:${ACCOUNT}:key/k`);
  });
  test('KMS writes dates for people', () => {
    const body = JSON.stringify({ KeyId: 'k', PendingWindowInDays: 7 });
    const schedule = call('kms', 'POST', '/', body, ['x-amz-target', 'TrentService.ScheduleKeyDeletion']);
    const answer = JSON.stringify({ KeyId: 'arn:k', KeyState: 'PendingDeletion', DeletionDate: 1_618_253_910 });
    assert.deepEqual(writeOf(schedule, ACCOUNT, answer)?.responseElements, {
      keyId: 'arn:k',
      keyState: 'PendingDeletion',
      deletionDate: 'Apr 12, 2021 6:58:30 PM',
    });
  });
  test('SNS has lists and maps', () => {
    const sns = (form: string) =>
      writeOf(call('sns', 'POST', '/', form, ['content-type', 'application/x-www-form-urlencoded']), ACCOUNT, '')
        ?.requestParameters;
    const permission = 'TopicArn=t&Label=l&AWSAccountId.member.1=1&AWSAccountId.member.2=2&ActionName.member.1=Publish';
    assert.deepEqual(sns(`Action=AddPermission&Version=1&${permission}`), {
      topicArn: 't',
      label: 'l',
      aWSAccountId: ['1', '2'],
      actionName: ['Publish'],
    });
    assert.deepEqual(sns('Action=SetTopicAttributes&TopicArn=t&AttributeName=Policy&AttributeValue=%7B%7D'), {
      topicArn: 't',
      attributeName: 'Policy',
      attributeValue: '{}',
    });
    const attribute = 'Attributes.entry.1.key=Policy&Attributes.entry.1.value=%7B%7D';
    assert.deepEqual(sns(`Action=CreateTopic&Name=t&${attribute}`), { name: 't', attributes: { Policy: '{}' } });
    assert.equal(sns('Action=Publish&TopicArn=t'), undefined);
  });
});
