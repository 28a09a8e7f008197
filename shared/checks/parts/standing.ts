import type { Observation } from '../../reconcile/observation.ts';
import type { Refusal } from '../../reconcile/refusal.ts';
import { isDelivering, readPolicy } from './policy-reading.ts';
import { documentOf } from './refused.ts';
import { isWhole } from './wanted.ts';

function isDocumentRight(refusal: Refusal, observation: Observation): boolean {
  const kind = documentOf(refusal, observation);
  // The trail has left the bucket, key or topic.
  if (kind === null) return true;
  const reading = readPolicy(observation, kind);
  if ('finding' in reading) return false;
  return isWhole(reading.policy, kind, observation) || (kind !== 'topic-policy' && isDelivering(observation));
}

/** True of a refusal whose write is still needed, as far as that could be read. */
function isStanding(refusal: Refusal, observation: Observation): boolean {
  const { status, payer, key } = observation;
  switch (refusal.action) {
    case 'cloudtrail:StartLogging':
      return status.state !== 'present' || !status.value.isLogging;
    case 's3:PutBucketRequestPayment':
      return payer.state !== 'present' || payer.value === 'Requester';
    case 'kms:CancelKeyDeletion':
      return key.state !== 'present' || key.value.state === 'PendingDeletion';
    case 'kms:EnableKey':
      return key.state !== 'present' || key.value.state === 'Disabled';
    default:
      return !isDocumentRight(refusal, observation);
  }
}

/** The refusals that count: those of writes that nobody needs any more are over. */
export function standingRefusals(observation: Observation): readonly Refusal[] {
  return observation.refusals.filter((refusal) => isStanding(refusal, observation));
}
