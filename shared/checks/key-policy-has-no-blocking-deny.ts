import type { Check } from './check.ts';
import { judgeDenies } from './parts/blocking-deny.ts';
import { READ_BUCKET_ENCRYPTION, READ_KEY, READ_KEY_POLICY, READ_STATUS, READ_TRAIL } from './parts/rights.ts';

/** No Deny of the key can match a request that is made for CloudTrail. */
export const keyPolicyHasNoBlockingDeny: Check = {
  id: 'key-policy-has-no-blocking-deny',
  title: 'No Deny in the key policy touches CloudTrail',
  severity: 'critical',
  mode: 'alert',
  why: 'A Deny wins over every Allow, so that no added statement can help; who set it has to spare CloudTrail.',
  byHand:
    'Ask whoever wrote the Deny. The condition `"StringNotEquals": {"aws:SourceArn": "TRAIL-ARN"}` spares the trail alone; `trailmend plan` prints the whole statement.',
  reference: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html',
  permissions: [...READ_TRAIL, ...READ_STATUS, ...READ_KEY, ...READ_KEY_POLICY, ...READ_BUCKET_ENCRYPTION],
  evaluate: (observation) => judgeDenies(observation, 'key-policy'),
};
