import type { Policy } from '../policy/document.ts';
import { doubtOf, forgetting } from '../policy/doubts.ts';
import { type Answer, isAllowed } from '../policy/evaluate.ts';
import type { Observation } from '../reconcile/reading.ts';
import { bucketArn } from '../trail/arn.ts';
import { isInferred } from '../trail/context.ts';
import { type DeliveryRequest, deliveryRequests } from '../trail/delivery.ts';
import { flippedStatements } from '../trail/flipped.ts';
import { documentedStatement, type StatementName, servicePrincipalFor } from '../trail/statements.ts';
import type { Trail } from '../trail/trail.ts';
import { isDelivering, readBucketPolicy } from './bucket-policy.ts';
import { broken, type Finding, healthy, notApplicable, type Repair, type Severity, unknown } from './check.ts';

type Judged = { readonly request: DeliveryRequest; readonly answer: Answer };

const WHAT: Readonly<Record<DeliveryRequest['name'], string>> = {
  'acl-check': 'to read the bucket ACL',
  'log-files': 'to write log files',
  'insight-files': 'to write Insights files',
  'digest-files': 'to write digest files',
};

function repairOf(policy: Policy, trail: Trail, name: StatementName): Repair {
  const restore = flippedStatements(policy, trail, [name]);
  return {
    kind: 'ensure-statements',
    document: 'bucket-policy',
    resource: bucketArn(trail.partition, trail.bucket),
    add: restore.length > 0 ? [] : [documentedStatement(trail, name, servicePrincipalFor(policy, trail))],
    restore,
  };
}

/** The inferred keys without whose value the answer would be another. */
function inferredGrounds(policy: Policy, trail: Trail, judged: Judged): readonly string[] {
  const used = policy.statements.flatMap((statement) => statement.conditions.map((condition) => condition.key));
  return [...new Set(used)].filter((key) => {
    if (!isInferred(trail, key)) return false;
    return isAllowed(policy, forgetting(judged.request.family, [key])).holds !== judged.answer.holds;
  });
}

function grounds(policy: Policy, trail: Trail, judged: readonly Judged[]): string {
  const keys = [...new Set(judged.flatMap((one) => inferredGrounds(policy, trail, one)))];
  return keys.length === 0 ? '' : ` (this rests on the inferred value of \`${keys.join('`, `')}\`)`;
}

function severityOf(refused: readonly Judged[]): Severity {
  return refused.some(({ request }) => request.stake === 'delivery') ? 'critical' : 'high';
}

function refusal(policy: Policy, trail: Trail, name: StatementName, refused: readonly Judged[]): Finding {
  const repair = repairOf(policy, trail, name);
  const flipped = repair.kind === 'ensure-statements' && repair.restore.length > 0;
  const what = [...new Set(refused.map(({ request }) => WHAT[request.name]))].join(' and ');
  const configuration = refused.every(({ request }) => request.stake === 'configuration');
  const message = flipped
    ? `the statement that allows CloudTrail ${what} has its Effect turned to Deny`
    : `no statement allows CloudTrail ${what} ${configuration ? 'under the account itself, which it asks for when the trail is updated' : 'for this trail'}`;
  return broken(message + grounds(policy, trail, refused), {
    repair,
    severity: severityOf(refused),
    evidence: {
      refused: refused.map(({ request, answer }) => ({
        action: request.family.action,
        resource: answer.holds === false ? answer.witness : (request.family.samples[0] ?? ''),
      })),
    },
  });
}

function doubt(policy: Policy, observation: Observation, name: StatementName, doubtful: readonly Judged[]): Finding {
  const { trail } = observation;
  const reasons = doubtful.flatMap(({ request, answer }) =>
    answer.holds === 'unknown'
      ? answer.statements.map((statement) => doubtOf(statement, request.family, policy.version))
      : [],
  );
  const reason = [...new Set(reasons)].join('; ');
  if (isDelivering(observation) && doubtful.every(({ request }) => request.stake === 'delivery')) {
    return healthy(`CloudTrail delivers, although the policy alone cannot tell it: ${reason}`);
  }
  const found = unknown(reason === '' ? 'the policy is too intricate to be searched through' : reason);
  // A principal that may not stand for CloudTrail is made sure of by adding the one that does.
  const withoutDoubt = doubtful.some(({ request }) => isAllowed(policy, request.family, 'as-no').holds === false);
  return withoutDoubt ? { ...found, repair: repairOf(policy, trail, name) } : found;
}

/** Judges the requests that one documented statement allows: does any Allow cover them, whatever it looks like? */
export function judgeAllowance(observation: Observation, name: StatementName): Finding {
  const { trail } = observation;
  const requests = deliveryRequests(trail).filter(({ statement }) => statement === name);
  if (requests.length === 0) return notApplicable('this trail asks for nothing of the kind');
  const reading = readBucketPolicy(observation);
  if ('finding' in reading) return reading.finding;
  const { policy } = reading;
  const flipped = flippedStatements(policy, trail, [name]).length > 0;
  const judged = requests.map((request): Judged => ({ request, answer: isAllowed(policy, request.family) }));
  const refused = judged.filter(({ answer }) => flipped || answer.holds === false);
  if (refused.length > 0) return refusal(policy, trail, name, refused);
  const doubtful = judged.filter(({ answer }) => answer.holds === 'unknown');
  if (doubtful.length > 0) return doubt(policy, observation, name, doubtful);
  return healthy(
    `CloudTrail is allowed ${[...new Set(judged.map(({ request }) => WHAT[request.name]))].join(' and ')}${grounds(policy, trail, judged)}`,
  );
}
