import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checked, entriesOf, isControlTowers, NOTHING, planned } from './entry.ts';

const { skip, entries } = entriesOf('kms');
const OPTION = '--key-policy';

describe('public policies of keys get the verdict that was judged beside them', { skip, concurrency: 2 }, () => {
  for (const [file, entry] of entries) {
    test(file, async () => {
      const { delivers } = await checked(entry, OPTION);
      // With "unknown" any reasoned verdict agrees.
      if (entry.expect.delivers !== 'unknown') assert.equal(delivers, entry.expect.delivers, entry.expect.why);
      const plan = await planned(entry, OPTION);
      if (delivers === true) assert.deepEqual(plan, NOTHING);
      if (delivers === false)
        assert.ok(plan.documents.length + plan.notRepairable.length > 0, 'what is broken is healed or explained');
    });
  }
});

const ofControlTower = entries.filter(([, entry]) => isControlTowers(entry));

for (const [file, entry] of ofControlTower) {
  test(`the key policy of Control Tower is left alone: ${file}`, async () => {
    for (const more of [[], ['--bucket-key']]) {
      const { exitCode, delivers } = await checked(entry, OPTION, ...more);
      assert.deepEqual({ exitCode, delivers }, { exitCode: 0, delivers: true });
      assert.deepEqual(await planned(entry, OPTION, ...more), NOTHING);
    }
  });
}

test('there is a key policy of Control Tower among them', { skip }, () => assert.ok(ofControlTower.length > 0));
