import type { JsonObject } from '../policy/json.ts';
import { bucketArn } from './arn.ts';
import type { TowerBucket } from './tower-addition.ts';

/** How long such a session lasts, in seconds: the least that STS gives (STS API reference, AssumeRole: DurationSeconds). */
export const SESSION_SECONDS = 900;

/**
 * What a session of AWSControlTowerExecution may do at most: that role has every right of its account, and this session none but
 * to read and to write the policy of one bucket (IAM user guide, "Session policies").
 */
export function sessionPolicyFor({ partition, bucket }: Pick<TowerBucket, 'partition' | 'bucket'>): JsonObject {
  const Action = ['s3:GetBucketPolicy', 's3:PutBucketPolicy'];
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: bucketArn(partition, bucket) }] };
}
