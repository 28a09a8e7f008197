import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checked, entriesOf, isControlTowers, NOTHING, planned } from './entry.ts';

const { skip, entries } = entriesOf('bucket');

describe('public policies of buckets get the verdict that was judged beside them', { skip, concurrency: 2 }, () => {
  for (const [file, entry] of entries) {
    test(file, async () => {
      const { exitCode, delivers } = await checked(entry, '--bucket-policy');
      // With "unknown" any reasoned verdict agrees.
      if (entry.expect.delivers !== 'unknown') assert.equal(delivers, entry.expect.delivers, entry.expect.why);
      const plan = await planned(entry, '--bucket-policy');
      if (entry.expect.delivers === true && exitCode === 0) assert.deepEqual(plan, NOTHING);
      if (entry.expect.delivers === false)
        assert.ok(plan.documents.length + plan.notRepairable.length > 0, 'what is broken is healed or explained');
    });
  }
});

const ofControlTower = entries.filter(([, entry]) => isControlTowers(entry));

test('the bucket policies of Control Tower are left alone', { skip }, async () => {
  assert.ok(ofControlTower.length > 0);
  for (const [file, entry] of ofControlTower) assert.deepEqual(await planned(entry, '--bucket-policy'), NOTHING, file);
});
