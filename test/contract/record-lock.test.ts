import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { S3Client } from '@aws-sdk/client-s3';
import { type RecordLock, s3Records } from '../../shared/aws/records.ts';
import { type WireRequest, wireServer } from './wire-server.ts';

const ID = '20260731T235958Z-64be7403';

/** What goes over the wire to S3 when a record is added. */
async function added(lock: RecordLock | null): Promise<WireRequest | undefined> {
  await using server = await wireServer(() => ({ status: 200, headers: { etag: '"1"' }, body: '' }));
  const client = new S3Client({
    ...{ region: 'us-east-1', endpoint: server.endpoint, forcePathStyle: true, maxAttempts: 1 },
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' },
  });
  await s3Records(client, 'store', lock).add({ id: ID, text: '{}\n' });
  client.destroy();
  return server.requests[0];
}

describe('a record in S3', () => {
  it('is written once, and with a checksum, which Object Lock asks for', async () => {
    const { path, headers } = (await added(null)) ?? assert.fail();
    assert.equal(path, `/store/records/2026/07/31/${ID}.json`);
    assert.equal(headers['if-none-match'], '*');
    assert.ok(headers['x-amz-checksum-crc32'] !== undefined || headers['x-amz-trailer'] === 'x-amz-checksum-crc32');
    assert.equal(headers['x-amz-object-lock-mode'], undefined);
  });

  it('is locked by itself, for so many days from the time in its id', async () => {
    for (const [mode, sent] of [
      ['governance', 'GOVERNANCE'],
      ['compliance', 'COMPLIANCE'],
    ] as const) {
      const { headers } = (await added({ mode, days: 31 })) ?? assert.fail();
      assert.equal(headers['x-amz-object-lock-mode'], sent);
      assert.equal(headers['x-amz-object-lock-retain-until-date'], '2026-08-31T23:59:58Z');
    }
  });
});
