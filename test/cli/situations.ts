import type { JsonObject } from '../../shared/policy/json.ts';
import { documented, documentedPolicy } from '../trail/documented.ts';
import { KEY, ORGANIZATION, SINGLE, trailWith } from '../trail/trails.ts';
import type { Situation } from './printed.ts';

/** A policy of these statements. */
export const policyOf = (...Statement: readonly JsonObject[]): JsonObject => ({ Version: '2012-10-17', Statement });

/** The documented statements of the trail `example`. */
export const [ACL, WRITE] = [documented(SINGLE, 'acl-check'), documented(SINGLE, 'write')];

/** Somebody's right that has nothing to do with CloudTrail. */
export const FOREIGN: JsonObject = {
  Sid: 'theirs',
  Effect: 'Allow',
  Principal: { AWS: '999988887777' },
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::example-logs/*',
};

/** A Deny that touches every log file. */
export const LOCK: JsonObject = {
  Sid: 'Lock',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:PutObject',
  Resource: 'arn:aws:s3:::example-logs/*',
};

/** The statement with other elements. */
export const but = (statement: JsonObject, parts: JsonObject): JsonObject => ({ ...statement, ...parts });

/** The statement with a text replaced wherever it stands. */
export const reworded = (statement: JsonObject, from: string, to: string): JsonObject =>
  JSON.parse(JSON.stringify(statement).replaceAll(from, to));

/** CloudTrail named by its principal alone where nobody can tell whether that is meant: a verdict of `unknown`. */
export const ANYBODY = but(WRITE, { Principal: { AWS: '*' } });

/** A condition whose value nobody outside of the account knows, so that nothing can be told and nothing added. */
export const UNTOLD = but(WRITE, {
  Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceOrgID': 'o-exampleorgid' } },
});

const OTHER = trailWith({ account: '444455556666', name: 'other' });
const GOV = trailWith({ partition: 'aws-us-gov', region: 'us-gov-west-1' });

/** Situations that a repair mends wholly, by what a person would say is wrong. */
export const mendable: Readonly<Record<string, Situation>> = {
  'the bucket has no policy': { trail: SINGLE, policy: null },
  'the policy has no statement': { trail: SINGLE, policy: policyOf() },
  'the ACL check is gone': { trail: SINGLE, policy: policyOf(FOREIGN, WRITE) },
  'the write is gone': { trail: SINGLE, policy: policyOf(ACL, FOREIGN) },
  'a single statement stands there without a list': { trail: SINGLE, policy: { Statement: ACL } },
  'a policy with an Id and without a Version': { trail: SINGLE, policy: { Id: 'theirs', Statement: [FOREIGN] } },
  'the Effect was flipped': { trail: SINGLE, policy: policyOf(ACL, but(WRITE, { Effect: 'Deny' }), FOREIGN) },
  'the write names an old trail': {
    trail: SINGLE,
    policy: policyOf(ACL, reworded(WRITE, 'trail/example', 'trail/old')),
  },
  'the prefix is a new one': { trail: trailWith({ prefix: 'audit/new' }), policy: documentedPolicy(SINGLE) },
  'a prefix with signs that a policy reads otherwise': { trail: trailWith({ prefix: 'x${y}' }), policy: policyOf() },
  'digests are left out': {
    trail: trailWith({ logFileValidation: true }),
    policy: policyOf(ACL, reworded(WRITE, '111122223333/*', '111122223333/CloudTrail/*')),
  },
  'the organization is left out': { trail: ORGANIZATION, policy: policyOf(ACL, WRITE) },
  'the key is a new one': {
    trail: trailWith({ kmsKeyArn: KEY }),
    policy: policyOf(
      ACL,
      reworded(WRITE, '"s3:x-amz-acl"', '"s3:x-amz-server-side-encryption":"AES256","s3:x-amz-acl"'),
    ),
  },
  GovCloud: { trail: GOV, policy: policyOf() },
  'two more trails deliver there too, one of an organization': {
    trail: SINGLE,
    policy: documentedPolicy(SINGLE),
    more: [
      ...['--source-trail-arn', `${OTHER.arn},prefix=theirs`],
      ...['--source-trail-arn', `${trailWith({ name: 'third' }).arn},organization-id=o-exampleorgid`],
    ],
  },
};

/** Situations that need no repair, or have none. */
export const others: Readonly<Record<string, Situation>> = {
  'all is as documented': { trail: SINGLE, policy: documentedPolicy(SINGLE) },
  'all of an organization is as documented': { trail: ORGANIZATION, policy: documentedPolicy(ORGANIZATION) },
  'a foreign Deny': { trail: SINGLE, policy: policyOf(ACL, WRITE, FOREIGN, LOCK) },
  'a Deny beside what is missing': { trail: SINGLE, policy: policyOf(LOCK) },
  'a principal that may or may not be CloudTrail': { trail: SINGLE, policy: policyOf(ACL, ANYBODY) },
  'a condition that cannot be told': { trail: SINGLE, policy: policyOf(ACL, UNTOLD) },
  'a statement that matches nothing': {
    trail: SINGLE,
    policy: policyOf(ACL, WRITE, but(FOREIGN, { Action: 's3.GetObject', Resource: 'example-logs' })),
  },
};
