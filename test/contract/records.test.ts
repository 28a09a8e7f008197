import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { S3Client } from '@aws-sdk/client-s3';
import { bucketsNamed } from '../../shared/aws/people.ts';
import { s3RecordReader } from '../../shared/aws/records.ts';
import type { RecordRange, RecordReader } from '../../shared/reconcile/ports.ts';
import { recordKey } from '../../shared/trail/record-key.ts';
import { type Objects, refusal, s3With } from './records-bucket.ts';
import { type WireRequest, type WireServer, wireServer } from './wire-server.ts';

const clientOf = ({ endpoint }: WireServer): S3Client =>
  new S3Client({
    ...{ region: 'us-east-1', endpoint, forcePathStyle: true, maxAttempts: 1 },
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' },
  });

/** Asks over the wire; also which requests that took. */
async function asked<T>(
  server: WireServer,
  ask: (reader: RecordReader) => Promise<T>,
  bucket = 'store',
): Promise<{ readonly answer: T; readonly requests: readonly WireRequest[] }> {
  const client = clientOf(server);
  const answer = await ask(s3RecordReader(client, bucket));
  client.destroy();
  await server.close();
  return { answer, requests: server.requests };
}

const EVER: RecordRange = { since: null, until: null };

/** Some records of several days, months and years, and what else may lie there. */
const IDS = [
  ...['20241231T235959Z-00000001', '20260131T120000Z-00000002', '20261120T080000Z-00000003'],
  ...['20261121T010000Z-00000004', '20261121T020000Z-00000005', '20261121T030000Z-00000006'],
];
const OBJECTS: Objects = {
  ...Object.fromEntries(IDS.map((id) => [recordKey(id) ?? '', `record ${id}`])),
  ...{ 'records/readme.txt': '', 'records/2026/11/21/notes.json': '', 'memory/111122223333/us-east-1/a.json': '' },
  'records/2026/11/20/20261121T040000Z-00000007.json': 'in the wrong folder',
};
const NEWEST = IDS.toReversed();

describe('the list of records, over the wire', () => {
  it('is newest first, over days, months and years, and nothing but records', async () => {
    const { answer } = await asked(await s3With(OBJECTS), (reader) => reader.list(EVER, 100));
    assert.deepEqual(answer, { state: 'present', value: { ids: NEWEST, isAll: true } });
  });

  it('comes in pages, which all are read', async () => {
    const { answer } = await asked(await s3With(OBJECTS, ['store'], 2), (reader) => reader.list(EVER, 100));
    assert.deepEqual(answer, { state: 'present', value: { ids: NEWEST, isAll: true } });
  });

  it('ends where there are enough, and does not ask for older days', async () => {
    const { answer, requests } = await asked(await s3With(OBJECTS), (reader) => reader.list(EVER, 2));
    assert.deepEqual(answer, { state: 'present', value: { ids: NEWEST.slice(0, 2), isAll: false } });
    const prefixes = requests.map(({ query }) => query.get('prefix'));
    assert.deepEqual(prefixes, ['records/', 'records/2026/', 'records/2026/11/', 'records/2026/11/21/']);
  });

  it('of a range asks only for its days', async () => {
    const range = { since: '20261120T000000Z', until: '20261121T020000Z' };
    const { answer, requests } = await asked(await s3With(OBJECTS), (reader) => reader.list(range, 100));
    assert.deepEqual(answer, { state: 'present', value: { ids: [IDS[3], IDS[2]], isAll: true } });
    const days = requests.map(({ query }) => query.get('prefix')).filter((prefix) => prefix?.length === 19);
    assert.deepEqual(days, ['records/2026/11/21/', 'records/2026/11/20/']);
  });

  it('is bounded, however many pages there are', async () => {
    const endless = await wireServer(({ query }) => ({
      status: 200,
      body: `<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>more</NextContinuationToken>${
        query.get('prefix')?.length === 19
          ? ''
          : `<CommonPrefixes><Prefix>${query.get('prefix')}11/</Prefix></CommonPrefixes>`
      }</ListBucketResult>`,
    }));
    const { answer, requests } = await asked(endless, (reader) => reader.list(EVER, 100));
    assert.deepEqual(answer, { state: 'present', value: { ids: [], isAll: false } });
    assert.ok(requests.length <= 200, String(requests.length));
  });

  it('of a bucket that is gone is absent', async () => {
    const { answer } = await asked(await s3With({}), (reader) => reader.list(EVER, 100), 'gone');
    assert.deepEqual(answer, { state: 'absent' });
  });

  it('that nobody may see is not known, and which right is missing is said', async () => {
    const { answer } = await asked(await wireServer(() => refusal(403, 'AccessDenied')), (reader) =>
      reader.list(EVER, 100),
    );
    assert.ok(answer.state === 'unreadable');
    assert.deepEqual(answer.missing, { action: 's3:ListBucket', resource: 'store' });
  });
});

describe('one record, over the wire', () => {
  it('is read by its id', async () => {
    const { answer, requests } = await asked(await s3With(OBJECTS), (reader) => reader.read(IDS[0] ?? ''));
    assert.deepEqual(answer, { state: 'present', value: `record ${IDS[0]}` });
    assert.equal(requests[0]?.path, '/store/records/2024/12/31/20241231T235959Z-00000001.json');
  });

  it('that is not there is absent, and for what is no id nobody is asked', async () => {
    const missing = await asked(await s3With({}), (reader) => reader.read(IDS[0] ?? ''));
    assert.deepEqual(missing.answer, { state: 'absent' });
    const odd = await asked(await s3With({}), (reader) => reader.read('../memory/x'));
    assert.deepEqual([odd.answer, odd.requests.length], [{ state: 'absent' }, 0]);
  });

  it('of a bucket that is gone, or that nobody may read, is not known', async () => {
    const gone = await asked(await s3With({}), (reader) => reader.read(IDS[0] ?? ''), 'gone');
    assert.deepEqual(gone.answer, { state: 'unreadable', reason: 'there is no bucket `gone`' });
    const { answer } = await asked(await wireServer(() => refusal(403, 'AccessDenied')), (reader) =>
      reader.read(IDS[0] ?? ''),
    );
    assert.ok(answer.state === 'unreadable');
    assert.equal(answer.missing?.action, 's3:GetObject');
  });
});

describe('the buckets of a name, over the wire', () => {
  const named = async (server: WireServer) => {
    const client = clientOf(server);
    const answer = await bucketsNamed('trailmend-store', client);
    client.destroy();
    await server.close();
    return { answer, requests: server.requests };
  };

  it('are asked for by their beginning, page by page', async () => {
    const names = ['trailmend-storea', 'other', 'trailmend-storeb'];
    const { answer, requests } = await named(await s3With({}, names));
    assert.deepEqual(answer, { state: 'present', value: ['trailmend-storea', 'trailmend-storeb'] });
    assert.deepEqual(
      requests.map(({ query }) => query.get('prefix')),
      ['trailmend-store', 'trailmend-store'],
    );
  });

  it('that nobody may list are not known', async () => {
    const { answer } = await named(await wireServer(() => refusal(403, 'AccessDenied')));
    assert.ok(answer.state === 'unreadable');
    assert.equal(answer.missing?.action, 's3:ListAllMyBuckets');
  });
});
