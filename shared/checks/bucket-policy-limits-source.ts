import { heldTo } from '../policy/carve-out.ts';
import { evaluateCondition } from '../policy/condition.ts';
import type { Policy, Statement } from '../policy/document.ts';
import { nameOf } from '../policy/doubts.ts';
import { matchesPrincipal } from '../policy/principal.ts';
import { bucketArn } from '../trail/arn.ts';
import { callerOf } from '../trail/caller.ts';
import { requestContext } from '../trail/context.ts';
import { servicePrincipalFor } from '../trail/statements.ts';
import type { Trail } from '../trail/trail.ts';
import { type Advice, broken, type Check, healthy } from './check.ts';
import { allows } from './parts/allows.ts';
import { isLimited } from './parts/limits.ts';
import { readPolicy } from './parts/policy-reading.ts';
import { READ_BUCKET_POLICY, READ_TRAIL } from './parts/rights.ts';

/** Condition keys by which CloudTrail says for whom it asks. */
const SOURCE = new Set(['aws:sourcearn', 'aws:sourceaccount', 'aws:sourceorgid', 'aws:sourceorgpaths']);

/** Whether the statement's resources may be objects of the bucket. */
function namesObjects({ resource }: Statement, { partition, bucket }: Trail): boolean {
  const objects = `${bucketArn(partition, bucket)}/`;
  const mayName = (pattern: string): boolean => {
    const [start = '', ...rest] = pattern.split(/[*?]|\$\{/);
    return start.startsWith(objects) || (rest.length > 0 && objects.startsWith(start));
  };
  return resource.negated || resource.value.some(mayName);
}

/** A condition that a request of CloudTrail never meets, whatever trail it is made for. */
function keepsCloudTrailOut({ conditions }: Statement, trail: Trail, { version }: Policy): boolean {
  const context = requestContext(trail, 'log-file');
  return conditions.some((condition) => {
    const key = condition.key.toLowerCase();
    if (SOURCE.has(key) || key.startsWith('s3:')) return false;
    return evaluateCondition(condition, context, version === '2012-10-17') === false;
  });
}

/** The Allows under which CloudTrail writes for whoever asks it to. */
function unlimited(policy: Policy, trail: Trail): readonly Statement[] {
  return policy.statements.filter(
    (statement) =>
      allows(statement, 's3:putobject') &&
      matchesPrincipal(statement, callerOf(trail)) === true &&
      namesObjects(statement, trail) &&
      !keepsCloudTrailOut(statement, trail, policy) &&
      !isLimited(statement, SOURCE),
  );
}

/** A statement for CloudTrail alone: who else is named has no use for a trail's ARN. */
function forCloudTrail(statement: Statement, policy: Policy, trail: Trail): Statement {
  const { NotPrincipal: _, Principal: __, ...rest } = statement.source;
  return { ...statement, source: { ...rest, Principal: { Service: servicePrincipalFor(policy, trail) } } };
}

function isShared({ principal }: Statement): boolean {
  if (principal.negated || principal.value === '*') return true;
  return Object.values(principal.value).flat().length > 1;
}

function adviceFor(statement: Statement, policy: Policy, trail: Trail): Advice {
  const alone = isShared(statement) ? forCloudTrail(statement, policy, trail) : statement;
  const others = isShared(statement) ? '; whoever else it names needs a statement of their own' : '';
  return {
    message:
      `${nameOf(statement)} lets CloudTrail write for any account's trail: hold it to aws:SourceArn, with the ARN of every ` +
      `trail that delivers under it, or to aws:SourceOrgID${others}`,
    suggestion: heldTo(alone, trail.arn),
    holds: { document: 'bucket-policy', statement: alone },
  };
}

/** CloudTrail writes for known trails, accounts or organizations only. */
export const bucketPolicyLimitsSource: Check = {
  id: 'bucket-policy-limits-source',
  title: 'The bucket policy lets CloudTrail write for known trails only',
  severity: 'advice',
  mode: 'advice',
  why:
    'CloudTrail writes for every customer of AWS. A statement that does not say for whom lets anybody who knows the bucket’s ' +
    'name point a trail to it (the confused deputy). Reading the ACL gives nothing away, so that only writes count.',
  byHand:
    'Add `"StringEquals": {"aws:SourceArn": [TRAIL-ARNS]}` to the statement, with every trail that delivers under it: one that ' +
    'is left out is cut off. In an organization `"StringEquals": {"aws:SourceOrgID": "o-ID"}` does as well; Control Tower’s ' +
    'landing zone has it from version 3.3 on.',
  reference: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
  permissions: [...READ_BUCKET_POLICY, ...READ_TRAIL],
  evaluate: (observation) => {
    const reading = readPolicy(observation, 'bucket-policy');
    if ('finding' in reading) return reading.finding;
    const { policy } = reading;
    const { trail } = observation;
    const open = unlimited(policy, trail);
    if (open.length === 0) return healthy('no statement lets CloudTrail write for whoever asks it to');
    const names = open.map(nameOf).join(' and ');
    const lets = open.length === 1 ? 'lets' : 'let';
    const message =
      `${names} ${lets} CloudTrail write for any account's trail: no aws:SourceArn (\`${trail.arn}\`), aws:SourceAccount ` +
      'or aws:SourceOrgID says for whom';
    return broken(message, { advice: open.map((statement) => adviceFor(statement, policy, trail)) });
  },
};
