import type { SourceObservation } from '../../reconcile/store-observation.ts';

/** Whether S3 refuses every request that does not say that it pays, as CloudTrail's do not, whatever the policy says. */
export function isRequesterPays({ payer }: Pick<SourceObservation, 'payer'>): boolean {
  return payer.state === 'present' && payer.value === 'Requester';
}
