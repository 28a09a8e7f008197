import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checks } from '../../shared/checks/index.ts';
import type { JsonObject } from '../../shared/policy/json.ts';
import { documentBytes } from '../../shared/policy/limits.ts';
import { judge } from '../../shared/reconcile/judge.ts';
import { offlineObservation } from '../../shared/reconcile/observation.ts';
import { type Plan, planRepairs } from '../../shared/reconcile/plan.ts';
import { deliveryRequests } from '../../shared/trail/delivery.ts';
import { DOCUMENT_KINDS, DOCUMENTS, type DocumentKind } from '../../shared/trail/document.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { arbitraryShared, type Shared } from './many-trails.ts';
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

/** Asserts what holds of every repair for many trails. */
function assertRepaired(situation: Shared, after: JsonObject, added: readonly JsonObject[]): void {
  const { kind, trails, document } = situation;
  const before = document.Statement as readonly JsonObject[];
  assert.deepEqual(after, { ...document, Statement: [...before, ...added] });
  assert.ok(documentBytes(after) <= DOCUMENTS[kind].limit.bytes);
  for (const [at, trail] of trails.entries()) {
    assert.deepEqual([...new Set(decisions(trail, trail, kind, after))], ['allow'], trail.arn);
    // A trail's neighbour: what is merged for both must not let one write where the other does.
    const others = [...strangers(trail), ...trails.slice(at + 1, at + 2)];
    for (const other of others.filter(({ arn }) => arn !== trail.arn)) {
      const isGuarded = trails.some(({ arn }) => arn === other.arn);
      for (const [asking, owner] of isGuarded
        ? [[trail, other] as const, [other, trail] as const]
        : [[other, trail] as const]) {
        if (isGuarded && kind !== 'bucket-policy') continue;
        const was = decisions(asking, owner, kind, document);
        const own = new Set(deliveryRequests(asking, kind).flatMap((request) => points(request, asking)));
        const is = decisions(asking, owner, kind, after);
        const values = deliveryRequests(owner, kind).flatMap((request) => points(request, owner));
        values.forEach((value, place) => {
          if (!own.has(value)) assert.equal(is[place], was[place], `${asking.arn} at ${value}`);
        });
      }
    }
  }
  assert.deepEqual(planOf({ ...situation, document: after }).documents, []);
}

for (const kind of DOCUMENT_KINDS) {
  const numRuns = Math.ceil(RUNS[kind] / 25);

  test(`${numRuns} times up to 14 trails of one ${kind}, in little room: all of them are allowed after, and nobody else`, () => {
    const seen = { added: 0, merged: 0, refused: 0 };
    fc.assert(
      fc.property(arbitraryShared(kind, 14), (situation) => {
        const { documents, notRepairable } = planOf(situation);
        const [change] = documents;
        if (change === undefined) {
          if (notRepairable.length > 0) seen.refused += 1;
          return;
        }
        assert.deepEqual(change.accessBroadened, []);
        const isMerged = change.added.some(({ Condition }) => /"aws:Source\w+":\[/.test(JSON.stringify(Condition)));
        seen[isMerged ? 'merged' : 'added'] += 1;
        assertRepaired(situation, change.after, change.added);
      }),
      { numRuns },
    );
    for (const [what, times] of Object.entries(seen)) assert.ok(times > numRuns / 50, `${what}: ${times}`);
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
      assert.deepEqual(change.accessBroadened, []);
      assertRepaired(situation, change.after, change.added);
    }),
    { numRuns: Math.ceil(RUNS['bucket-policy'] / 2000) },
  );
});
