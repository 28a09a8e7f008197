import type { Permission } from '../check.ts';

/** What it takes to see a bucket policy and whose bucket it is. */
export const READ_BUCKET_POLICY: readonly Permission[] = [
  { action: 's3:GetBucketPolicy', target: 'bucket', access: 'read' },
  { action: 's3:ListBucket', target: 'bucket', access: 'read' },
];

/** What it takes to see whether an S3 Bucket Key is on. */
export const READ_BUCKET_ENCRYPTION: readonly Permission[] = [
  { action: 's3:ListBucket', target: 'bucket', access: 'read' },
  { action: 's3:GetEncryptionConfiguration', target: 'bucket', access: 'read' },
];

/** What it takes to see who pays for requests to a bucket. */
export const READ_REQUEST_PAYER: readonly Permission[] = [
  { action: 's3:GetBucketRequestPayment', target: 'bucket', access: 'read' },
];

/** What it takes to see when objects of a bucket expire. */
export const READ_BUCKET_LIFECYCLE: readonly Permission[] = [
  { action: 's3:GetLifecycleConfiguration', target: 'bucket', access: 'read' },
];

/** What it takes to see what a bucket's ACL grants. */
export const READ_BUCKET_ACL: readonly Permission[] = [{ action: 's3:GetBucketAcl', target: 'bucket', access: 'read' }];

/** What it takes to see whether a bucket, or its account, keeps public policies out. */
export const READ_PUBLIC_ACCESS_BLOCK: readonly Permission[] = [
  { action: 's3:GetBucketPublicAccessBlock', target: 'bucket', access: 'read' },
  { action: 's3:GetAccountPublicAccessBlock', target: 'account-access', access: 'read' },
];

/** What it takes to write a bucket policy. */
export const WRITE_BUCKET_POLICY: readonly Permission[] = [
  { action: 's3:PutBucketPolicy', target: 'bucket', access: 'repair' },
];

/** What it takes to see the state of a key. */
export const READ_KEY: readonly Permission[] = [{ action: 'kms:DescribeKey', target: 'key', access: 'read' }];

/** What it takes to see a key's policy. */
export const READ_KEY_POLICY: readonly Permission[] = [{ action: 'kms:GetKeyPolicy', target: 'key', access: 'read' }];

/** What it takes to write it. */
export const WRITE_KEY_POLICY: readonly Permission[] = [
  { action: 'kms:PutKeyPolicy', target: 'key', access: 'repair' },
];

/** What it takes to see the topic that a trail publishes to, and its policy. */
export const READ_TOPIC: readonly Permission[] = [
  { action: 'sns:GetTopicAttributes', target: 'topic', access: 'read' },
];

/** What it takes to see a trail's settings. */
export const READ_TRAIL: readonly Permission[] = [{ action: 'cloudtrail:GetTrail', target: 'trail', access: 'read' }];

/** What it takes to see what CloudTrail itself says of a trail. */
export const READ_STATUS: readonly Permission[] = [
  { action: 'cloudtrail:GetTrailStatus', target: 'trail', access: 'read' },
];

/** What it takes to see which Regions the trail's account has. */
export const READ_REGIONS: readonly Permission[] = [
  { action: 'account:ListRegions', target: 'account', access: 'read' },
];

/** What it takes to see which Regions the member accounts of an organization have. */
export const READ_MEMBER_REGIONS: readonly Permission[] = [
  { action: 'organizations:ListAccounts', target: 'member-list', access: 'read' },
  { action: 'account:GetRegionOptStatus', target: 'members', access: 'read' },
];

/** What it takes to see why a file does not arrive: bucket and key, as far as they can be asked. */
export const READ_DESTINATION: readonly Permission[] = [
  ...READ_BUCKET_POLICY,
  ...READ_REQUEST_PAYER,
  ...READ_KEY,
  ...READ_KEY_POLICY,
];

/** What it takes to see which services an organization trusts. */
export const READ_TRUSTED_ACCESS: readonly Permission[] = [
  { action: 'organizations:ListAWSServiceAccessForOrganization', target: 'organization', access: 'read' },
];

/** What it takes to see the role by which CloudTrail acts in an organization. */
export const READ_SERVICE_LINKED_ROLE: readonly Permission[] = [
  { action: 'iam:GetRole', target: 'service-linked-role', access: 'read' },
];

/** What it takes to see the policies that an organization has for the accounts of bucket and key. */
export const READ_ORGANIZATION_POLICIES: readonly Permission[] = [
  { action: 'organizations:DescribePolicy', target: 'organization-policies', access: 'read' },
  { action: 'organizations:ListParents', target: 'organization-policies', access: 'read' },
  { action: 'organizations:ListPoliciesForTarget', target: 'organization-policies', access: 'read' },
];

/** What it takes to see which trails the account has, and where they deliver to. */
export const READ_ACCOUNT_TRAILS: readonly Permission[] = [
  { action: 'cloudtrail:ListTrails', target: 'trail-list', access: 'read' },
  { action: 'cloudtrail:GetTrail', target: 'account-trails', access: 'read' },
];
