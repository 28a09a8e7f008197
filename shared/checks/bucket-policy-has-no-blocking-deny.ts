import { carveOut } from '../policy/carve-out.ts';
import type { Policy, Statement } from '../policy/document.ts';
import { doubtOf, forgetting, nameOf } from '../policy/doubts.ts';
import { type Blocking, blockingDenies } from '../policy/evaluate.ts';
import { isJsonObject } from '../policy/json.ts';
import { bucketArn } from '../trail/arn.ts';
import { isInferred } from '../trail/context.ts';
import { type DeliveryRequest, deliveryRequests } from '../trail/delivery.ts';
import { flippedStatements } from '../trail/flipped.ts';
import type { Trail } from '../trail/trail.ts';
import { isDelivering, readBucketPolicy } from './bucket-policy.ts';
import { broken, type Check, type Finding, healthy, unknown } from './check.ts';
import { READ_BUCKET_POLICY, READ_TRAIL } from './rights.ts';

/** One Deny, and the requests of CloudTrail that it touches. */
type Blocked = {
  readonly statement: Statement;
  readonly requests: readonly (Blocking & { readonly request: DeliveryRequest })[];
};

function blockedBy(policy: Policy, trail: Trail): readonly Blocked[] {
  const touched = deliveryRequests(trail).flatMap((request) =>
    blockingDenies(policy, request.family).map((blocking) => ({ ...blocking, request })),
  );
  return policy.statements
    .map((statement) => ({ statement, requests: touched.filter((one) => one.statement === statement) }))
    .filter(({ requests }) => requests.length > 0);
}

/** The inferred keys without whose value the Deny would not surely match. */
function grounds(policy: Policy, trail: Trail, { statement, requests }: Blocked): string {
  const keys = statement.conditions.map(({ key }) => key).filter((key) => isInferred(trail, key));
  const decisive = keys.filter((key) =>
    requests.every(
      ({ request }) =>
        !blockingDenies(policy, forgetting(request.family, [key])).some(
          (one) => one.statement === statement && one.surely,
        ),
    ),
  );
  return decisive.length === 0 ? '' : ` (this rests on the inferred value of \`${decisive.join('`, `')}\`)`;
}

function explain(policy: Policy, trail: Trail, sure: readonly Blocked[]): Finding {
  const restore = flippedStatements(policy, trail, ['acl-check', 'write', 'organization-write']);
  const foreign = sure.filter(({ statement }) => !restore.some(({ index }) => index === statement.index));
  const [first = sure[0]] = foreign;
  const condition = first?.statement.source.Condition;
  const says = (blocked: Blocked): string => {
    const actions = [...new Set(blocked.requests.map(({ request }) => request.family.action))].join(' and ');
    return `${nameOf(blocked.statement)} denies CloudTrail ${actions}${grounds(policy, trail, blocked)}`;
  };
  return broken(sure.map(says).join('; '), {
    evidence: {
      refused: (first?.requests ?? []).flatMap(({ request, witness }) =>
        witness === null ? [] : [{ action: request.family.action, resource: witness }],
      ),
      ...(first === undefined
        ? {}
        : {
            statement: {
              index: first.statement.index,
              sid: first.statement.sid,
              condition: isJsonObject(condition) ? condition : null,
            },
          }),
    },
    repair:
      restore.length === 0
        ? null
        : {
            kind: 'ensure-statements',
            document: 'bucket-policy',
            resource: bucketArn(trail.partition, trail.bucket),
            add: [],
            restore,
          },
    advice: foreign.map((blocked) => ({
      message: `${says(blocked)}; whether it may is a person's decision, and this spares the trail alone`,
      suggestion: carveOut(blocked.statement, trail.arn),
    })),
    severity: sure.some(({ requests }) => requests.some(({ request }) => request.stake === 'delivery'))
      ? 'critical'
      : 'high',
  });
}

/** No Deny can match a request of CloudTrail. */
export const bucketPolicyHasNoBlockingDeny: Check = {
  id: 'bucket-policy-has-no-blocking-deny',
  title: 'No Deny in the bucket policy touches CloudTrail',
  severity: 'critical',
  mode: 'alert',
  why:
    'A Deny wins over every Allow, so that no added statement can help. Conditions such as aws:PrincipalOrgID or aws:SourceVpce ' +
    'are absent from a service’s request, and their negated forms then match it.',
  reference: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html',
  permissions: [...READ_BUCKET_POLICY, ...READ_TRAIL],
  evaluate: (observation) => {
    const reading = readBucketPolicy(observation);
    if ('finding' in reading) return reading.finding;
    const { policy } = reading;
    const blocked = blockedBy(policy, observation.trail);
    const sure = blocked
      .map(({ statement, requests }) => ({ statement, requests: requests.filter(({ surely }) => surely) }))
      .filter(({ requests }) => requests.length > 0);
    if (sure.length > 0) return explain(policy, observation.trail, sure);
    const [open] = blocked.flatMap(({ statement, requests }) =>
      requests.map(({ request }) => doubtOf(statement, request.family, policy.version)),
    );
    if (open === undefined) return healthy('no Deny touches CloudTrail');
    if (isDelivering(observation)) return healthy(`CloudTrail delivers, although a Deny may touch it: ${open}`);
    return unknown(`a Deny may touch CloudTrail: ${open}`);
  },
};
