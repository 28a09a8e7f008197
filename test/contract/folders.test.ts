import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { S3Client } from '@aws-sdk/client-s3';
import { s3Buckets } from '../../shared/aws/buckets.ts';
import { bucketPolicyKeepsEverySource } from '../../shared/checks/bucket-policy-keeps-every-source.ts';
import type { Reading } from '../../shared/reconcile/reading.ts';
import { observationOf } from '../checks/case.ts';
import { findingOf } from '../checks/finding.ts';
import { type WireAnswer, type WireRequest, wireServer } from './wire-server.ts';

const xml = (status: number, body: string): WireAnswer => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
});

/** A page of ListObjectsV2 with folders alone (S3 API reference). */
function page(folders: readonly string[], next: string | null): WireAnswer {
  const prefixes = folders.map((name) => `<CommonPrefixes><Prefix>${name}</Prefix></CommonPrefixes>`).join('');
  const token = next === null ? '' : `<NextContinuationToken>${next}</NextContinuationToken>`;
  const said = `<IsTruncated>${next !== null}</IsTruncated>${token}`;
  return xml(
    200,
    `<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${said}${prefixes}</ListBucketResult>`,
  );
}

const refusal = (status: number, code: string): WireAnswer =>
  xml(status, `<Error><Code>${code}</Code><Message>no</Message></Error>`);

type Seen = { readonly folders: Reading<readonly string[]>; readonly asked: readonly WireRequest[] };

async function seen(answer: (request: WireRequest, before: number) => WireAnswer): Promise<Seen> {
  await using server = await wireServer(answer);
  const client = new S3Client({
    ...{ region: 'us-east-1', endpoint: server.endpoint, forcePathStyle: true, maxAttempts: 1 },
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' },
  });
  const buckets = s3Buckets({ s3: () => client, control: () => assert.fail('nobody asks for the account') });
  const folders = await buckets.folders('example-logs', '111122223333', 'audit/AWSLogs/');
  client.destroy();
  return { folders, asked: server.requests };
}

function verdictOf({ folders }: Seen): string {
  const offline = observationOf({ name: '', policy: ['acl', 'write'], expect: { verdict: '' } });
  const observation = { ...offline, surroundings: { ...offline.surroundings, folders } };
  return findingOf(bucketPolicyKeepsEverySource, observation).verdict;
}

describe('the folders of a bucket, over the wire', () => {
  it('are listed by their names, right under the root and no deeper', async () => {
    const found = await seen(() => page(['audit/AWSLogs/111122223333/', 'audit/AWSLogs/222233334444/'], null));
    assert.deepEqual(found.folders, { state: 'present', value: ['111122223333', '222233334444'] });
    const { searchParams } = found.asked[0]?.url ?? new URL('http://localhost');
    assert.deepEqual([searchParams.get('prefix'), searchParams.get('delimiter')], ['audit/AWSLogs/', '/']);
    assert.equal(verdictOf(found), 'broken');
  });

  it('come in pages, of which no more than four are read', async () => {
    const found = await seen((_, before) => page([`audit/AWSLogs/${before}/`], `token-${before}`));
    assert.deepEqual(found.folders, { state: 'present', value: ['0', '1', '2', '3'] });
    assert.deepEqual(
      found.asked.map(({ url }) => url.searchParams.get('continuation-token')),
      [null, 'token-0', 'token-1', 'token-2'],
    );
  });

  it('of an empty bucket are none', async () => {
    const found = await seen(() => page([], null));
    assert.deepEqual(found.folders, { state: 'present', value: [] });
    assert.equal(verdictOf(found), 'not-applicable');
  });

  it('of a bucket that is gone are absent', async () => {
    assert.deepEqual((await seen(() => refusal(404, 'NoSuchBucket'))).folders, { state: 'absent' });
  });

  it('that nobody may list are not known, and which right is missing is said', async () => {
    const found = await seen(() => refusal(403, 'AccessDenied'));
    assert.ok(found.folders.state === 'unreadable');
    assert.deepEqual(found.folders.missing, { action: 's3:ListBucket', resource: 'example-logs' });
    assert.equal(verdictOf(found), 'unknown');
  });

  it('are not known while S3 is too busy, and a later try may help', async () => {
    const found = await seen(() => refusal(503, 'SlowDown'));
    assert.ok(found.folders.state === 'unreadable');
    assert.equal(found.folders.retryable, true);
  });
});
