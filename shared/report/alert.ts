import { SEVERITIES } from '../checks/check.ts';
import { plainJson, plainText } from '../plain-text.ts';
import type { Alert } from '../reconcile/memory.ts';
import type { Change, Outcome } from '../reconcile/outcome.ts';
import type { Action } from '../reconcile/plan.ts';
import { suspectOf, toldIn } from '../reconcile/sight.ts';
import { isTrail } from '../trail/event-data-store.ts';

const SUBJECT = 99;
const BODY = 60_000;
/** So much of a single message: what others write into a policy must not push the rest out of the body. */
const MESSAGE = 1_000;

/** SNS takes ASCII subjects of fewer than 100 characters, without line breaks. */
function subjectText(text: string): string {
  const ascii = text.replaceAll(/[^\x20-\x7e]/g, '?');
  return ascii.length > SUBJECT ? `${ascii.slice(0, SUBJECT - 3)}...` : ascii;
}

/** The subject: how it ended, and where. */
export function subjectOf(headline: string, outcome: Outcome): string {
  return subjectText(`Trailmend: ${headline}: ${placeOf(outcome)}`);
}

/** A body that SNS takes. */
export const bounded = (body: string): string =>
  body.length > BODY ? `${body.slice(0, BODY).toWellFormed()}\n… (shortened)` : body;

const HEADLINES: Readonly<Record<Outcome['word'], string>> = {
  unchanged: 'nothing to do',
  restored: 'restored',
  'would-restore': 'broken, alert only',
  alerted: 'needs a person',
  failed: 'repair failed',
};

/** The trails that it is about, and their bucket. */
export function placeOf({ judgements }: Outcome): string {
  const names = judgements.map(({ trail }) => trail.name);
  const what = judgements.every(({ trail }) => isTrail(trail)) ? 'trails' : 'trails and event data stores';
  const bucket = judgements[0]?.trail.bucket ?? 'no bucket';
  return names.length > 2 ? `${names.length} ${what} in ${bucket}` : `${names.join(', ')} in ${bucket}`;
}

/** The findings, causes first: what CloudTrail itself reports follows from them. */
function whatBroke({ judgements }: Outcome): readonly string[] {
  const several = judgements.length > 1;
  const findings = judgements.flatMap(({ trail, findings: found }) =>
    found
      .filter(({ finding, mode }) => mode !== 'advice' && (finding.verdict === 'broken' || finding.repair !== null))
      .map(({ finding, severity }) => ({
        line: `- [${severity}] ${plainText(finding.message, MESSAGE)}${several ? ` (${trail.name})` : ''}`,
        isCause: finding.repair !== null || finding.advice.length > 0,
      })),
  );
  const ordered = [...findings.filter(({ isCause }) => isCause), ...findings.filter(({ isCause }) => !isCause)];
  return [...new Set(ordered.map(({ line }) => line))];
}

function who(outcome: Outcome): readonly string[] {
  const { cause, changes, notRepairable } = outcome;
  const suspect = suspectOf(outcome);
  if (suspect === null) {
    const found = changes.length > 0 || notRepairable.length > 0;
    const woken = cause === null ? 'it was found on the schedule' : `it was found after a call of ${cause.eventName}`;
    return found ? ['WHO', `not known: ${woken}; CloudTrail event history has the call`, ''] : [];
  }
  const { actor, eventName, eventTime, eventId } = suspect;
  return [
    'WHO',
    `${actor.principal} called ${eventName}${eventTime === null ? '' : ` at ${eventTime}`}`,
    `from ${actor.sourceAddress ?? 'an unknown address'} with ${actor.userAgent ?? 'an unknown client'}`,
    ...(eventId === null ? [] : [`CloudTrail event ${eventId}`]),
    '',
  ];
}

const indent = (value: unknown, sign: string): readonly string[] => plainJson(value).map((line) => `${sign} ${line}`);

/** Writes a time, in milliseconds since the epoch, for people. */
export type TimeText = (milliseconds: number) => string;

/** What a call that is no document did. */
const ACTIONS: Readonly<Record<Action['kind'], (resource: string) => string>> = {
  'start-logging': (resource) => `logging of ${resource} switched on`,
  'cancel-key-deletion': (resource) => `the deletion of the key ${resource} taken back, which leaves it disabled`,
  'enable-key': (resource) => `the key ${resource} enabled`,
  'set-request-payer': (resource) => `Requester Pays of ${resource} switched off`,
};

function changeLines({ what, word, note, at }: Change, timeText: TimeText): readonly string[] {
  const when = at === null ? '' : ` at ${timeText(at)}`;
  const verb = word === 'restored' ? 'Changed' : word === 'failed' ? 'NOT changed' : 'Would change';
  const tail = note === null ? '' : ` (${plainText(note)})`;
  if (!('after' in what)) return [`${verb}: ${ACTIONS[what.kind](what.resource)}${when}${tail}`, ''];
  return [
    `${verb}: the policy of ${what.resource}${when}${tail}; every other statement is as it was`,
    ...what.restored.flatMap(({ before, after }) => [...indent(before, '-'), ...indent(after, '+')]),
    ...what.added.flatMap((statement) => indent(statement, '+')),
    '',
  ];
}

function toDo({ notRepairable, unknown }: Outcome): readonly string[] {
  if (notRepairable.length + unknown.length === 0) return [];
  return [
    'WHAT A PERSON HAS TO DO',
    ...notRepairable.flatMap(({ message, suggestion }) => [
      `- ${plainText(message, MESSAGE)}`,
      ...(suggestion === null
        ? []
        : typeof suggestion === 'string'
          ? [`  ${plainText(suggestion)}`]
          : indent(suggestion, ' ')),
    ]),
    ...unknown.map(({ message }) => `- could not be told: ${plainText(message, MESSAGE)}`),
    '',
  ];
}

/** An edit that was overwritten, with the three documents that a person needs to merge it. */
function lostLines({ lost, cause }: Outcome): readonly string[] {
  if (lost === null) return [];
  return [
    'AN EDIT WAS OVERWRITTEN',
    `${cause?.actor.principal ?? 'somebody'} wrote the policy between Trailmend's read and its write; S3 keeps the later one alone.`,
    lost.theirs === null ? 'They deleted the policy.' : 'What they wrote, and what has to be merged by a person:',
    ...(lost.theirs === null ? [] : indent(lost.theirs, ' ')),
    'What both started from:',
    ...indent(lost.before, ' '),
    'What Trailmend wrote:',
    ...indent(lost.ours, ' '),
    '',
  ];
}

const isBroken = ({ finding }: Outcome['judgements'][number]['findings'][number]): boolean =>
  finding.verdict === 'broken';

/** What "restored" means here, and what it does not. */
function restoredLines({ changes, judgements }: Outcome): readonly string[] {
  const ofLake = judgements.some(({ trail, findings }) => !isTrail(trail) && findings.some(isBroken));
  const ofTrails = judgements.some(({ trail, findings }) => isTrail(trail) && findings.some(isBroken));
  const wrote = changes.some(({ what }) => 'after' in what && what.kind !== 'topic-policy');
  const meaning = wrote
    ? '"Restored" means that the policies allow delivery again.'
    : '"Restored" means that the calls above went through.';
  return [
    ...(ofTrails || !ofLake
      ? [
          `${meaning} Log files follow, usually within minutes;`,
          'CloudTrail delivers what it could not deliver for up to 30 days.',
        ]
      : [meaning]),
    ...(ofLake
      ? ['No AWS page says that query results which were refused follow by themselves: save them again.']
      : []),
    '',
  ];
}

function sourceLines({ judgements }: Outcome): readonly string[] {
  const trails = judgements.filter(({ trail }) => isTrail(trail));
  const stores = judgements.filter(({ trail }) => !isTrail(trail));
  return [
    ...(trails.length === 0 ? [] : ['TRAILS', ...trails.map(({ trail }) => trail.arn)]),
    ...(stores.length === 0 ? [] : ['EVENT DATA STORES', ...stores.map(({ trail }) => trail.arn)]),
  ];
}

/** So many values of an attribute are told; SNS counts them as part of the message. */
const VALUES = 20;

const distinct = (values: readonly string[]): readonly string[] => {
  const all = [...new Set(values)];
  return all.length === 0 ? ['none'] : all.slice(0, VALUES);
};

/** What filter policies of subscriptions may choose by (SNS developer guide, "Message filtering"). */
export function attributesOf(outcome: Outcome, word: string): Alert['attributes'] {
  const { judgements } = outcome;
  const told = toldIn(outcome);
  return {
    outcome: word,
    severity: SEVERITIES.find((one) => told.some(({ severity }) => severity === one)) ?? 'medium',
    bucket: judgements[0]?.trail.bucket ?? 'none',
    check: distinct(told.map(({ check }) => check.id)),
    trail: distinct(judgements.map(({ trail }) => trail.arn)),
    account: distinct(judgements.map(({ trail }) => trail.account)),
  };
}

/** The alert of one run: what broke, who did it, what was changed, what is left to do. Null where nothing is to be told. */
export function alertOf(outcome: Outcome, timeText: TimeText): Alert | null {
  if (outcome.word === 'unchanged') return null;
  const changes = outcome.changes.flatMap((change) => changeLines(change, timeText));
  const proof = outcome.word === 'restored' ? restoredLines(outcome) : [];
  const broke = whatBroke(outcome);
  const body = [
    `CloudTrail log delivery of ${placeOf(outcome)}: ${HEADLINES[outcome.word]}.`,
    '',
    ...(broke.length === 0 ? [] : ['WHAT BROKE', ...broke, '']),
    ...who(outcome),
    ...(changes.length === 0 ? [] : ['WHAT WAS CHANGED', ...changes]),
    ...lostLines(outcome),
    ...toDo(outcome),
    ...proof,
    ...sourceLines(outcome),
  ].join('\n');
  return {
    subject: subjectOf(HEADLINES[outcome.word], outcome),
    body: bounded(body),
    attributes: attributesOf(outcome, outcome.word),
  };
}
