import type { Severity } from '../checks/check.ts';
import { SEVERITIES } from '../checks/check.ts';
import type { Outcome } from '../reconcile/outcome.ts';
import { toldIn } from '../reconcile/sight.ts';
import { isTrail } from '../trail/event-data-store.ts';

/** Writes a time, in milliseconds since the epoch, for people. */
export type TimeText = (milliseconds: number) => string;

/** A time to the second: what happens within one is of use to nobody who was just woken. */
export function momentText(milliseconds: number, timeText: TimeText): string {
  return timeText(milliseconds).replace(/\.\d+Z$/, 'Z');
}

const [SECOND, MINUTE] = [1_000, 60_000];

/** A span of time in the largest units that tell it: `20 s`, `40 min`, `3 h 20 min`, `2 d 4 h`. */
export function spanText(milliseconds: number): string {
  // What rounds to sixty seconds is a minute.
  if (milliseconds < MINUTE - SECOND / 2) return `${Math.max(0, Math.round(milliseconds / SECOND))} s`;
  const minutes = Math.round(milliseconds / MINUTE);
  if (minutes < 60) return `${minutes} min`;
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)];
  if (days > 0) return hours === 0 ? `${days} d` : `${days} d ${hours} h`;
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

const SUBJECT = 99;

/** SNS takes ASCII subjects of fewer than 100 characters, without line breaks. */
function subjectText(text: string): string {
  const ascii = text.replaceAll(/[^\x20-\x7e]/g, '?');
  return ascii.length > SUBJECT ? `${ascii.slice(0, SUBJECT - 3)}...` : ascii;
}

/** The subject: how it ended, and where. */
export function subjectOf(headline: string, outcome: Outcome): string {
  return subjectText(`Trailmend: ${headline}: ${placeOf(outcome)}`);
}

/** The trails that it is about, and their bucket. */
export function placeOf({ judgements }: Outcome): string {
  const names = judgements.map(({ trail }) => trail.name);
  const what = judgements.every(({ trail }) => isTrail(trail)) ? 'trails' : 'trails and event data stores';
  const bucket = judgements[0]?.trail.bucket ?? 'no bucket';
  return names.length > 2 ? `${names.length} ${what} in ${bucket}` : `${names.join(', ')} in ${bucket}`;
}

/** How a run ended, for the subject and the first line. */
export const HEADLINES: Readonly<Record<Outcome['word'], string>> = {
  unchanged: 'nothing to do',
  restored: 'restored',
  'would-restore': 'broken, alert only',
  alerted: 'needs a person',
  failed: 'repair failed',
};

/** What is at stake, for whoever does not know the words (docs/architecture.md, severity). */
export const AT_STAKE: Readonly<Record<Severity, string>> = {
  critical: 'critical: log delivery itself',
  high: 'high: digests, management events, trust, or a repair that is refused',
  medium: 'medium: notifications, query results or settings, and no log file',
  advice: 'advice: nothing is refused now',
};

/** The worst that people are told of. */
export function severityOf(outcome: Outcome): Severity {
  const told = toldIn(outcome);
  return SEVERITIES.find((one) => told.some(({ severity }) => severity === one)) ?? 'medium';
}
