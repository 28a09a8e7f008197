import type { KnownCheck } from '../../shared/settings/modes.ts';

/** A small catalogue: one check that repairs, one that only tells. */
export const stubChecks: readonly KnownCheck[] = [
  {
    id: 'bucket-policy-allows-acl-check',
    permissions: [
      { action: 's3:GetBucketPolicy', target: 'bucket', access: 'read' },
      { action: 's3:PutBucketPolicy', target: 'bucket', access: 'repair' },
    ],
  },
  {
    id: 'trail-delivers-log-files',
    permissions: [{ action: 'cloudtrail:GetTrailStatus', target: 'trail', access: 'read' }],
  },
];
