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

/** Every file is encrypted under a data key of its own. */
export const keyPolicyAllowsEncryption: Check = {
  id: 'key-policy-allows-encryption',
  title: 'The key policy lets CloudTrail encrypt log files',
  severity: 'critical',
  mode: 'restore',
  why: 'For every file that it writes, CloudTrail has S3 ask KMS for a data key; where that is refused, nothing is written.',
  byHand:
    'Add the statement AllowCloudTrailEncryptLogs to the key policy: `trailmend policy --document key` prints it.',
  reference: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html',
  permissions: [
    ...READ_TRAIL,
    ...READ_STATUS,
    ...READ_KEY,
    ...READ_KEY_POLICY,
    ...READ_BUCKET_ENCRYPTION,
    ...WRITE_KEY_POLICY,
  ],
  evaluate: (observation) => judgeAllowance(observation, 'key-policy', ['encrypt']),
};
