import type { Policy } from '../../policy/document.ts';
import { isAllowed } from '../../policy/evaluate.ts';
import type { Observation } from '../../reconcile/observation.ts';
import { deliveryRequests } from '../../trail/delivery.ts';
import type { DocumentKind } from '../../trail/document.ts';
import { flippedStatements } from '../../trail/flipped.ts';
import { STATEMENTS, type StatementName } from '../../trail/statements.ts';

/** True if every request that CloudTrail makes of this document is allowed: no repair of it is needed. */
export function isWhole(policy: Policy, document: DocumentKind, { trail }: Observation): boolean {
  if (flippedStatements(policy, trail, STATEMENTS[document]).length > 0) return false;
  return deliveryRequests(trail, document).every(({ family }) => isAllowed(policy, family).holds === true);
}

/** The documented statements that a repair by default puts back; none where nothing is surely missing. */
export function wantedStatements(
  policy: Policy,
  document: DocumentKind,
  { trail }: Observation,
): readonly StatementName[] {
  const requests = deliveryRequests(trail, document).filter(
    ({ stake }) => document !== 'key-policy' || stake !== 'configuration',
  );
  const names = requests.flatMap(({ statement, family }) =>
    isAllowed(policy, family).holds === false || flippedStatements(policy, trail, [statement]).length > 0
      ? [statement]
      : [],
  );
  return [...new Set(names)];
}
