import { checks } from '../../shared/checks/index.ts';
import { judge } from '../../shared/reconcile/judge.ts';
import { offlineObservation } from '../../shared/reconcile/observation.ts';
import { type DocumentChange, planRepairs } from '../../shared/reconcile/plan.ts';
import type { Situation } from './arbitrary-policy.ts';

/** The changes that are planned for a policy by default, or with what people have to opt into. */
export function repairsOf(
  { trail, kind, document }: Situation,
  optsIn: 'by-default' | 'opted-in',
): readonly DocumentChange[] {
  const observation = offlineObservation(trail, { [kind]: { state: 'present', value: JSON.stringify(document) } });
  const modeOf = ({ id }: { readonly id: string }, mode: 'restore' | 'alert' | 'advice' | 'off') =>
    optsIn === 'opted-in' && id === 'key-policy-allows-describe-and-decrypt' ? 'restore' : mode;
  return planRepairs([judge(observation, checks, modeOf)]).documents;
}
