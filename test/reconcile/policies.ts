import type { JsonObject } from '../../shared/policy/json.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { documented } from '../trail/documented.ts';
import { SINGLE, TOPIC } from '../trail/trails.ts';

/** A bucket policy of these statements. */
export const policyWith = (...statements: readonly JsonObject[]): JsonObject => ({
  Version: '2012-10-17',
  Statement: statements,
});

/** Who owns a key may do everything with it, as in every key policy that KMS writes by default. */
export const KEY_OWNER: JsonObject = {
  Sid: 'Enable IAM User Permissions',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::111122223333:root' },
  Action: 'kms:*',
  Resource: '*',
};

/** What SNS writes into a topic's policy by default, shortened. */
export const TOPIC_OWNER: JsonObject = {
  Sid: '__default_statement_ID',
  Effect: 'Allow',
  Principal: { AWS: '*' },
  Action: ['SNS:Publish', 'SNS:Subscribe'],
  Resource: TOPIC,
  Condition: { StringEquals: { 'AWS:SourceOwner': '111122223333' } },
};

/** A key policy under which CloudTrail may all that it asks for, and the owner everything. */
export const documentedKeyPolicy = (...trails: readonly Trail[]): JsonObject =>
  policyWith(KEY_OWNER, ...trails.flatMap((trail) => [documented(trail, 'encrypt'), documented(trail, 'describe')]));

/** A topic policy under which CloudTrail may publish. */
export const documentedTopicPolicy = (trail: Trail): JsonObject =>
  policyWith(TOPIC_OWNER, documented(trail, 'publish'));

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
