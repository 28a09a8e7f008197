import assert from 'node:assert/strict';
import type { Check, Finding } from '../../shared/checks/check.ts';
import { ask } from '../../shared/reconcile/judge.ts';
import type { SourceObservation } from '../../shared/reconcile/store-observation.ts';

/** What a check says of an observation that it is about. */
export function findingOf(check: Check, observation: SourceObservation): Finding {
  const finding = ask(check, observation);
  assert.ok(finding !== null, `${check.id} is about something else`);
  return finding;
}
