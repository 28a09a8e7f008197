import type { Policy } from '../../policy/document.ts';
import { type SourceObservation, sourceOf } from '../../reconcile/store-observation.ts';
import { deliveryRequests } from '../../trail/delivery.ts';
import { type DocumentKind, resourceOfDocument } from '../../trail/document.ts';
import { flippedStatements } from '../../trail/flipped.ts';
import { documentedStatement, type StatementName, servicePrincipalFor } from '../../trail/statements.ts';
import type { Repair } from '../check.ts';
import { broughtBack } from './remembered.ts';

/** What one documented statement is asked of: a policy, and the trail or event data store that it is for. */
export type Question = {
  readonly policy: Policy;
  readonly document: DocumentKind;
  readonly observation: SourceObservation;
};

/** Turns flipped statements back, and adds those that are missing: in the form that was proven, else as AWS documents them. */
export function repairOf({ policy, document, observation }: Question, names: readonly StatementName[]): Repair {
  const trail = sourceOf(observation);
  const missing = names.filter((name) => flippedStatements(policy, trail, [name]).length === 0);
  const requests = deliveryRequests(trail, document);
  const add = missing.flatMap((name) => {
    const families = requests.filter(({ statement }) => statement === name).map(({ family }) => family);
    const documented = documentedStatement(trail, name, servicePrincipalFor(policy, trail));
    return broughtBack(observation, document, policy, families) ?? [documented];
  });
  return {
    kind: 'ensure-statements',
    document,
    resource: resourceOfDocument(trail, document) ?? '',
    add: [...new Set(add)],
    restore: flippedStatements(policy, trail, names),
  };
}
