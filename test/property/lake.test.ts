import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decide } from '../../sandbox/delivery/decide.ts';
import { resultKeys, resultsRequest } from '../../sandbox/delivery/query-results.ts';
import { checks } from '../../shared/checks/index.ts';
import { parsePolicy } from '../../shared/policy/document.ts';
import { isGranted } from '../../shared/policy/evaluate.ts';
import type { JsonObject } from '../../shared/policy/json.ts';
import { includes } from '../../shared/policy/language.ts';
import { judge } from '../../shared/reconcile/judge.ts';
import { planRepairs } from '../../shared/reconcile/plan.ts';
import { offlineStoreObservation } from '../../shared/reconcile/store-observation.ts';
import { deliveryRequests } from '../../shared/trail/delivery.ts';
import type { EventDataStore } from '../../shared/trail/event-data-store.ts';
import { arbitraryLake } from './arbitrary-store.ts';
import { RUNS } from './runs.ts';

const numRuns = RUNS['topic-policy'];
const QUERIES = [
  ['12345678-90ab-cdef-1234-567890abcdef', '2026-11-21T00:00:00Z'],
  ['fedcba09-8765-4321-0fed-cba098765432', '2031-01-30T23:55:00Z'],
] as const;

/** Concrete resources of one family: of other days, queries and files than the samples'. */
function points(store: EventDataStore, action: string): readonly string[] {
  const bucket = `arn:${store.partition}:s3:::${store.bucket}`;
  if (action === 's3:GetBucketAcl') return [bucket];
  const keys = QUERIES.flatMap(([id, time]) => resultKeys(store, id, new Date(time)));
  return [...keys, ...keys.map((key) => key.replace('result_1.', 'result_42.'))].map((key) => `${bucket}/${key}`);
}

const decisionOn = (store: EventDataStore, document: JsonObject, action: string, resource: string) =>
  decide(document, resultsRequest(store, action, resource)).decision;

function planFor(store: EventDataStore, document: JsonObject) {
  const observation = offlineStoreObservation(store, { state: 'present', value: JSON.stringify(document) });
  return planRepairs([judge(observation, checks, (_, mode) => mode)]);
}

test(`${numRuns} times a random policy of a bucket for query results: the two evaluators agree`, () => {
  const seen = { true: 0, false: 0, unknown: 0 };
  const allowed = { true: ['allow'], false: ['deny', 'implicit'], unknown: ['allow', 'unknown'] };
  fc.assert(
    fc.property(arbitraryLake, ({ store, document }) => {
      const parsed = parsePolicy(document);
      assert.ok(parsed.ok, 'the generator makes policies that IAM takes');
      for (const { family } of deliveryRequests(store, 'bucket-policy')) {
        const answer = isGranted(parsed.policy, family);
        seen[`${answer.holds}`] += 1;
        const asked = answer.holds === false ? [answer.witness] : points(store, family.action);
        for (const resource of asked) {
          assert.ok(includes(family.values, resource), `it is a real request: ${resource}`);
          const decision = decisionOn(store, document, family.action, resource);
          assert.ok(
            allowed[`${answer.holds}`].includes(decision),
            `${family.action} ${resource}: ${answer.holds}, ${decision}`,
          );
        }
      }
    }),
    { numRuns },
  );
  for (const [answer, count] of Object.entries(seen))
    assert.ok(count > numRuns / 100 - 1, `${answer} came up ${count} times`);
});

test('a repair of a bucket for query results keeps every statement in its place, and the second plan is empty', () => {
  let repaired = 0;
  fc.assert(
    fc.property(arbitraryLake, ({ store, document }) => {
      const [change] = planFor(store, document).documents;
      if (change === undefined) return;
      repaired += 1;
      const before = document.Statement as readonly JsonObject[];
      const after = change.after.Statement as readonly JsonObject[];
      const restored = new Set(change.restored.map(({ index }) => index));
      before.forEach((statement, index) => {
        assert.deepEqual(after[index], restored.has(index) ? { ...statement, Effect: 'Allow' } : statement);
      });
      assert.deepEqual(after.slice(before.length), change.added);
      assert.deepEqual(change.accessBroadened, []);
      assert.deepEqual(planFor(store, change.after).documents, []);
    }),
    { numRuns },
  );
  assert.ok(repaired > numRuns / 10, `only ${repaired} were repaired`);
});

test('a repair changes no decision on a request for another account or Region', () => {
  let asked = 0;
  fc.assert(
    fc.property(arbitraryLake, ({ store, document }) => {
      const [change] = planFor(store, document).documents;
      if (change === undefined || change.restored.length > 0) return;
      const { partition, region, account, name } = store;
      for (const parts of [{ account: '222233334444' }, { region: 'eu-north-1' }]) {
        const other = { ...store, ...parts };
        const arn = `arn:${partition}:cloudtrail:${parts.region ?? region}:${parts.account ?? account}:eventdatastore/${name}`;
        const elsewhere = { ...other, arn };
        for (const { family } of deliveryRequests(elsewhere, 'bucket-policy')) {
          for (const resource of points(elsewhere, family.action)) {
            asked += 1;
            const before = decisionOn(elsewhere, document, family.action, resource);
            assert.equal(decisionOn(elsewhere, change.after, family.action, resource), before, resource);
          }
        }
      }
    }),
    { numRuns: Math.ceil(numRuns / 5) },
  );
  assert.ok(asked > numRuns / 50, `only ${asked} requests were asked about`);
});
