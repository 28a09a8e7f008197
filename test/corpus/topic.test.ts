import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checked, entriesOf, NOTHING, planned } from './entry.ts';

const { skip, entries } = entriesOf('sns');
const OPTION = '--topic-policy';

describe('public policies of topics get the verdict that was judged beside them', { skip, concurrency: 2 }, () => {
  for (const [file, entry] of entries) {
    test(file, async () => {
      const { delivers: judged, why } = entry.expect;
      const { verdict, delivers } = await checked(entry, OPTION);
      const said = verdict('topic-policy-allows-publish');
      // With "unknown" any reasoned verdict agrees.
      if (judged !== 'unknown') assert.equal(said, judged ? 'healthy' : 'broken', why);
      assert.equal(delivers, null, 'a topic says nothing of log files');
      const plan = await planned(entry, OPTION);
      if (said === 'healthy') assert.deepEqual(plan, NOTHING);
      if (said === 'broken')
        assert.ok(plan.documents.length + plan.notRepairable.length > 0, 'what is broken is healed or explained');
    });
  }
});
