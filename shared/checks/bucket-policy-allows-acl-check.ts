import type { Check } from './check.ts';
import { judgeAllowance } from './parts/allowance.ts';
import { READ_BUCKET_POLICY, READ_STATUS, READ_TRAIL, WRITE_BUCKET_POLICY } from './parts/rights.ts';

/** CloudTrail reads the bucket's ACL before it writes. */
export const bucketPolicyAllowsAclCheck: Check = {
  id: 'bucket-policy-allows-acl-check',
  title: 'The bucket policy lets CloudTrail read the bucket ACL',
  severity: 'critical',
  mode: 'restore',
  why: 'CloudTrail calls GetBucketAcl before it delivers; where that is refused, no log file is written at all.',
  byHand:
    'Add the statement AWSCloudTrailAclCheck20150319 to the bucket policy, with aws:SourceArn: `trailmend policy` prints it.',
  reference: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html',
  permissions: [...READ_BUCKET_POLICY, ...READ_TRAIL, ...READ_STATUS, ...WRITE_BUCKET_POLICY],
  evaluate: (observation) => judgeAllowance(observation, 'bucket-policy', ['acl-check']),
};
