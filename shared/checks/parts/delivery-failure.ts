import { isGranted } from '../../policy/evaluate.ts';
import type { Observation } from '../../reconcile/observation.ts';
import { isSamePolicies, readPolicies } from '../../reconcile/policies.ts';
import { type DeliveryRequest, deliveryRequests } from '../../trail/delivery.ts';
import { DOCUMENT_KINDS, DOCUMENTS } from '../../trail/document.ts';
import { isKeyUsable } from './key-state.ts';
import { readPolicy } from './policy-reading.ts';
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

/** Whether the policies changed within so many milliseconds, so that what CloudTrail reports may be of before. */
export function areNewFor({ memory, policies, at }: Observation, span: number): boolean {
  const inForce = memory.state === 'present' ? memory.value.inForce : null;
  if (inForce === null || at === null) return false;
  return !isSamePolicies(inForce.policies, readPolicies(policies)) || at - inForce.since <= span;
}
