import { carveOut } from '../../policy/carve-out.ts';
import type { Policy, Statement } from '../../policy/document.ts';
import { doubtOf, forgetting, nameOf } from '../../policy/doubts.ts';
import { type Blocking, blockingDenies } from '../../policy/evaluate.ts';
import { resourceOf } from '../../policy/family.ts';
import { isJsonObject } from '../../policy/json.ts';
import { type SourceObservation, sourceOf } from '../../reconcile/store-observation.ts';
import { isInferred } from '../../trail/context.ts';
import { type DeliveryRequest, deliveryRequests } from '../../trail/delivery.ts';
import { type DocumentKind, resourceOfDocument } from '../../trail/document.ts';
import { isTrail, type Source } from '../../trail/event-data-store.ts';
import { flippedStatements } from '../../trail/flipped.ts';
import { statementsOf } from '../../trail/statements.ts';
import { broken, type Evidence, type Finding, healthy, unknown } from '../check.ts';
import { isDelivering, readPolicy } from './policy-reading.ts';

/** One Deny, and the requests of CloudTrail that it touches. */
export type Blocked = {
  readonly statement: Statement;
  readonly requests: readonly (Blocking & { readonly request: DeliveryRequest })[];
};

/** The Denies of a policy that touch one of the requests, surely or perhaps. */
export function blockedBy(policy: Policy, requests: readonly DeliveryRequest[]): readonly Blocked[] {
  const touched = requests.flatMap((request) =>
    blockingDenies(policy, request.family).map((blocking) => ({ ...blocking, request })),
  );
  return policy.statements
    .map((statement) => ({ statement, requests: touched.filter((one) => one.statement === statement) }))
    .filter(({ requests }) => requests.length > 0);
}

/** The same Denies, as far as they surely touch something. */
export function surely(blocked: readonly Blocked[]): readonly Blocked[] {
  return blocked
    .map(({ statement, requests }) => ({ statement, requests: requests.filter((one) => one.surely) }))
    .filter(({ requests }) => requests.length > 0);
}

/** What a Deny does, as a message says it. */
export function says(policy: Policy, trail: Source, blocked: Blocked): string {
  const actions = [...new Set(blocked.requests.map(({ request }) => request.family.action))].join(' and ');
  return `${nameOf(blocked.statement)} denies CloudTrail ${actions}${grounds(policy, trail, blocked)}`;
}

/** The proof of one Deny: what it refuses, where it stands, and its conditions. */
export function proofOf({ statement, requests }: Blocked): Evidence {
  const condition = statement.source.Condition;
  return {
    refused: requests.flatMap(({ request, witness }) =>
      witness === null ? [] : [{ action: request.family.action, resource: resourceOf(request.family, witness) }],
    ),
    statement: { index: statement.index, sid: statement.sid, condition: isJsonObject(condition) ? condition : null },
  };
}

/** The inferred keys without whose value the Deny would not surely match. */
function grounds(policy: Policy, trail: Source, { statement, requests }: Blocked): string {
  const keys = statement.conditions.map(({ key }) => key).filter((key) => isInferred(trail, key));
  const decisive = keys.filter((key) =>
    requests.every(
      ({ request }) =>
        // This Deny alone: to ask all of them again for each would take the square of their number.
        !blockingDenies({ ...policy, statements: [statement] }, forgetting(request.family, [key])).some(
          ({ surely }) => surely,
        ),
    ),
  );
  return decisive.length === 0 ? '' : ` (this rests on the inferred value of \`${decisive.join('`, `')}\`)`;
}

function explain(policy: Policy, trail: Source, document: DocumentKind, sure: readonly Blocked[]): Finding {
  const restore = flippedStatements(policy, trail, statementsOf(trail, document));
  const foreign = sure.filter(({ statement }) => !restore.some(({ index }) => index === statement.index));
  const [first = sure[0]] = foreign;
  return broken(sure.map((blocked) => says(policy, trail, blocked)).join('; '), {
    evidence: first === undefined ? { refused: [] } : proofOf(first),
    repair:
      restore.length === 0
        ? null
        : {
            kind: 'ensure-statements',
            document,
            resource: resourceOfDocument(trail, document) ?? '',
            add: [],
            restore,
          },
    advice: foreign.map((blocked) => ({
      message: `${says(policy, trail, blocked)}; whether it may is a person's decision, and this spares ${isTrail(trail) ? 'the trail' : 'the event data store'} alone`,
      suggestion: carveOut(blocked.statement, trail.arn),
      spares: { document, statement: blocked.statement },
    })),
    ...(isTrail(trail) ? atStake(sure) : {}),
  });
}

/** A Deny that touches but what a trail is created and updated with is advice for a key, which delivers without. */
export function atStake(blocked: readonly Blocked[]): Pick<Finding, 'severity' | 'mode'> {
  const touched = blocked.flatMap(({ requests }) => requests.map(({ request }) => request));
  if (touched.some(({ stake }) => stake === 'delivery')) return { severity: 'critical' };
  if (touched.some(({ document }) => document === 'bucket-policy')) return { severity: 'high' };
  return touched.some(({ stake }) => stake === 'notification') ? {} : { severity: 'advice', mode: 'advice' };
}

/** Judges whether a Deny of the document can match a request that CloudTrail makes for the trail. */
export function judgeDenies(observation: SourceObservation, document: DocumentKind): Finding {
  const reading = readPolicy(observation, document);
  if ('finding' in reading) return reading.finding;
  const { policy } = reading;
  const source = sourceOf(observation);
  const blocked = blockedBy(policy, deliveryRequests(source, document));
  const sure = surely(blocked);
  if (sure.length > 0) return explain(policy, source, document, sure);
  const [open] = blocked.flatMap(({ statement, requests }) =>
    requests.map(({ request }) => doubtOf(statement, request.family, policy.version)),
  );
  if (open === undefined) return healthy('no Deny touches CloudTrail');
  // A log file that arrived says nothing of a Deny that touches but digests, notifications, or what a trail is updated with.
  const isSettled = blocked.every(({ requests }) => requests.some(({ request }) => request.stake === 'delivery'));
  if (isSettled && isDelivering(observation))
    return healthy(`CloudTrail delivers, although a Deny may touch it: ${open}`);
  const stake = isTrail(source) ? atStake(blocked) : {};
  return { ...unknown(`a Deny may touch CloudTrail: ${open}`), ...stake };
}
