import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { S3Client } from '@aws-sdk/client-s3';
import { policyDocuments } from '../../shared/aws/policy-documents.ts';
import { refusal } from './records-bucket.ts';
import { type WireAnswer, wireServer } from './wire-server.ts';

const OWNER = '111122223333';
const ARN = 'arn:aws:s3:::example-logs';

/** Asks for a bucket's policy over the wire; keys and topics have ports of their own. */
async function asked<T>(
  answer: WireAnswer,
  ask: (document: ReturnType<typeof policyDocuments>['bucket-policy']) => Promise<T>,
) {
  await using server = await wireServer(() => answer);
  const client = new S3Client({
    ...{ region: 'us-east-1', endpoint: server.endpoint, forcePathStyle: true, maxAttempts: 1 },
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' },
  });
  const nobody = { policy: () => assert.fail(), putPolicy: () => assert.fail(), attributes: () => assert.fail() };
  const documents = policyDocuments(() => client, nobody, nobody);
  try {
    return { said: await ask(documents['bucket-policy']), request: server.requests[0] };
  } finally {
    client.destroy();
  }
}

describe('a bucket policy that a person puts back, over the wire', () => {
  it('is read byte by byte, of the account that must own the bucket', async () => {
    const text = '{ "Version": "2012-10-17",\n "Statement": [] }';
    const { said, request } = await asked({ status: 200, body: text }, ({ read }) => read(ARN, OWNER));
    assert.deepEqual(said, { state: 'present', value: text });
    assert.deepEqual([request?.path, request?.headers['x-amz-expected-bucket-owner']], ['/example-logs/', OWNER]);
  });

  it('that is not there is none, and a bucket that is not there is absent', async () => {
    const none = await asked(refusal(404, 'NoSuchBucketPolicy'), ({ read }) => read(ARN, OWNER));
    assert.deepEqual(none.said, { state: 'present', value: null });
    const gone = await asked(refusal(404, 'NoSuchBucket'), ({ read }) => read(ARN, OWNER));
    assert.deepEqual(gone.said, { state: 'absent' });
  });

  it('that nobody may read says which right is missing', async () => {
    const { said } = await asked(refusal(403, 'AccessDenied'), ({ read }) => read(ARN, OWNER));
    assert.ok(said.state === 'unreadable');
    assert.equal(said.missing?.action, 's3:GetBucketPolicy');
  });

  it('is written byte by byte, and removed, of the account that must own the bucket', async () => {
    const text = '{ "Statement": [] }';
    const put = await asked({ status: 204, body: '' }, (document) => document.put(ARN, OWNER, text));
    assert.deepEqual([put.request?.method, put.request?.body], ['PUT', text]);
    const removed = await asked(
      { status: 204, body: '' },
      (document) => document.remove?.(ARN, OWNER) ?? assert.fail(),
    );
    assert.deepEqual(
      [removed.request?.method, removed.request?.headers['x-amz-expected-bucket-owner']],
      ['DELETE', OWNER],
    );
  });

  it('that nobody may remove fails, and says why', async () => {
    await assert.rejects(
      asked(refusal(403, 'AccessDenied'), (document) => document.remove?.(ARN, OWNER) ?? assert.fail()),
      /AWS denied `s3:DeleteBucketPolicy` on example-logs/,
    );
  });
});
