import type { Permission } from './check.ts';

/** What it takes to see a bucket policy and whose bucket it is. */
export const READ_BUCKET_POLICY: readonly Permission[] = [
  { action: 's3:GetBucketPolicy', target: 'bucket', access: 'read' },
  { action: 's3:ListBucket', target: 'bucket', access: 'read' },
];

/** What it takes to write one. */
export const WRITE_BUCKET_POLICY: readonly Permission[] = [
  { action: 's3:PutBucketPolicy', target: 'bucket', access: 'repair' },
];

/** What it takes to see a trail's settings and status. */
export const READ_TRAIL: readonly Permission[] = [
  { action: 'cloudtrail:GetTrail', target: 'trail', access: 'read' },
  { action: 'cloudtrail:GetTrailStatus', target: 'trail', access: 'read' },
];
