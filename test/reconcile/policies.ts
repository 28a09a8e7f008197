import type { JsonObject } from '../../shared/policy/json.ts';
import { documented } from '../trail/documented.ts';
import { SINGLE } from '../trail/trails.ts';

/** A bucket policy of these statements. */
export const policyWith = (...statements: readonly JsonObject[]): JsonObject => ({
  Version: '2012-10-17',
  Statement: statements,
});

/** The documented statements of the trail `SINGLE`. */
export const ACL: JsonObject = documented(SINGLE, 'acl-check');
export const WRITE: JsonObject = documented(SINGLE, 'write');

/** A statement that is none of CloudTrail's. */
export const FOREIGN: JsonObject = {
  Sid: 'theirs',
  Effect: 'Allow',
  Principal: { AWS: '999988887777' },
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::example-logs/*',
};

/** Somebody's Deny that keeps every service out, CloudTrail too. */
export const FOREIGN_DENY: JsonObject = {
  Sid: 'OnlyOurOrganization',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:PutObject',
  Resource: 'arn:aws:s3:::example-logs/*',
  Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' } },
};

/** The statements of a document. */
export function statementsOf(document: JsonObject | null): readonly JsonObject[] {
  return (document?.Statement ?? []) as readonly JsonObject[];
}
