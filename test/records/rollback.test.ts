import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AuditRecord } from '../../shared/records/record.ts';
import { HELD_FOR, rollback } from '../../shared/records/rollback.ts';
import { ERIN, foundOf, latestWrite, undo, undoPorts } from '../memory/undo.ts';
import { World } from '../memory/world.ts';
import { ACL, FOREIGN, policyWith, WRITE } from '../reconcile/policies.ts';
import { KEY, SINGLE, TOPIC, trailWith } from '../trail/trails.ts';
import { allRepaired, FULL, repaired, TEXT } from './repaired.ts';

const BUCKET = 'arn:aws:s3:::example-logs';
const timeText = (milliseconds: number): string => new Date(milliseconds).toISOString();

describe('a rollback', () => {
  it('puts the text back byte by byte, holds the checks before it writes, and keeps a record of it', async () => {
    const world = await repaired();
    const holdsAtWrite: unknown[] = [];
    world.bucket.afterRead = () => holdsAtWrite.push(world.store.of(SINGLE.arn).holds.length);
    const of = latestWrite(world);
    const { record, unkept } = await undo(world, of);
    assert.deepEqual([world.bucket.stored, unkept], [TEXT, []]);
    // The look that is shown comes before the hold, the look that the write rests on after it.
    assert.deepEqual(holdsAtWrite.slice(0, 2), [0, 1]);
    const until = world.clock.time + HELD_FOR;
    assert.deepEqual(world.store.of(SINGLE.arn).holds, [{ resource: BUCKET, until, of: of.id, by: ERIN }]);
    assert.deepEqual(record.rollback, { of: of.id, heldUntil: timeText(until), by: ERIN });
    assert.deepEqual([record.kind, record.outcome, record.incident], ['rollback', 'rolled-back', null]);
    const [document] = record.documents;
    assert.deepEqual([document?.before, document?.after], [of.documents[0]?.after, TEXT]);
    assert.deepEqual(
      record.calls.map(({ action }) => action),
      ['s3:GetBucketPolicy', 's3:PutBucketPolicy', 's3:GetBucketPolicy'],
    );
    assert.deepEqual(world.records.all.at(-1), record);
  });

  it('takes away a policy where there was none', async () => {
    const world = await repaired(null);
    const { record } = await undo(world);
    assert.equal(world.bucket.stored, null);
    assert.deepEqual([record.documents[0]?.after, record.outcome], [null, 'rolled-back']);
    assert.ok(record.calls.some(({ action }) => action === 's3:DeleteBucketPolicy'));
  });

  it('of several documents puts back each, in every memory of their trails', async () => {
    const world = await allRepaired();
    const before = latestWrite(world).documents.map((one) => one.before);
    const { record } = await undo(world);
    assert.deepEqual([world.bucket.stored, world.key.stored, world.topic.stored], before);
    assert.equal(record.documents.length, 3);
    assert.deepEqual(
      world.store.of(FULL.arn).holds.map(({ resource }) => resource),
      [BUCKET, KEY, TOPIC],
    );
  });

  it('of one document among several leaves the others and their checks alone', async () => {
    const world = await allRepaired();
    const record = latestWrite(world);
    const [, key] = await foundOf(world, record);
    assert.ok(key !== undefined);
    const bucketBefore = world.bucket.stored;
    await rollback([key], { record, by: ERIN, timeText }, undoPorts(world));
    assert.deepEqual([world.bucket.stored, world.key.stored], [bucketBefore, key.before]);
    assert.deepEqual(
      world.store.of(FULL.arn).holds.map(({ resource }) => resource),
      [KEY],
    );
  });

  it('of a document that AWS does not take fails, is recorded, and holds nothing', async () => {
    const world = await allRepaired();
    world.key.failures = [new Error('AWS denied `kms:PutKeyPolicy`')];
    const { record, unkept } = await undo(world);
    assert.deepEqual([record.outcome, unkept], ['failed', []]);
    assert.deepEqual(
      record.documents.map(({ outcome, note }) => [outcome, note]),
      [
        ['restored', null],
        ['failed', 'AWS denied `kms:PutKeyPolicy`'],
        ['restored', null],
      ],
    );
    assert.deepEqual(
      world.store.of(FULL.arn).holds.map(({ resource }) => resource),
      [BUCKET, TOPIC],
    );
  });

  it('writes nothing where the policy changed after it was shown', async () => {
    const world = await repaired();
    const record = latestWrite(world);
    const found = await foundOf(world, record);
    const theirs = policyWith(ACL, WRITE, FOREIGN);
    world.bucket.write(theirs);
    const done = await rollback(found, { record, by: ERIN, timeText }, undoPorts(world));
    assert.deepEqual(world.bucket.document, theirs);
    assert.match(done.record.documents[0]?.note ?? '', /changed it at this moment/);
    assert.deepEqual(world.store.of(SINGLE.arn).holds, []);
  });

  it('that fails leaves an earlier one held as long as it was', async () => {
    const world = await repaired();
    const record = latestWrite(world);
    await undo(world, record);
    const { holds } = world.store.of(SINGLE.arn);
    world.clock.time += 3_600_000;
    const found = await foundOf(world, record);
    world.bucket.write(policyWith(ACL, WRITE, FOREIGN));
    const again = await rollback(found, { record, by: ERIN, timeText }, undoPorts(world));
    assert.equal(again.record.outcome, 'failed');
    assert.deepEqual([holds.length, world.store.of(SINGLE.arn).holds], [1, holds]);
  });

  it('writes nothing where the checks cannot be held', async () => {
    const second = trailWith({ name: 'second', prefix: 'second' });
    const world = new World([SINGLE, second], policyWith(FOREIGN));
    await world.pass();
    const before = world.bucket.stored;
    const found = await foundOf(world, latestWrite(world));
    let count = 0;
    world.store.beforeWrite = ({ trailArn }) => {
      count += 1;
      if (trailArn === second.arn) throw new Error('AWS denied `s3:PutObject`');
    };
    const asked = { record: latestWrite(world), by: ERIN, timeText };
    await assert.rejects(rollback(found, asked, undoPorts(world)), /AWS denied `s3:PutObject`/);
    assert.deepEqual([world.bucket.stored, world.records.all.length, count > 1], [before, 1, true]);
    for (const { arn } of [SINGLE, second]) assert.deepEqual(world.store.of(arn).holds, []);
  });

  it('comes through where a run writes its memory at the same time', async () => {
    const world = await repaired();
    let times = 3;
    world.store.beforeWrite = () => {
      times -= 1;
      if (times > 0) world.store.know(SINGLE.arn, { changedAt: times });
    };
    await undo(world);
    const { holds, changedAt } = world.store.of(SINGLE.arn);
    assert.deepEqual([holds.length, changedAt], [1, 1]);
  });

  it('of a trail that nobody remembers yet begins a memory', async () => {
    const world = await repaired();
    const record: AuditRecord = latestWrite(world);
    const [trail] = record.trails;
    assert.ok(trail !== undefined);
    const forgotten = trailWith({ name: 'forgotten' });
    await undo(world, { ...record, trails: [{ ...trail, trailArn: forgotten.arn }] });
    assert.equal(world.store.of(forgotten.arn).holds.length, 1);
  });

  it('that is made twice writes once, and holds from the second time on', async () => {
    const world = await repaired();
    const of = latestWrite(world);
    await undo(world, of);
    const { written } = world.bucket;
    world.clock.time += 3_600_000;
    const { record } = await undo(world, of);
    assert.deepEqual([written.length, world.bucket.stored], [2, TEXT]);
    assert.equal(record.documents[0]?.note, 'it was as it was before already');
    const { holds } = world.store.of(SINGLE.arn);
    assert.deepEqual(
      holds.map(({ until }) => until),
      [world.clock.time + HELD_FOR],
    );
  });

  it('whose record cannot be kept says so', async () => {
    const world = await repaired();
    world.records.failures = [new Error('AWS denied `s3:PutObject`')];
    const { unkept } = await undo(world);
    assert.match(unkept.join(), /^the record \S+ could not be kept: AWS denied `s3:PutObject`$/);
    assert.equal(world.bucket.stored, TEXT);
  });

  it('that AWS shows late is told to be written, and not visible yet', async () => {
    const world = await repaired();
    const found = await foundOf(world, latestWrite(world));
    world.bucket.staleReads = 10;
    const asked = { record: latestWrite(world), by: ERIN, timeText };
    const { record } = await rollback(found, asked, undoPorts(world));
    assert.equal(record.documents[0]?.note, 'written, and not visible yet');
  });
});
