import { S3Client } from '@aws-sdk/client-s3';
import type { GuardedTowerBucket } from '../trail/tower-request.ts';
import { SESSION_SECONDS, sessionPolicyFor } from '../trail/tower-session.ts';
import { type BucketPolicies, bucketPolicies } from './buckets.ts';
import { requestHandler } from './clients.ts';
import { assumed } from './roles.ts';

/**
 * The policy of one bucket of Control Tower, read and written as AWSControlTowerExecution: in a session of its own that may do
 * nothing else, and that ends after a quarter of an hour.
 */
export function towerBucketPort(bucket: GuardedTowerBucket, region: string): BucketPolicies {
  const policy = JSON.stringify(sessionPolicyFor(bucket));
  const credentials = assumed(bucket.roles, { name: 'trailmend', policy, seconds: SESSION_SECONDS }, { region });
  if (credentials === undefined) throw new Error(`no role leads to \`${bucket.bucket}\``);
  const s3 = new S3Client({ region, credentials, requestHandler, followRegionRedirects: true });
  return bucketPolicies(() => s3);
}
