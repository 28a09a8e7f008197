import type { Policy } from '../policy/document.ts';
import type { JsonObject } from '../policy/json.ts';
import { escapeLiteral } from '../policy/variables.ts';
import { bucketArn } from './arn.ts';
import { CLOUDTRAIL, servicePrincipals } from './context.ts';
import type { Trail } from './trail.ts';

/** The statements that AWS documents for a trail's bucket, by what they are for. */
export type StatementName = 'acl-check' | 'write' | 'organization-write';

/** The folder of the trail's files: `[prefix/]AWSLogs/`. */
export function logsRoot(trail: Trail): string {
  return trail.prefix === '' ? 'AWSLogs/' : `${trail.prefix}/AWSLogs/`;
}

const SIDS: Readonly<Record<StatementName, string>> = {
  'acl-check': 'AWSCloudTrailAclCheck20150319',
  write: 'AWSCloudTrailWrite20150319',
  'organization-write': 'AWSCloudTrailOrganizationWrite20150319',
};

/**
 * The service principal to write: the form that the policy already uses, where a partition has two, else the common one.
 */
export function servicePrincipalFor(policy: Policy, trail: Trail): string {
  const used = policy.statements.flatMap(({ principal }) => (principal.value === '*' ? [] : principal.value.Service));
  return servicePrincipals(trail.partition).find((service) => used.includes(service)) ?? CLOUDTRAIL;
}

/**
 * The documented statement, with `aws:SourceArn` (CloudTrail user guide, "Amazon S3 bucket policy for CloudTrail").
 * A prefix with wildcard signs is written so that the policy takes it literally under Version 2012-10-17.
 */
export function documentedStatement(trail: Trail, name: StatementName, service = CLOUDTRAIL): JsonObject {
  const bucket = bucketArn(trail.partition, trail.bucket);
  // The page writes the organization's principal as a list.
  const named = name === 'organization-write' ? [service] : service;
  const statement = { Sid: SIDS[name], Effect: 'Allow', Principal: { Service: named } };
  if (name === 'acl-check') {
    return {
      ...statement,
      Action: 's3:GetBucketAcl',
      Resource: bucket,
      Condition: { StringEquals: { 'aws:SourceArn': trail.arn } },
    };
  }
  const owner = name === 'write' ? trail.account : trail.organizationId;
  return {
    ...statement,
    Action: 's3:PutObject',
    Resource: `${bucket}/${escapeLiteral(logsRoot(trail))}${owner}/*`,
    Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceArn': trail.arn } },
  };
}

/** The documented statement in every form that the trail's partition has. */
export function documentedForms(trail: Trail, name: StatementName): readonly JsonObject[] {
  return servicePrincipals(trail.partition).map((service) => documentedStatement(trail, name, service));
}
