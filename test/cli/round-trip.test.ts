import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isJsonObject, type Json, type JsonObject } from '../../shared/policy/json.ts';
import { bucketArn } from '../../shared/trail/arn.ts';
import { trailWith } from '../trail/trails.ts';
import { checked, idsWith, planned } from './printed.ts';
import { mendable, policyOf } from './situations.ts';

/** The statements of a document, whether they stand in a list or not. */
function statementsOf(document: Json): readonly Json[] {
  if (!isJsonObject(document) || document.Statement === undefined) return [];
  return Array.isArray(document.Statement) ? document.Statement : [document.Statement];
}

const withoutStatements = (document: JsonObject): JsonObject => ({ ...document, Statement: null });

const wildcards = { trail: trailWith({ prefix: 'x${y}$' }), policy: policyOf() };

describe('what plan prints mends what check found', { concurrency: 2 }, () => {
  for (const [name, situation] of Object.entries({ ...mendable, 'a prefix that looks like a variable': wildcards })) {
    it(name, async () => {
      const [broken, brokenCode] = await checked(situation);
      assert.equal(brokenCode, 2);
      assert.notDeepEqual(idsWith('broken', broken), []);

      const [{ documents, notRepairable, actions }, planCode] = await planned(situation);
      assert.deepEqual([documents.length, notRepairable, actions, planCode], [1, [], [], 2]);
      const [change] = documents;
      assert.ok(change !== undefined);
      const { resource, before, after, added, restored, accessBroadened } = change;
      assert.equal(resource, bucketArn(situation.trail.partition, situation.trail.bucket));
      assert.deepEqual(before, situation.policy);
      assert.deepEqual(accessBroadened, []);
      assert.ok(added.length + restored.length > 0);

      // Every statement stays in its place, but for those that were turned back; the others follow.
      const kept = statementsOf(before).map(
        (statement, at) => restored.find(({ index }) => index === at)?.after ?? statement,
      );
      assert.deepEqual(after.Statement, [...kept, ...added]);
      for (const { index, before: old } of restored) assert.deepEqual(statementsOf(before)[index], old);
      if (before !== null && before.Version !== undefined)
        assert.deepEqual(withoutStatements(after), withoutStatements(before));

      const [healed, healedCode] = await checked({ ...situation, policy: after });
      assert.deepEqual([healed.delivers, healedCode], [true, 0]);
      assert.deepEqual([...idsWith('broken', healed), ...idsWith('unknown', healed)], []);
      const [again, againCode] = await planned({ ...situation, policy: after });
      assert.deepEqual([again.documents, again.actions, again.notRepairable, againCode], [[], [], [], 0]);
    });
  }
});
