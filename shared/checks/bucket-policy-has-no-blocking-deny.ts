import type { Check } from './check.ts';
import { judgeDenies } from './parts/blocking-deny.ts';
import { READ_BUCKET_POLICY, READ_STATUS, READ_TRAIL } from './parts/rights.ts';

/** No Deny can match a request of CloudTrail. */
export const bucketPolicyHasNoBlockingDeny: Check = {
  id: 'bucket-policy-has-no-blocking-deny',
  title: 'No Deny in the bucket policy touches CloudTrail',
  severity: 'critical',
  mode: 'alert',
  why:
    'A Deny wins over every Allow, so that no added statement can help. Conditions such as aws:PrincipalOrgID or aws:SourceVpce ' +
    'are absent from a service’s request, and their negated forms then match it.',
  byHand:
    'Ask whoever wrote the Deny. The condition `"StringNotEquals": {"aws:SourceArn": "TRAIL-ARN"}` spares the trail alone; `trailmend plan` prints the whole statement.',
  reference: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html',
  permissions: [...READ_BUCKET_POLICY, ...READ_TRAIL, ...READ_STATUS],
  evaluate: (observation) => judgeDenies(observation, 'bucket-policy'),
};
