import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JsonObject } from '../../shared/policy/json.ts';
import { deliveryRequests } from '../../shared/trail/delivery.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { arbitrarySituation } from './arbitrary-policy.ts';
import { repairsOf } from './repairs.ts';
import { RUNS } from './runs.ts';
import { decisionsAt, points } from './side-car.ts';

for (const kind of ['bucket-policy', 'key-policy', 'topic-policy'] as const) {
  const numRuns = RUNS[kind];

  test(`${numRuns} times a random ${kind}: a repair keeps every statement in its place, and the second plan is empty`, () => {
    let repaired = 0;
    fc.assert(
      fc.property(arbitrarySituation[kind], (situation) => {
        const [change] = repairsOf(situation, 'opted-in');
        if (change === undefined) return;
        repaired += 1;
        const before = situation.document.Statement as readonly JsonObject[];
        const after = change.after.Statement as readonly JsonObject[];
        const restored = new Set(change.restored.map(({ index }) => index));
        before.forEach((statement, index) => {
          if (restored.has(index)) assert.deepEqual(after[index], { ...statement, Effect: 'Allow' });
          else assert.deepEqual(after[index], statement);
        });
        assert.deepEqual(after.slice(before.length), change.added);
        assert.deepEqual(change.accessBroadened, []);
        assert.deepEqual(repairsOf({ ...situation, document: change.after }, 'opted-in'), []);
      }),
      { numRuns },
    );
    assert.ok(repaired > numRuns / 10, `only ${repaired} were repaired`);
  });

  test(`a repair of a ${kind} changes no decision on a request of another trail`, () => {
    let asked = 0;
    fc.assert(
      fc.property(arbitrarySituation[kind], (situation) => {
        const { trail, document } = situation;
        const [change] = repairsOf(situation, 'opted-in');
        if (change === undefined || change.restored.length > 0) return;
        const other: Trail = { ...trail, name: 'other', arn: `${trail.arn.split(':trail/')[0]}:trail/other` };
        for (const request of deliveryRequests(other, kind)) {
          for (const value of points(request, other)) {
            asked += 1;
            const decisions = (one: JsonObject) => decisionsAt(other, one, request, value);
            assert.deepEqual(decisions(change.after), decisions(document), value);
          }
        }
      }),
      { numRuns: Math.ceil(numRuns / 5) },
    );
    assert.ok(asked > numRuns / 50, `only ${asked} requests were asked about`);
  });
}
