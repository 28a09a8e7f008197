import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../shared/policy/json.ts';
import { addStatements } from '../../shared/reconcile/add-statements.ts';
import { RetryableError, TerminalError } from '../../shared/reconcile/ports.ts';
import type { Reading } from '../../shared/reconcile/reading.ts';
import { documentedStatement, STATEMENTS } from '../../shared/trail/statements.ts';
import type { TowerAnswer } from '../../shared/trail/tower-request.ts';
import { MemoryBucket, MemoryBuckets } from '../memory/buckets.ts';
import { Journal } from '../memory/journal.ts';
import { bucketPolicy, GUARDED_TOWER_BUCKET, TOWER_TRAIL } from '../trail/tower.ts';

const OWNER = '444455556666';
const NAMED = GUARDED_TOWER_BUCKET;
const MISSING = STATEMENTS['bucket-policy'].map((name) => documentedStatement(TOWER_TRAIL, name));
const [ACL = {}] = MISSING;
const TOWERS: JsonObject = JSON.parse(
  JSON.stringify(bucketPolicy('4.0', ['*'])).replaceAll('example-logs', TOWER_TRAIL.bucket),
);
const listOf = (document: JsonObject | null): readonly JsonObject[] =>
  Array.isArray(document?.['Statement']) ? document['Statement'] : [];

/** A bucket with this policy, and what was done to it. */
function world(policy: JsonObject | string | null) {
  const bucket = new MemoryBucket(policy, OWNER);
  const journal = new Journal();
  const buckets = new MemoryBuckets(journal);
  buckets.add(NAMED.bucket, bucket);
  const written: unknown[] = [];
  const pauses: number[] = [];
  const ports = {
    buckets,
    clock: { pause: async (milliseconds: number) => void pauses.push(milliseconds) },
    writing: (...what: readonly unknown[]) => void written.push(what),
  };
  const add = (...statements: readonly JsonObject[]): Promise<TowerAnswer> =>
    addStatements({ bucket: NAMED, statements }, ports);
  return { bucket, buckets, journal, written, pauses, add };
}

describe('statements are added', () => {
  it('behind those that stand there, which are left as they are', async () => {
    const { bucket, add, written } = world(TOWERS);
    assert.deepEqual(await add(...MISSING), { version: 1, outcome: 'written', reason: null, added: MISSING });
    assert.equal(
      JSON.stringify(bucket.document),
      JSON.stringify({ ...TOWERS, Statement: [...listOf(TOWERS), ...MISSING] }),
    );
    assert.deepEqual(written, [[TOWERS, { after: bucket.document, added: MISSING, restored: [] }]]);
    assert.ok(bucket.expectedOwners.every((owner) => owner === OWNER));
  });

  it('to no policy at all', async () => {
    const { bucket, add } = world(null);
    await add(...MISSING);
    assert.deepEqual(bucket.document, { Version: '2012-10-17', Statement: MISSING });
  });

  it('but for those that stand there in meaning, in other words', async () => {
    const { Sid: _, ...rest } = ACL;
    const same = {
      ...rest,
      Action: ['S3:getbucketacl'],
      Condition: { stringequals: { 'AWS:sourceARN': [TOWER_TRAIL.arn] } },
    };
    const { bucket, add, journal } = world({ Version: '2012-10-17', Statement: same });
    assert.deepEqual(await add(ACL), { version: 1, outcome: 'unchanged', reason: null, added: [] });
    assert.equal(journal.count('putPolicy'), 0);
    assert.deepEqual((await add(...MISSING)).added, MISSING.slice(1));
    assert.deepEqual(listOf(bucket.document), [same, ...MISSING.slice(1)]);
  });

  it('each once, under Sids that are free', async () => {
    const { bucket, add } = world({ Version: '2012-10-17', Statement: [{ ...ACL, Effect: 'Deny' }] });
    const { added } = await add(ACL, ACL);
    assert.deepEqual(added, [{ ...ACL, Sid: `${ACL['Sid']}Trailmend2` }]);
    assert.equal(listOf(bucket.document).length, 2);
  });

  it('and asked for again, they are there', async () => {
    const { add, journal } = world(TOWERS);
    await add(...MISSING);
    assert.equal((await add(...MISSING)).outcome, 'unchanged');
    assert.equal(journal.count('putPolicy'), 1);
  });
});

describe('nothing is written', () => {
  const unread: Reading<string> = { state: 'unreadable', reason: 'AWS denied `s3:GetBucketPolicy`' };

  it('where the policy cannot be read, parsed or kept as it is', async () => {
    for (const [policy, why] of [
      ['{', /is not JSON/],
      ['[]', /cannot be read/],
      ['{"Statement":[{"Effect":"Allow"}]}', /cannot be read/],
      [JSON.stringify(TOWERS).replace('"false"', '12345678901234567890'), /which a repair could not keep/],
    ] as const) {
      const { add, journal } = world(policy);
      const { outcome, reason } = await add(ACL);
      assert.deepEqual([outcome, journal.count('putPolicy')], ['refused', 0]);
      assert.match(reason ?? '', why);
    }
    const { add, bucket } = world(TOWERS);
    bucket.answer = unread;
    assert.deepEqual(await add(ACL), {
      version: 1,
      outcome: 'refused',
      reason: 'AWS denied `s3:GetBucketPolicy`',
      added: [],
    });
  });

  it('where it would grow too large', async () => {
    const filler = Array.from({ length: 75 }, (_, at) => ({
      ...ACL,
      Sid: `Filler${at}`,
      Resource: `arn:aws:s3:::${at}`,
    }));
    const { add, bucket } = world({ Version: '2012-10-17', Statement: filler });
    const { outcome, reason } = await add(...MISSING);
    assert.equal(outcome, 'refused', JSON.stringify(bucket.document).length.toString());
    assert.match(reason ?? '', /and S3 takes 20480; merge statements/);
  });

  it('and it is said why, where AWS refuses', async () => {
    const { add, bucket } = world(TOWERS);
    bucket.failures = [new TerminalError('AWS denied `s3:PutBucketPolicy`')];
    assert.equal((await add(ACL)).reason, 'AWS denied `s3:PutBucketPolicy`');
  });

  it('and a retry may help, where AWS has no time', async () => {
    const { add, bucket } = world(TOWERS);
    bucket.failures = [new RetryableError('SlowDown')];
    await assert.rejects(add(ACL), RetryableError);
    bucket.answer = { ...unread, retryable: true };
    await assert.rejects(add(ACL), RetryableError);
  });
});

it('a policy that S3 took and does not show yet is written, and that is said', async () => {
  const { add, buckets, pauses } = world(TOWERS);
  const shown = JSON.stringify(TOWERS);
  buckets.policy = async () => ({ state: 'present', value: shown });
  const { outcome, reason } = await add(...MISSING);
  assert.deepEqual([outcome, reason], ['written', 'S3 took the policy, and does not show it yet']);
  assert.deepEqual(pauses, [250, 1_000]);
});
