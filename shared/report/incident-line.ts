import { plainText } from '../plain-text.ts';
import type { Change } from '../reconcile/outcome.ts';
import type { News } from '../reconcile/remember.ts';
import { suspectOf } from '../reconcile/sight.ts';
import { secondsToRestore } from './metrics.ts';

/** What the line of an incident says beside its message, so that saved queries find it. */
export const INCIDENT_MESSAGE = 'incident';

/** A change as a few words; the record and the run's own line have the documents. */
const written = ({ what, word, note }: Change): string =>
  [`${what.kind} of ${what.resource}: ${word}`, ...(note === null ? [] : [plainText(note)])].join(', ');

const joined = (texts: readonly string[]): string | null => (texts.length === 0 ? null : texts.join('; '));

/**
 * What happened to an incident, as flat fields for the log, under the ids of alert and record: CloudWatch Logs Insights finds no
 * more than some hundred fields of a line, which documents would use up. Null where nothing happened.
 */
export function incidentLine(
  news: News,
  record: string | null,
  timeOf: (text: string) => number,
): Readonly<Record<string, string | number>> | null {
  const { happening, incident, outcome } = news;
  if (happening === null) return null;
  const suspect = suspectOf(outcome);
  const fields = {
    ...{ happening, outcome: outcome.word, incident: incident?.id ?? null, record },
    severity: incident?.severity ?? null,
    checks: joined(incident?.checks ?? []),
    trailArns: joined(outcome.judgements.map(({ trail }) => trail.arn)),
    buckets: joined([...new Set(outcome.judgements.map(({ trail }) => trail.bucket))]),
    written: joined(outcome.changes.map(written)),
    secondsToRestore: secondsToRestore(news, timeOf),
    eventName: suspect?.eventName ?? null,
    eventId: suspect?.eventId ?? null,
    ...(suspect?.actor ?? {}),
  };
  const present = Object.entries(fields).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
  return Object.fromEntries(present);
}
