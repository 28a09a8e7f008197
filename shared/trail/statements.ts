import type { Policy } from '../policy/document.ts';
import type { JsonObject } from '../policy/json.ts';
import { escapeLiteral } from '../policy/variables.ts';
import { bucketArn } from './arn.ts';
import { CLOUDTRAIL, servicePrincipals } from './context.ts';
import type { DocumentKind } from './document.ts';
import { isTrail, type Source } from './event-data-store.ts';
import { LAKE_STATEMENTS, type LakeStatement, lakeForms } from './lake-statements.ts';
import type { Trail } from './trail.ts';

/** The statements that AWS documents for a trail's bucket, key and topic, by what they are for. */
export type TrailStatement = BucketStatement | KeyStatement | 'publish';

/** Those, and the ones of a bucket for query results. */
export type StatementName = TrailStatement | LakeStatement;

type BucketStatement = 'acl-check' | 'write' | 'organization-write';
type KeyStatement = 'encrypt' | 'describe' | 'decrypt';

/** The document that a trail's statement belongs into, and the statements of each. */
export const STATEMENTS: Readonly<Record<DocumentKind, readonly TrailStatement[]>> = {
  'bucket-policy': ['acl-check', 'write', 'organization-write'],
  'key-policy': ['encrypt', 'describe', 'decrypt'],
  'topic-policy': ['publish'],
};

/** The statements that a document may have for a source: what an event data store has to do with is a bucket alone. */
export function statementsOf(source: Source, document: DocumentKind): readonly StatementName[] {
  if (isTrail(source)) return STATEMENTS[document];
  return document === 'bucket-policy' ? LAKE_STATEMENTS : [];
}

/** The folder that CloudTrail writes under: `[prefix/]AWSLogs/`. */
export function logsRoot({ prefix }: Pick<Source, 'prefix'>): string {
  return prefix === '' ? 'AWSLogs/' : `${prefix}/AWSLogs/`;
}

/** Any trail of the account, as the encryption context names it. */
export function anyTrailOf(trail: Trail): string {
  return `arn:${trail.partition}:cloudtrail:*:${trail.account}:trail/*`;
}

const SIDS: Readonly<Record<StatementName, string>> = {
  'acl-check': 'AWSCloudTrailAclCheck20150319',
  write: 'AWSCloudTrailWrite20150319',
  'organization-write': 'AWSCloudTrailOrganizationWrite20150319',
  encrypt: 'AllowCloudTrailEncryptLogs',
  describe: 'AllowCloudTrailAccess',
  decrypt: 'AllowCloudTrailDecryptTrail',
  publish: 'AWSCloudTrailSNSPolicy20150319',
  'lake-write': 'AWSCloudTrailLake1',
  'lake-acl-check': 'AWSCloudTrailLake2',
};

/**
 * The service principal to write: the form that the policy already uses, where a partition has two, else the common one.
 */
export function servicePrincipalFor(policy: Policy, { partition }: Pick<Source, 'partition'>): string {
  const used = policy.statements.flatMap(({ principal }) => (principal.value === '*' ? [] : principal.value.Service));
  return servicePrincipals(partition).find((service) => used.includes(service)) ?? CLOUDTRAIL;
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
  return {
    Action: KEY_ACTIONS[name],
    Resource: '*',
    Condition: {
      StringEquals: { 'aws:SourceArn': trail.arn },
      ...(name === 'describe' ? {} : { StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': anyTrailOf(trail) } }),
    },
  };
}

function bodyOf(trail: Trail, name: TrailStatement): JsonObject {
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

function isOfLake(name: StatementName): name is LakeStatement {
  return LAKE_STATEMENTS.some((one) => one === name);
}

/** The statement without its head in every form that AWS's pages have, the one to write first. */
function bodiesOf(source: Source, name: StatementName): readonly [JsonObject, ...JsonObject[]] {
  if (isTrail(source) && !isOfLake(name)) return [bodyOf(source, name)];
  if (!isTrail(source) && isOfLake(name)) return lakeForms(source, name);
  throw new Error(`\`${source.arn}\` has no statement \`${name}\``);
}

function withHead(name: StatementName, service: string, body: JsonObject): JsonObject {
  // The page writes the organization's principal as a list.
  const named = name === 'organization-write' ? [service] : service;
  return { Sid: SIDS[name], Effect: 'Allow', Principal: { Service: named }, ...body };
}

/**
 * The documented statement, with `aws:SourceArn` (CloudTrail user guide, "Amazon S3 bucket policy for CloudTrail",
 * "Configure AWS KMS key policies for CloudTrail", "Amazon SNS topic policy for CloudTrail", "Amazon S3 bucket policy for
 * CloudTrail Lake query results"). A prefix with wildcard signs is
 * written so that the policy takes it literally under Version 2012-10-17.
 */
export function documentedStatement(source: Source, name: StatementName, service = CLOUDTRAIL): JsonObject {
  const [body] = bodiesOf(source, name);
  return withHead(name, service, body);
}

/** The documented statement in every form that AWS's pages and the partition have. */
export function documentedForms(source: Source, name: StatementName): readonly JsonObject[] {
  return servicePrincipals(source.partition).flatMap((service) =>
    bodiesOf(source, name).map((body) => withHead(name, service, body)),
  );
}
