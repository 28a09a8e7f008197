import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checks } from '../../shared/checks/index.ts';
import type { JsonObject } from '../../shared/policy/json.ts';
import { documentBytes } from '../../shared/policy/limits.ts';
import { judge } from '../../shared/reconcile/judge.ts';
import { offlineObservation } from '../../shared/reconcile/observation.ts';
import { type DocumentChange, type Plan, planRepairs } from '../../shared/reconcile/plan.ts';
import { deliveryRequests } from '../../shared/trail/delivery.ts';
import { DOCUMENT_KINDS, DOCUMENTS, type DocumentKind } from '../../shared/trail/document.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { arbitraryShared, documentedFor, type Shared } from './many-trails.ts';
import { RUNS } from './runs.ts';
import { decisionsAt, points } from './side-car.ts';

function planOf({ kind, trails, document }: Shared): Plan {
  const reading = { [kind]: { state: 'present', value: JSON.stringify(document) } } as const;
  const optedIn = new Set(['key-policy-allows-describe-and-decrypt']);
  return planRepairs(
    trails.map((trail) =>
      judge(offlineObservation(trail, reading), checks, ({ id }, mode) => (optedIn.has(id) ? 'restore' : mode)),
    ),
  );
}

/** What the side-car says of `asking`'s requests where `owner`'s files lie. */
function decisions(asking: Trail, owner: Trail, kind: DocumentKind, document: JsonObject): readonly string[] {
  return deliveryRequests(owner, kind).flatMap((request) =>
    points(request, owner).flatMap((value) => decisionsAt(asking, document, request, value)),
  );
}

/** Trails that nobody guards and that differ from a guarded one in one part of their ARN. */
function strangers(trail: Trail): readonly Trail[] {
  const changed: readonly Partial<Trail>[] = [{ name: 'other' }, { account: '999999999999' }, { region: 'eu-north-1' }];
  return changed.map((parts) => {
    const other = { ...trail, ...parts };
    const { partition, region, account, name } = other;
    return { ...other, arn: `arn:${partition}:cloudtrail:${region}:${account}:trail/${name}` };
  });
}

/**
 * Asserts what holds of every repair for many trails. Merged or not, it says what all documented statements would say together:
 * for the trails that are guarded, for one where another's files lie, and for strangers.
 */
function assertRepaired(situation: Shared, { after, added, accessBroadened }: DocumentChange, every = 1): void {
  const { kind, trails, document } = situation;
  const before = document.Statement as readonly JsonObject[];
  assert.deepEqual(accessBroadened, []);
  assert.deepEqual(after, { ...document, Statement: [...before, ...added] });
  assert.ok(documentBytes(after) <= DOCUMENTS[kind].limit.bytes);
  const documented = trails.flatMap((trail) => documentedFor(trail, kind));
  const unmerged = { ...document, Statement: [...before, ...documented] };
  for (const [at, trail] of trails.entries()) {
    if (at % every !== 0) continue;
    assert.deepEqual([...new Set(decisions(trail, trail, kind, after))], ['allow'], trail.arn);
    const neighbour = trails.at(at - 1) ?? trail;
    for (const [asking, owner] of [
      [trail, neighbour] as const,
      ...strangers(trail).map((one) => [one, trail] as const),
    ])
      assert.deepEqual(decisions(asking, owner, kind, after), decisions(asking, owner, kind, unmerged), asking.arn);
  }
}

/** Where not all of it fits, delivery itself is allowed for every trail. */
function assertDelivers({ kind, trails }: Shared, { after, accessBroadened }: DocumentChange): void {
  assert.deepEqual(accessBroadened, []);
  assert.ok(documentBytes(after) <= DOCUMENTS[kind].limit.bytes);
  for (const trail of trails) {
    const critical = deliveryRequests(trail, kind).filter(({ stake }) => stake === 'delivery');
    for (const request of critical)
      for (const value of points(request, trail))
        assert.deepEqual(decisionsAt(trail, after, request, value), ['allow'], trail.arn);
  }
}

for (const kind of DOCUMENT_KINDS) {
  const numRuns = Math.max(25, Math.ceil(RUNS[kind] / 100));

  test(`${numRuns} times up to 14 trails of one ${kind}, in little room: all of them are allowed after, and nobody else`, () => {
    const seen = { added: 0, merged: 0 };
    fc.assert(
      fc.property(arbitraryShared(kind, 14), (situation) => {
        const { documents, notRepairable } = planOf(situation);
        const [change] = documents;
        if (change === undefined) return;
        assert.deepEqual(planOf({ ...situation, document: change.after }).documents, []);
        if (notRepairable.some(({ message }) => /not in full/.test(message))) return assertDelivers(situation, change);
        const isMerged = change.added.some(({ Condition }) => /"aws:Source\w+":\[/.test(JSON.stringify(Condition)));
        seen[isMerged ? 'merged' : 'added'] += 1;
        assertRepaired(situation, change);
      }),
      // To make a case of so many trails smaller takes longer than to read it.
      { numRuns, endOnFailure: true },
    );
    for (const [what, times] of Object.entries(seen))
      assert.ok(times > numRuns / 50, `${what}: ${times} of ${numRuns}`);
  });
}

test('up to 300 trails of one bucket, whose policy is empty: each of them is allowed after, and nobody else', () => {
  fc.assert(
    fc.property(arbitraryShared('bucket-policy', 300), ({ trails }) => {
      const alike = trails.map((trail): Trail => ({ ...trail, prefix: '', organizationId: null }));
      const situation: Shared = {
        kind: 'bucket-policy',
        trails: alike,
        document: { Version: '2012-10-17', Statement: [] },
      };
      const [change] = planOf(situation).documents;
      assert.ok(change !== undefined);
      assertRepaired(situation, change, 40);
      assert.deepEqual(planOf({ ...situation, document: change.after }).documents, []);
    }),
    { numRuns: Math.ceil(RUNS['bucket-policy'] / 5000), endOnFailure: true },
  );
});
