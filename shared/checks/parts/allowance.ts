import type { Policy } from '../../policy/document.ts';
import { doubtOf, forgetting } from '../../policy/doubts.ts';
import { type Answer, isAllowed } from '../../policy/evaluate.ts';
import { resourceOf } from '../../policy/family.ts';
import { type SourceObservation, sourceOf } from '../../reconcile/store-observation.ts';
import { isInferred } from '../../trail/context.ts';
import { type DeliveryRequest, deliveryRequests } from '../../trail/delivery.ts';
import { type DocumentKind, resourceOfDocument } from '../../trail/document.ts';
import { isTrail, type Source } from '../../trail/event-data-store.ts';
import { flippedStatements } from '../../trail/flipped.ts';
import type { StatementName } from '../../trail/statements.ts';
import { broken, type Finding, healthy, notApplicable, type Severity, unknown } from '../check.ts';
import { isUnexplained } from './delivery-failure.ts';
import { type Question, repairOf } from './missing.ts';
import { isDelivering, readPolicy } from './policy-reading.ts';

type Judged = { readonly request: DeliveryRequest; readonly answer: Answer };

const WHAT: Readonly<Record<DeliveryRequest['name'], string>> = {
  'acl-check': 'to read the bucket ACL',
  'log-files': 'to write log files',
  'insight-files': 'to write Insights files',
  'digest-files': 'to write digest files',
  encryption: 'to encrypt log files under the key',
  description: 'to describe the key',
  decryption: 'to decrypt with the key, which a trail is created and updated with where an S3 Bucket Key is on',
  notification: 'to publish to the topic',
  results: 'to write query results',
  'results-abort': 'to take back an upload of query results',
};

/** The inferred keys without whose value the answer would be another. */
function inferredGrounds(policy: Policy, trail: Source, judged: Judged): readonly string[] {
  const used = policy.statements.flatMap((statement) => statement.conditions.map((condition) => condition.key));
  return [...new Set(used)].filter((key) => {
    if (!isInferred(trail, key)) return false;
    return isAllowed(policy, forgetting(judged.request.family, [key])).holds !== judged.answer.holds;
  });
}

function grounds(policy: Policy, trail: Source, judged: readonly Judged[]): string {
  const keys = [...new Set(judged.flatMap((one) => inferredGrounds(policy, trail, one)))];
  return keys.length === 0 ? '' : ` (this rests on the inferred value of \`${keys.join('`, `')}\`)`;
}

/** Undefined: as much as the check itself says. */
function severityOf(refused: readonly Judged[], { document, observation }: Question): Severity | undefined {
  if (!isTrail(sourceOf(observation))) return undefined;
  if (refused.some(({ request }) => request.stake === 'delivery')) return 'critical';
  return document === 'bucket-policy' ? 'high' : undefined;
}

const forWhom = (source: Source): string => (isTrail(source) ? 'for this trail' : 'for this event data store');

const ACCOUNT_PATH = 'under the account itself, which it asks for when the trail is updated';

function refusal(question: Question, refused: readonly Judged[], flipped: boolean): Finding {
  const { policy, observation } = question;
  const source = sourceOf(observation);
  const what = [...new Set(refused.map(({ request }) => WHAT[request.name]))].join(' and ');
  const onlyAccountPath = refused.every(
    ({ request }) => request.stake === 'configuration' && request.name === 'log-files',
  );
  const message = flipped
    ? `the statement that allows CloudTrail ${what} has its Effect turned to Deny`
    : `no statement allows CloudTrail ${what} ${onlyAccountPath ? ACCOUNT_PATH : forWhom(source)}`;
  const severity = severityOf(refused, question);
  return broken(message + grounds(policy, source, refused), {
    ...(severity === undefined ? {} : { severity }),
    evidence: {
      refused: refused.map(({ request: { family }, answer }) => ({
        action: family.action,
        resource: resourceOf(family, answer.holds === false ? answer.witness : (family.samples[0] ?? '')),
      })),
    },
  });
}

const namesIn = (judged: readonly Judged[]): readonly StatementName[] => [
  ...new Set(judged.map(({ request }) => request.statement)),
];

/**
 * What is made sure of all the same: a principal that may not stand for CloudTrail, by adding the one that does; and whatever is
 * doubtful where CloudTrail reports that it fails and nothing else explains it, since adding what AWS documents breaks nothing.
 */
const withoutDoubt = (policy: Policy, observation: SourceObservation, doubtful: readonly Judged[]): readonly Judged[] =>
  doubtful.filter(
    (one) => (!('store' in observation) && isUnexplained(observation, one.request.document)) || isNobodys(policy, one),
  );

/** Allowed to nobody who surely is CloudTrail. */
const isNobodys = (policy: Policy, { request: { family } }: Judged): boolean =>
  isAllowed(policy, family, 'as-no').holds === false;

function doubt(question: Question, doubtful: readonly Judged[]): Finding {
  const { policy, observation } = question;
  const reasons = doubtful.flatMap(({ request, answer }) =>
    answer.holds === 'unknown'
      ? answer.statements.map((statement) => doubtOf(statement, request.family, policy.version))
      : [],
  );
  const reason = [...new Set(reasons)].join('; ');
  if (isDelivering(observation) && doubtful.every(({ request }) => request.stake === 'delivery')) {
    const finding = healthy(`CloudTrail delivers, although the policy alone cannot tell it: ${reason}`);
    const open = doubtful.filter((one) => isNobodys(policy, one));
    return open.length === 0 ? finding : { ...finding, alongside: repairOf(question, namesIn(open)) };
  }
  const found = unknown(reason === '' ? 'the policy is too intricate to be searched through' : reason);
  const settled = withoutDoubt(policy, observation, doubtful);
  return settled.length === 0 ? found : { ...found, repair: repairOf(question, namesIn(settled)) };
}

/**
 * Judges the requests that documented statements allow: does any Allow of the document cover them, whatever it looks like?
 * The requests of one name are judged together.
 */
export function judgeAllowance(
  observation: SourceObservation,
  document: DocumentKind,
  names: readonly StatementName[],
): Finding {
  const trail = sourceOf(observation);
  const requests = deliveryRequests(trail, document).filter(({ statement }) => names.includes(statement));
  if (requests.length === 0 && resourceOfDocument(trail, document) !== null)
    return notApplicable('this trail asks for nothing of the kind');
  const reading = readPolicy(observation, document);
  if ('finding' in reading) return reading.finding;
  const { policy } = reading;
  const question: Question = { policy, document, observation };
  const isFlipped = (name: StatementName): boolean => flippedStatements(policy, trail, [name]).length > 0;
  const judged = requests.map((request): Judged => ({ request, answer: isAllowed(policy, request.family) }));
  const refused = judged.filter(({ request, answer }) => answer.holds === false || isFlipped(request.statement));
  const doubtful = judged.filter(({ answer }) => answer.holds === 'unknown');
  if (refused.length > 0) {
    const wanted = namesIn([...refused, ...withoutDoubt(policy, observation, doubtful)]);
    return { ...refusal(question, refused, namesIn(refused).every(isFlipped)), repair: repairOf(question, wanted) };
  }
  if (doubtful.length > 0) return doubt(question, doubtful);
  const what = [...new Set(judged.map(({ request }) => WHAT[request.name]))].join(' and ');
  return healthy(`CloudTrail is allowed ${what}${grounds(policy, trail, judged)}`);
}
