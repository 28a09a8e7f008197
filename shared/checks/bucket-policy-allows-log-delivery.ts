import type { Check } from './check.ts';
import { judgeAllowance } from './parts/allowance.ts';
import { READ_BUCKET_POLICY, READ_STATUS, READ_TRAIL, WRITE_BUCKET_POLICY } from './parts/rights.ts';

/** CloudTrail writes under `AWSLogs/ACCOUNT/`. */
export const bucketPolicyAllowsLogDelivery: Check = {
  id: 'bucket-policy-allows-log-delivery',
  title: 'The bucket policy lets CloudTrail write the files of the trail’s account',
  severity: 'critical',
  mode: 'restore',
  why:
    'Every log file is a PutObject under AWSLogs/ACCOUNT/. Of an organization trail the files lie elsewhere, but CloudTrail was ' +
    'seen to refuse to create or update such a trail without this path.',
  byHand:
    'Add the statement AWSCloudTrailWrite20150319 to the bucket policy, with aws:SourceArn: `trailmend policy` prints it.',
  reference: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html',
  permissions: [...READ_BUCKET_POLICY, ...READ_TRAIL, ...READ_STATUS, ...WRITE_BUCKET_POLICY],
  evaluate: (observation) => judgeAllowance(observation, 'bucket-policy', ['write']),
};
