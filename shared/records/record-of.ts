import type { ApiCall } from '../events/api-call.ts';
import { idOf } from '../incident/id.ts';
import type { Happening, Incident } from '../incident/incident.ts';
import { jsonObjectIn } from '../policy/json.ts';
import type { Change, Outcome } from '../reconcile/outcome.ts';
import type { DocumentChange } from '../reconcile/plan.ts';
import type { Kept, News } from '../reconcile/remember.ts';
import { arrivalsIn, cameAgain, suspectOf, toldIn } from '../reconcile/sight.ts';
import { resourceOfDocument } from '../trail/document.ts';
import type { AuditRecord, RecordedCause, RecordedDocument, RecordedEnd } from './record.ts';

/** Writes a time, in milliseconds since the epoch, as ISO 8601 in UTC. */
type TimeText = (milliseconds: number) => string;

/** The document's text as AWS gave it, if that is what the change rests on. */
function textBefore({ kind, resource, before }: DocumentChange, { judgements }: Outcome): string | null {
  if (before === null) return null;
  for (const { observation, trail } of judgements) {
    const reading = observation.policies[kind];
    if (resourceOfDocument(trail, kind) !== resource || reading.state !== 'present') continue;
    if (JSON.stringify(jsonObjectIn(reading.value)) === JSON.stringify(before)) return reading.value;
  }
  return JSON.stringify(before);
}

const isDocument = (change: Change): change is Change & { readonly what: DocumentChange } => 'after' in change.what;

function documentOf(
  { what, word, at, note }: Change & { readonly what: DocumentChange },
  outcome: Outcome,
  timeText: TimeText,
): RecordedDocument {
  const { kind, resource, owner, after, added, restored } = what;
  return {
    ...{ kind, resource, owner, before: textBefore(what, outcome), after: JSON.stringify(after), added, restored },
    ...{ outcome: word, at: at === null ? null : timeText(at), note },
  };
}

function causeOf(call: ApiCall | null): RecordedCause | null {
  if (call === null) return null;
  const { eventId, eventName, eventTime, actor } = call;
  const { principal, sourceAddress, userAgent } = actor;
  return { eventId, eventName, eventTime, principal, sourceAddress, userAgent };
}

function findingsOf({ judgements, unknown }: Outcome): AuditRecord['findings'] {
  return judgements.flatMap((judgement) =>
    toldIn({ judgements: [judgement], unknown }).map(({ check, severity, finding }) => ({
      ...{ trailArn: judgement.trail.arn, id: check.id, severity },
      ...{ message: finding.message, evidence: finding.evidence },
    })),
  );
}

function endOf(incident: Incident, outcome: Outcome, timeText: TimeText): RecordedEnd {
  const { restoredAt, repairs, gaps } = incident;
  const textOf = (time: number | null): string | null => (time === null ? null : timeText(time));
  const arrivals = arrivalsIn(outcome);
  return {
    restoredAt: textOf(restoredAt),
    repairs: repairs.length,
    gaps: gaps.map((gap) => {
      const { trailArn, from } = gap;
      return { trailArn, from: textOf(from), to: textOf(cameAgain(incident, gap, arrivals)) };
    }),
  };
}

const ENDS = ['proven', 'over', 'not-proven'] as const;

/** How it ended, if it did. */
const endIn = (happening: Happening | null): (typeof ENDS)[number] | null =>
  ENDS.find((one) => one === happening) ?? null;

/** Whether something is to be kept of a run: it wrote, something happened that people are told of, or an incident ended. */
function isKept({ happening, outcome }: News): boolean {
  return outcome.changes.some(({ word }) => word === 'restored') || (happening !== null && happening !== 'reminded');
}

function kindOf({ happening, outcome }: News): AuditRecord['kind'] {
  if (endIn(happening) !== null) return 'proof';
  return outcome.changes.some(({ word }) => word !== 'would-restore') ? 'remediation' : 'finding';
}

/** The record of a run as it is kept; null where nothing is. */
export function keptOf(news: News, calls: AuditRecord['calls'], timeText: TimeText): Kept | null {
  const record = recordOf(news, calls, timeText);
  return record === null ? null : { id: record.id, text: `${JSON.stringify(record, null, 2)}\n` };
}

/** The record of a run; null where nothing is to be kept. The calls are those that the run made. */
function recordOf(news: News, calls: AuditRecord['calls'], timeText: TimeText): AuditRecord | null {
  const { happening, incident, outcome, at } = news;
  if (!isKept(news)) return null;
  const [time, end] = [timeText(at), endIn(happening)];
  const kind = kindOf(news);
  const { judgements, changes, notRepairable, unknown } = outcome;
  const [documents, actions] = [changes.filter(isDocument), changes.filter((change) => !isDocument(change))];
  const about = [kind, incident?.id, ...judgements.map(({ trail }) => trail.arn)].join(' ');
  return {
    ...{ version: 1, kind, id: idOf(time, about), incident: incident?.id ?? null, at: time, happening },
    outcome: end ?? outcome.word,
    severity: incident?.severity ?? 'medium',
    brokenAt: incident === null ? null : timeText(incident.brokenAt),
    trails: judgements.map(({ trail, delivers }) => ({ trailArn: trail.arn, bucket: trail.bucket, delivers })),
    cause: causeOf(suspectOf(outcome)),
    findings: findingsOf(outcome),
    documents: documents.map((change) => documentOf(change, outcome, timeText)),
    actions: actions.map(({ what: { kind: what, resource }, word, at: when, note }) => ({
      ...{ kind: what, resource, outcome: word, at: when === null ? null : timeText(when), note },
    })),
    left: [...notRepairable, ...unknown],
    calls,
    end: end === null || incident === null ? null : endOf(incident, outcome, timeText),
    rollback: null,
  };
}
