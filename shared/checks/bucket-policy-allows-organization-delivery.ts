import type { Check } from './check.ts';
import { judgeAllowance } from './parts/allowance.ts';
import { READ_BUCKET_POLICY, READ_STATUS, READ_TRAIL, WRITE_BUCKET_POLICY } from './parts/rights.ts';

/** CloudTrail writes an organization's files under `AWSLogs/o-ID/`. */
export const bucketPolicyAllowsOrganizationDelivery: Check = {
  id: 'bucket-policy-allows-organization-delivery',
  title: 'The bucket policy lets CloudTrail write the files of the organization',
  severity: 'critical',
  mode: 'restore',
  why: 'An organization trail writes the files of every member account under AWSLogs/o-ID/, as the management account’s trail.',
  byHand:
    'Add the statement AWSCloudTrailOrganizationWrite20150319 to the bucket policy: `trailmend policy --organization-id o-ID` prints it.',
  reference:
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html#org-trail-bucket-policy',
  permissions: [...READ_BUCKET_POLICY, ...READ_TRAIL, ...READ_STATUS, ...WRITE_BUCKET_POLICY],
  evaluate: (observation) => judgeAllowance(observation, 'bucket-policy', ['organization-write']),
};
