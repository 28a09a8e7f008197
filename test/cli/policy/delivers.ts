import assert from 'node:assert/strict';
import { checks } from '../../../shared/checks/index.ts';
import type { JsonObject } from '../../../shared/policy/json.ts';
import { judge } from '../../../shared/reconcile/judge.ts';
import { offlineObservation } from '../../../shared/reconcile/observation.ts';
import { planRepairs } from '../../../shared/reconcile/plan.ts';
import type { Case } from './printed.ts';

/** Asserts that `check` finds a document right for each of its trails, and that `plan` finds nothing to do. */
export function assertDelivers(policy: JsonObject, { trails, kind }: Case): void {
  const reading = { [kind]: { state: 'present', value: JSON.stringify(policy) } } as const;
  const judged = trails.map((trail) => judge(offlineObservation(trail, reading), checks, (_, mode) => mode));
  for (const { delivers, findings } of judged) {
    // A topic has no say in what is delivered.
    assert.equal(delivers, kind === 'topic-policy' ? null : true);
    const open = findings.filter(({ finding }) => finding.verdict === 'broken' || finding.verdict === 'unknown');
    assert.deepEqual(
      open.map(({ check, finding }) => `${check.id}: ${finding.message}`),
      [],
    );
  }
  assert.deepEqual(planRepairs(judged), { documents: [], actions: [], notRepairable: [] });
}
