import type { StatementTemplate } from './scenario.ts';

const CLOUDTRAIL = { Service: 'cloudtrail.amazonaws.com' };
const WITH_ACL = { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceArn': '{trailArn}' };

/** The documented statement that lets CloudTrail look at the bucket's ACL (facts §1.1). */
export const ACL_CHECK: StatementTemplate = {
  Sid: 'AWSCloudTrailAclCheck20150319',
  Effect: 'Allow',
  Principal: CLOUDTRAIL,
  Action: 's3:GetBucketAcl',
  Resource: 'arn:aws:s3:::{bucket}',
  Condition: { StringEquals: { 'aws:SourceArn': '{trailArn}' } },
};

/** The documented statement that lets CloudTrail write the account's log files. */
export const WRITE: StatementTemplate = {
  Sid: 'AWSCloudTrailWrite20150319',
  Effect: 'Allow',
  Principal: CLOUDTRAIL,
  Action: 's3:PutObject',
  Resource: 'arn:aws:s3:::{bucket}/{prefix}AWSLogs/{account}/*',
  Condition: { StringEquals: WITH_ACL },
};

/** The documented statement that an organization trail needs besides. */
export const ORGANIZATION_WRITE: StatementTemplate = {
  Sid: 'AWSCloudTrailOrganizationWrite20150319',
  Effect: 'Allow',
  Principal: { Service: ['cloudtrail.amazonaws.com'] },
  Action: 's3:PutObject',
  Resource: 'arn:aws:s3:::{bucket}/{prefix}AWSLogs/{organization}/*',
  Condition: { StringEquals: WITH_ACL },
};

const LAKE_CONDITION = {
  StringLike: {
    'aws:sourceAccount': '{account}',
    'aws:sourceArn': 'arn:aws:cloudtrail:{region}:{account}:eventdatastore/*',
  },
};

/** The documented statement that lets CloudTrail write query results (facts §1.1e). */
export const LAKE_WRITE: StatementTemplate = {
  Sid: 'AWSCloudTrailLake1',
  Effect: 'Allow',
  Principal: CLOUDTRAIL,
  Action: ['s3:PutObject*', 's3:Abort*'],
  Resource: ['arn:aws:s3:::{bucket}', 'arn:aws:s3:::{bucket}/*'],
  Condition: LAKE_CONDITION,
};

/** The documented statement that lets CloudTrail look at the ACL of the bucket for query results. */
export const LAKE_ACL_CHECK: StatementTemplate = {
  Sid: 'AWSCloudTrailLake2',
  Effect: 'Allow',
  Principal: CLOUDTRAIL,
  Action: 's3:GetBucketAcl',
  Resource: 'arn:aws:s3:::{bucket}',
  Condition: LAKE_CONDITION,
};

/** The statement without which nobody but CloudTrail could use or change a key. */
export const KEY_OWNER: StatementTemplate = {
  Sid: 'Enable IAM User Permissions',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::{account}:root' },
  Action: 'kms:*',
  Resource: '*',
};

/** The documented statement that lets CloudTrail encrypt with a key (facts §2.1). */
export const KEY_ENCRYPT: StatementTemplate = {
  Sid: 'AllowCloudTrailEncryptLogs',
  Effect: 'Allow',
  Principal: CLOUDTRAIL,
  Action: 'kms:GenerateDataKey*',
  Resource: '*',
  Condition: {
    StringEquals: { 'aws:SourceArn': '{trailArn}' },
    StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'arn:aws:cloudtrail:*:{account}:trail/*' },
  },
};

/** The documented statement that lets CloudTrail look at the key. */
export const KEY_DESCRIBE: StatementTemplate = {
  Sid: 'AllowCloudTrailAccess',
  Effect: 'Allow',
  Principal: CLOUDTRAIL,
  Action: 'kms:DescribeKey',
  Resource: '*',
  Condition: { StringEquals: { 'aws:SourceArn': '{trailArn}' } },
};

/** The statement that leaves a topic in its owner's hands. */
export const TOPIC_OWNER: StatementTemplate = {
  Sid: 'Owner',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::{account}:root' },
  Action: ['SNS:GetTopicAttributes', 'SNS:SetTopicAttributes', 'SNS:Subscribe', 'SNS:Publish'],
  Resource: '{topicArn}',
};

/** The documented statement that lets CloudTrail publish to a topic (facts §3). */
export const TOPIC_PUBLISH: StatementTemplate = {
  Sid: 'AWSCloudTrailSNSPolicy20150319',
  Effect: 'Allow',
  Principal: CLOUDTRAIL,
  Action: 'SNS:Publish',
  Resource: '{topicArn}',
  Condition: { StringEquals: { 'aws:SourceArn': '{trailArn}' } },
};

/** What CloudTrail needs of the key of an encrypted topic (facts §3). */
export const TOPIC_KEY: StatementTemplate = {
  Sid: 'AllowCloudTrailPublish',
  Effect: 'Allow',
  Principal: CLOUDTRAIL,
  Action: ['kms:GenerateDataKey*', 'kms:Decrypt'],
  Resource: '*',
};

/** A Deny that does not touch CloudTrail, as many buckets have it. */
export const TLS_ONLY: StatementTemplate = {
  Sid: 'TLS only',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: ['arn:aws:s3:::{bucket}', 'arn:aws:s3:::{bucket}/*'],
  Condition: { Bool: { 'aws:SecureTransport': false } },
};

/** Somebody else's statement, which nobody may lose. */
export const AUDITORS_READ: StatementTemplate = {
  Sid: 'AuditorsRead',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::{account}:root' },
  Action: ['s3:GetObject', 's3:ListBucket'],
  Resource: ['arn:aws:s3:::{bucket}', 'arn:aws:s3:::{bucket}/*'],
};
