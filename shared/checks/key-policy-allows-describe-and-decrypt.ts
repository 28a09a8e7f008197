import type { Check } from './check.ts';
import { judgeAllowance } from './parts/allowance.ts';
import {
  READ_BUCKET_ENCRYPTION,
  READ_KEY,
  READ_KEY_POLICY,
  READ_STATUS,
  READ_TRAIL,
  WRITE_KEY_POLICY,
} from './parts/rights.ts';

/** What a trail with a key is created and updated with. */
export const keyPolicyAllowsDescribeAndDecrypt: Check = {
  id: 'key-policy-allows-describe-and-decrypt',
  title: 'The key policy lets CloudTrail describe the key, and decrypt where an S3 Bucket Key is on',
  severity: 'advice',
  mode: 'advice',
  why:
    'Delivery goes on without; CreateTrail and UpdateTrail ask for DescribeKey, and with an S3 Bucket Key for Decrypt. Control ' +
    'Tower’s own key policy has no DescribeKey, and works.',
  byHand:
    'Add the statements AllowCloudTrailAccess and, with an S3 Bucket Key, AllowCloudTrailDecryptTrail: `trailmend policy --document key` prints them.',
  reference: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html',
  permissions: [
    ...READ_TRAIL,
    ...READ_STATUS,
    ...READ_KEY,
    ...READ_KEY_POLICY,
    ...READ_BUCKET_ENCRYPTION,
    ...WRITE_KEY_POLICY,
  ],
  evaluate: (observation) => judgeAllowance(observation, 'key-policy', ['describe', 'decrypt']),
};
