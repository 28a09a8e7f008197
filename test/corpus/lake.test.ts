import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checked, entriesOf, NOTHING, planned } from './entry.ts';

const { skip, entries } = entriesOf('lake');
const ID = 'lake-results-policy-allows-delivery';

describe('public policies of buckets for query results get the verdict that was judged', {
  skip,
  concurrency: 2,
}, () => {
  for (const [file, entry] of entries) {
    test(file, async () => {
      const { delivers: judged, why } = entry.expect;
      const { exitCode, delivers, verdict } = await checked(entry, '--bucket-policy');
      const plan = await planned(entry, '--bucket-policy');
      // With "unknown" any reasoned verdict agrees.
      if (judged === 'unknown') return;
      assert.equal(delivers, judged, why);
      assert.deepEqual([exitCode, verdict(ID)], judged ? [0, 'healthy'] : [2, 'broken']);
      if (judged) assert.deepEqual(plan, NOTHING);
      else assert.ok(plan.documents.length + plan.notRepairable.length > 0, 'what is broken is healed or explained');
    });
  }
});
