import { isGranted } from '../../policy/evaluate.ts';
import type { Observation } from '../../reconcile/observation.ts';
import { isSamePolicies, policiesAsKnown } from '../../reconcile/policies.ts';
import type { TrailStatus } from '../../reconcile/reading.ts';
import { type DeliveryRequest, deliveryRequests } from '../../trail/delivery.ts';
import { DOCUMENT_KINDS, DOCUMENTS, type DocumentKind } from '../../trail/document.ts';
import { isKeyUsable } from './key-state.ts';
import { readPolicy } from './policy-reading.ts';
import { failsElsewhere } from './regions.ts';
import { isRequesterPays } from './request-payer.ts';

/** What was read that explains why files do not arrive which need these requests; null if nothing does. */
export function whyRefused(observation: Observation, isNeeded: (request: DeliveryRequest) => boolean): string | null {
  if (observation.bucket.state === 'absent') return 'the bucket does not exist';
  if (isRequesterPays(observation)) return 'the bucket is Requester Pays';
  if (isKeyUsable(observation) === false) return 'the key cannot encrypt';
  const refusing = DOCUMENT_KINDS.find((kind) => {
    const reading = readPolicy(observation, kind);
    if (!('policy' in reading)) return false;
    const needed = deliveryRequests(observation.trail, kind).filter(isNeeded);
    return needed.some(({ family }) => isGranted(reading.policy, family).holds === false);
  });
  return refusing === undefined ? null : `the ${DOCUMENTS[refusing].noun} refuses CloudTrail`;
}

/** Whether policies changed or something was repaired within so many milliseconds: what CloudTrail reports may be of before. */
export function areNewFor({ memory, policies, at }: Observation, span: number): boolean {
  if (memory.state !== 'present' || at === null) return false;
  const { inForce, changedAt } = memory.value;
  if (changedAt !== null && at - changedAt <= span) return true;
  if (inForce === null) return false;
  return !isSamePolicies(inForce.policies, policiesAsKnown(policies, inForce.policies)) || at - inForce.since <= span;
}

/** CloudTrail delivers about every five minutes, and clears its error with the next success; in milliseconds. */
export const NEXT_DELIVERY = 15 * 60_000;

/**
 * CloudTrail reports that it could not deliver, or publish, where this document has to let it, and neither another finding nor
 * a change that is still new explains why.
 */
export function isUnexplained(observation: Observation, document: DocumentKind): boolean {
  const { status } = observation;
  if (status.state !== 'present' || areNewFor(observation, NEXT_DELIVERY)) return false;
  const errorOf = (one: TrailStatus): string | null =>
    document === 'topic-policy' ? one.latestNotificationError : one.latestDeliveryError;
  if (errorOf(status.value) === null && !failsElsewhere(observation, errorOf)) return false;
  return document === 'topic-policy' || whyRefused(observation, ({ stake }) => stake === 'delivery') === null;
}
