import type { Policy } from '../policy/document.ts';
import type { JsonObject } from '../policy/json.ts';
import { escapeLiteral } from '../policy/variables.ts';
import { bucketArn } from './arn.ts';
import { CLOUDTRAIL, servicePrincipals } from './context.ts';
import type { DocumentKind } from './document.ts';
import type { Trail } from './trail.ts';

/** The statements that AWS documents for a trail's bucket, key and topic, by what they are for. */
export type StatementName = BucketStatement | KeyStatement | 'publish';

type BucketStatement = 'acl-check' | 'write' | 'organization-write';
type KeyStatement = 'encrypt' | 'describe' | 'decrypt';

/** The document that a statement belongs into, and the statements of each. */
export const STATEMENTS: Readonly<Record<DocumentKind, readonly StatementName[]>> = {
  'bucket-policy': ['acl-check', 'write', 'organization-write'],
  'key-policy': ['encrypt', 'describe', 'decrypt'],
  'topic-policy': ['publish'],
};
/** The folder of the trail's files: `[prefix/]AWSLogs/`. */
export function logsRoot({ prefix }: Pick<Trail, 'prefix'>): string {
  return prefix === '' ? 'AWSLogs/' : `${prefix}/AWSLogs/`;
}

const SIDS: Readonly<Record<StatementName, string>> = {
  'acl-check': 'AWSCloudTrailAclCheck20150319',
  write: 'AWSCloudTrailWrite20150319',
  'organization-write': 'AWSCloudTrailOrganizationWrite20150319',
  encrypt: 'AllowCloudTrailEncryptLogs',
  describe: 'AllowCloudTrailAccess',
  decrypt: 'AllowCloudTrailDecryptTrail',
  publish: 'AWSCloudTrailSNSPolicy20150319',
};

/**
 * The service principal to write: the form that the policy already uses, where a partition has two, else the common one.
 */
export function servicePrincipalFor(policy: Policy, trail: Trail): string {
  const used = policy.statements.flatMap(({ principal }) => (principal.value === '*' ? [] : principal.value.Service));
  return servicePrincipals(trail.partition).find((service) => used.includes(service)) ?? CLOUDTRAIL;
}

function bucketStatement(trail: Trail, name: BucketStatement): JsonObject {
  const bucket = bucketArn(trail.partition, trail.bucket);
  if (name === 'acl-check') {
    return {
      Action: 's3:GetBucketAcl',
      Resource: bucket,
      Condition: { StringEquals: { 'aws:SourceArn': trail.arn } },
    };
  }
  const owner = name === 'write' ? trail.account : trail.organizationId;
  return {
    Action: 's3:PutObject',
    Resource: `${bucket}/${escapeLiteral(logsRoot(trail))}${owner}/*`,
    Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceArn': trail.arn } },
  };
}

const KEY_ACTIONS: Readonly<Record<KeyStatement, string>> = {
  encrypt: 'kms:GenerateDataKey*',
  describe: 'kms:DescribeKey',
  decrypt: 'kms:Decrypt',
};

/** DescribeKey carries no encryption context; the other two do. */
function keyStatement(trail: Trail, name: KeyStatement): JsonObject {
  const anyTrail = `arn:${trail.partition}:cloudtrail:*:${trail.account}:trail/*`;
  return {
    Action: KEY_ACTIONS[name],
    Resource: '*',
    Condition: {
      StringEquals: { 'aws:SourceArn': trail.arn },
      ...(name === 'describe' ? {} : { StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': anyTrail } }),
    },
  };
}

function bodyOf(trail: Trail, name: StatementName): JsonObject {
  switch (name) {
    case 'acl-check':
    case 'write':
    case 'organization-write':
      return bucketStatement(trail, name);
    case 'encrypt':
    case 'describe':
    case 'decrypt':
      return keyStatement(trail, name);
    case 'publish':
      return {
        Action: 'SNS:Publish',
        Resource: trail.topicArn ?? '*',
        Condition: { StringEquals: { 'aws:SourceArn': trail.arn } },
      };
  }
}

/**
 * The documented statement, with `aws:SourceArn` (CloudTrail user guide, "Amazon S3 bucket policy for CloudTrail",
 * "Configure AWS KMS key policies for CloudTrail", "Amazon SNS topic policy for CloudTrail"). A prefix with wildcard signs is
 * written so that the policy takes it literally under Version 2012-10-17.
 */
export function documentedStatement(trail: Trail, name: StatementName, service = CLOUDTRAIL): JsonObject {
  // The page writes the organization's principal as a list.
  const named = name === 'organization-write' ? [service] : service;
  return { Sid: SIDS[name], Effect: 'Allow', Principal: { Service: named }, ...bodyOf(trail, name) };
}

/** The documented statement in every form that the trail's partition has. */
export function documentedForms(trail: Trail, name: StatementName): readonly JsonObject[] {
  return servicePrincipals(trail.partition).map((service) => documentedStatement(trail, name, service));
}
