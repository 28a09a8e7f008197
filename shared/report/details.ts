import { plainText } from '../plain-text.ts';
import type { Change, Outcome } from '../reconcile/outcome.ts';
import type { Action } from '../reconcile/plan.ts';
import { suspectOf } from '../reconcile/sight.ts';
import { isTrail } from '../trail/event-data-store.ts';
import { firstOf, jsonLines, wrapped } from './lines.ts';
import type { TimeText } from './words.ts';

/** So much of a single message: what others write into a policy must not push the rest out of the body. */
const MESSAGE = 1_000;

/** So many findings, trails or tasks are listed. */
const LISTED = 20;

/** The findings, causes first: what CloudTrail itself reports follows from them. */
export function whatBroke({ judgements }: Outcome): readonly string[] {
  const several = judgements.length > 1;
  const findings = judgements.flatMap(({ trail, findings: found }) =>
    found
      .filter(({ finding, mode }) => mode !== 'advice' && (finding.verdict === 'broken' || finding.repair !== null))
      .map(({ finding, severity }) => ({
        text: `[${severity}] ${plainText(finding.message, MESSAGE)}${several ? ` (${plainText(trail.name)})` : ''}`,
        isCause: finding.repair !== null || finding.advice.length > 0,
      })),
  );
  const ordered = [...findings.filter(({ isCause }) => isCause), ...findings.filter(({ isCause }) => !isCause)];
  return firstOf([...new Set(ordered.map(({ text }) => text))], LISTED);
}

/** The sentence on whoever did it, with what they chose themselves; null where nobody is known. */
export function whoDidIt(outcome: Outcome): readonly string[] | null {
  const suspect = suspectOf(outcome);
  if (suspect === null) return null;
  const { actor, eventName, eventTime, eventId } = suspect;
  const through = actor.invokedBy === null || actor.invokedBy === actor.principal ? '' : ` through ${actor.invokedBy}`;
  return [
    actor.principal,
    `called ${eventName}${eventTime === null ? '' : ` at ${eventTime}`}${through}`,
    `from ${actor.sourceAddress ?? 'an unknown address'} with ${actor.userAgent ?? 'an unknown client'}`,
    ...(eventId === null ? [] : [`CloudTrail event ${eventId}`]),
  ];
}

/** Who did it, or how it was found where nobody is known. */
export function who(outcome: Outcome): readonly string[] {
  const { cause, changes, notRepairable } = outcome;
  const known = whoDidIt(outcome);
  if (known !== null) return known.flatMap((line) => wrapped(line));
  if (changes.length === 0 && notRepairable.length === 0) return [];
  const woken = cause === null ? 'it was found on the schedule' : `it was found after a call of ${cause.eventName}`;
  return wrapped(`not known: ${woken}; CloudTrail event history has the call`);
}

/** What a call that is no document did. */
const ACTIONS: Readonly<Record<Action['kind'], (resource: string) => string>> = {
  'start-logging': (resource) => `logging of ${resource} switched on`,
  'cancel-key-deletion': (resource) => `the deletion of the key ${resource} taken back, which leaves it disabled`,
  'enable-key': (resource) => `the key ${resource} enabled`,
  'set-request-payer': (resource) => `Requester Pays of ${resource} switched off`,
};

const VERBS = { restored: 'Changed', failed: 'NOT changed', 'would-restore': 'Would change' } as const;

/** One change: what was written, line by line, with the statements as they stand there now. */
export function changeLines({ what, word, note, at }: Change, timeText: TimeText): readonly string[] {
  const when = at === null ? '' : ` at ${timeText(at)}`;
  const tail = note === null ? '' : ` (${plainText(note, MESSAGE)})`;
  if (!('after' in what)) return wrapped(`${VERBS[word]}: ${ACTIONS[what.kind](what.resource)}${when}${tail}`);
  return [
    ...wrapped(`${VERBS[word]}: the policy of ${what.resource}${when}${tail}`),
    'Every other statement is as it was.',
    ...what.restored.flatMap(({ before, after }) => [...jsonLines(before, '-'), ...jsonLines(after, '+')]),
    ...what.added.flatMap((statement) => jsonLines(statement, '+')),
  ];
}

/** What is left to people, each with the statement or the command to paste. */
export function toDoLines({ notRepairable, unknown }: Outcome): readonly string[] {
  return [
    ...notRepairable.flatMap(({ message, suggestion }) => [
      ...wrapped(plainText(message, MESSAGE), '- '),
      ...(suggestion === null
        ? []
        : typeof suggestion === 'string'
          ? [`  ${plainText(suggestion)}`]
          : jsonLines(suggestion, ' ')),
    ]),
    ...unknown.flatMap(({ message }) => wrapped(`could not be told: ${plainText(message, MESSAGE)}`, '- ')),
  ];
}

/** An edit that was overwritten, with the three documents that a person needs to merge it. */
export function lostLines({ lost, cause }: Outcome): readonly string[] {
  if (lost === null) return [];
  const whose = cause?.actor.principal ?? 'somebody';
  return [
    ...wrapped(`${whose} wrote the policy between Trailmend's read and its write; S3 keeps the later one alone.`),
    lost.theirs === null ? 'They deleted the policy.' : 'What they wrote, and what has to be merged by a person:',
    ...(lost.theirs === null ? [] : jsonLines(lost.theirs, ' ')),
    'What both started from:',
    ...jsonLines(lost.before, ' '),
    'What Trailmend wrote:',
    ...jsonLines(lost.ours, ' '),
  ];
}

/** The ARNs of the trails, or of the event data stores, that it is about. */
export function arnLines({ judgements }: Outcome, what: 'trails' | 'stores'): readonly string[] {
  const named = judgements.filter(({ trail }) => isTrail(trail) === (what === 'trails'));
  return firstOf(
    named.map(({ trail }) => trail.arn),
    LISTED,
  );
}
