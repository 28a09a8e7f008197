import type { Observation } from '../../reconcile/observation.ts';

/** Whether S3 refuses every request that does not say that it pays, as CloudTrail's do not, whatever the policy says. */
export function isRequesterPays({ payer }: Observation): boolean {
  return payer.state === 'present' && payer.value === 'Requester';
}
