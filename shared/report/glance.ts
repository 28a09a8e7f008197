import type { Happening, Incident } from '../incident/incident.ts';
import { plainText } from '../plain-text.ts';
import type { Outcome } from '../reconcile/outcome.ts';
import { REFUSAL_CHECK } from '../reconcile/refusal.ts';
import { arrivalsIn, isStopped } from '../reconcile/sight.ts';
import { isTrail } from '../trail/event-data-store.ts';
import { writtenFrom } from './source.ts';
import { AT_STAKE, momentText, severityOf, spanText, type TimeText } from './words.ts';

/** What a run is part of: as far as it is known, the incident, what happened to it, the record and when the run judged. */
export type Told = {
  readonly incident: Incident | null;
  readonly happening: Happening | null;
  readonly record: string | null;
  /** In milliseconds since the epoch. */
  readonly at: number | null;
};

/** One answer of those that are needed first; `isQuoted` if the text may hold what others wrote. */
export type Answer = { readonly label: string; readonly text: string; readonly isQuoted?: true };

/** So much of a text of others fits into one line that is read at a glance. */
const GLANCE = 160;

function since({ incident, at }: Told, { word }: Outcome, timeText: TimeText): readonly Answer[] {
  if (incident === null || at === null) return [];
  const { brokenAt, openedAt } = incident;
  const broken = momentText(brokenAt, timeText);
  const span = spanText(at - brokenAt);
  const lasted = word === 'restored' ? `repaired after ${span}` : `for ${span} now`;
  return [{ label: 'SINCE', text: brokenAt === openedAt ? `${broken}, when it was found` : `${broken}, ${lasted}` }];
}

/** Whether what CloudTrail delivers arrives now; the first thing that whoever was woken wants to know. */
function arriving(outcome: Outcome, timeText: TimeText): readonly Answer[] {
  const { judgements, word } = outcome;
  const trails = judgements.filter(({ trail }) => isTrail(trail));
  if (trails.length === 0) return results(outcome);
  const stopped = trails.filter(isStopped);
  const arrivals = arrivalsIn(outcome);
  const those = stopped.length === 0 ? trails : stopped;
  const times = those.flatMap(({ trail }) => arrivals.get(trail.arn)?.at ?? []);
  const last = times.length === 0 ? '' : ` Last one: ${momentText(Math.max(...times), timeText)}.`;
  const isDoubtful = trails.some(({ delivers }) => delivers === null);
  const text = (): string => {
    if (stopped.length > 0 && word === 'restored') return allowed(outcome);
    const many = trails.length === 1 ? '' : ` (${stopped.length} of ${trails.length} trails)`;
    if (stopped.length > 0) return `do NOT arrive${many}.`;
    return isDoubtful ? 'cannot be told whether they arrive.' : 'are not affected.';
  };
  return [{ label: 'LOG FILES', text: `${text()}${last}` }, ...results(outcome)];
}

/** What "restored" means, and what it does not: files are there when the next one has arrived. */
function allowed({ changes }: Outcome): string {
  const wrote = changes.some(({ what }) => 'after' in what && what.kind !== 'topic-policy');
  const means = wrote ? 'the policies allow delivery again' : 'the calls below went through';
  return `${means}. Log files follow, usually within minutes: CloudTrail delivers what it could not deliver for up to 30 days.`;
}

function results({ judgements, word }: Outcome): readonly Answer[] {
  const isBroken = judgements.some(
    ({ trail, findings }) => !isTrail(trail) && findings.some(({ finding }) => finding.verdict === 'broken'),
  );
  if (!isBroken) return [];
  const text =
    word === 'restored'
      ? 'the policy allows them again. No AWS page says that those which were refused follow by themselves.'
      : 'are refused.';
  return [{ label: 'RESULTS', text }];
}

/** After a repair: when people hear again. */
function nothingNow({ judgements }: Outcome): string {
  if (judgements.every(({ trail }) => !isTrail(trail))) return 'save the query results that were refused again.';
  return judgements.some(isStopped)
    ? 'nothing now. You hear when a log file has proven it, or if none has within a day.'
    : 'nothing now. You hear when it is over.';
}

/** What somebody has to do, in one line; `nothing` is said too. */
function toDo(outcome: Outcome, { happening }: Told): Answer {
  const { word, notRepairable, unknown, changes, lost, isHeldBack } = outcome;
  const source = writtenFrom(outcome)?.writer.tool;
  const theirs = (text: string, then = ''): Answer => ({
    ...{ label: 'TO DO', text: `${plainText(text, GLANCE)}${then}`, isQuoted: true },
  });
  const ours = (text: string): Answer => ({ label: 'TO DO', text });
  if (lost !== null) return ours('merge the edit that was overwritten (below).');
  if (happening === 'fought' || isHeldBack)
    return ours('find out who undoes the repairs, and change what writes the policy.');
  const [left] = notRepairable;
  const more = notRepairable.length > 1 ? ` (and ${notRepairable.length - 1} more, below)` : ' (below)';
  switch (word) {
    case 'failed': {
      const refused = notRepairable.find(({ id }) => id === REFUSAL_CHECK);
      // What a check makes of the refusal tells more than AWS's words.
      if (refused !== undefined) return theirs(refused.message, more);
      return theirs(`look why the repair failed: ${changes.find((one) => one.word === 'failed')?.note ?? 'below'}`);
    }
    case 'would-restore':
      return ours('make the change below, or let Trailmend repair (`"alertOnly": false`, and the mode of the check).');
    case 'alerted': {
      if (left !== undefined) return theirs(left.message, more);
      return theirs(`look why it cannot be told: ${unknown[0]?.message ?? 'below'}`);
    }
    default:
      // Log files arrive again, and something beside them is left.
      if (left !== undefined) return theirs(left.message, more);
      if (source !== undefined) return ours(`change the source that ${source} keeps, or it undoes the repair (below).`);
      return ours(nothingNow(outcome));
  }
}

/** The answers that are needed first: since when, whether files arrive, what to do, how bad it is. */
export function glance(outcome: Outcome, told: Told, timeText: TimeText): readonly Answer[] {
  const severity = told.incident?.severity ?? severityOf(outcome);
  return [
    ...since(told, outcome, timeText),
    ...arriving(outcome, timeText),
    toDo(outcome, told),
    { label: 'SEVERITY', text: AT_STAKE[severity] },
    ...(told.incident === null ? [] : [{ label: 'INCIDENT', text: told.incident.id }]),
  ];
}
