import { plainJson, plainText } from '../../shared/plain-text.ts';
import type { NotedCall } from '../../shared/reconcile/noting.ts';
import type { AuditRecord, RecordedDocument } from '../../shared/records/record.ts';
import { undosOf } from '../../shared/records/undo.ts';
import { spanText } from '../../shared/report/words.ts';
import { DOCUMENTS } from '../../shared/trail/document.ts';
import type { Values } from '../options.ts';
import { onRecords } from './command-line.ts';
import { diffLines } from './diff-lines.ts';
import { paint } from './paint.ts';
import { isConsequence, outcomeWord, placeOf } from './records-text.ts';

/** So much of a text that others control is shown. */
const SHOWN = 300;

const row = (name: string, text: string): string => `  ${paint('dim', name.padEnd(9))} ${text}`;

/** A paragraph under a heading; nothing where it is empty. */
const part = (heading: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', paint('bold', heading), ...lines];

function whenLine({ at, brokenAt }: AuditRecord): string {
  if (brokenAt === null) return row('when', at);
  const apart = Date.parse(at) - Date.parse(brokenAt);
  const span = Number.isNaN(apart) ? '' : apart < 60_000 ? `, ${Math.round(apart / 1_000)} s` : `, ${spanText(apart)}`;
  return row('when', `${at}${span} after it broke`);
}

function causeLines({ cause, rollback }: AuditRecord): readonly string[] {
  if (rollback !== null) return [row('who', plainText(rollback.by, SHOWN))];
  if (cause === null) return [row('who', 'not known; CloudTrail event history has the call')];
  const { principal, eventName, eventTime, eventId, sourceAddress, userAgent } = cause;
  const when = eventTime === null ? '' : ` at ${plainText(eventTime, 40)}`;
  const from = plainText(sourceAddress ?? 'an unknown address', SHOWN);
  const event = eventId === null ? '' : `, event ${plainText(eventId, 60)}`;
  return [
    row('who', `${plainText(principal, SHOWN)} called ${plainText(eventName, 80)}${when}`),
    row('', `from ${from} with ${plainText(userAgent ?? 'an unknown client', SHOWN)}${event}`),
  ];
}

function headLines(record: AuditRecord): readonly string[] {
  const { kind, id, outcome, severity, incident, trails, rollback } = record;
  return [
    `${paint('bold', id)}  ${outcomeWord(outcome)}  ${kind}, ${severity}`,
    whenLine(record),
    row('where', placeOf(record)),
    ...trails.map(({ trailArn }) => row('', plainText(trailArn, SHOWN))),
    ...causeLines(record),
    ...(incident === null ? [] : [row('incident', plainText(incident, 60))]),
    ...(rollback === null ? [] : [row('of', plainText(rollback.of, 60)), row('held', `until ${rollback.heldUntil}`)]),
  ];
}

function findingLines({ findings }: AuditRecord): readonly string[] {
  const causes = findings.filter(({ id }) => !isConsequence(id));
  const ordered = [...causes, ...findings.filter(({ id }) => isConsequence(id))];
  return ordered.flatMap(({ id, severity, message, evidence }) => [
    `  ${paint('red', '✗')} ${plainText(id, 80)} (${severity}): ${plainText(message, 1_000)}`,
    ...(evidence?.refused ?? []).map(({ action, resource }) =>
      paint('dim', `      refused: ${plainText(action, 80)} ${plainText(resource, SHOWN)}`),
    ),
  ]);
}

const WRITES: Readonly<Record<RecordedDocument['outcome'], string>> = {
  restored: 'written',
  'would-restore': 'would be written',
  failed: 'NOT written',
};

function endedLine(outcome: RecordedDocument['outcome'], at: string | null, note: string | null): string {
  const when = at === null ? '' : ` at ${at}`;
  const colour = outcome === 'restored' ? 'green' : outcome === 'failed' ? 'red' : 'yellow';
  return `${paint(colour, WRITES[outcome])}${when}${note === null ? '' : ` (${plainText(note, 1_000)})`}`;
}

function documentLines({ kind, resource, before, after, outcome, at, note }: RecordedDocument): readonly string[] {
  const what = `${DOCUMENTS[kind].noun} of ${plainText(resource, SHOWN)}`;
  return [`  ${what}: ${endedLine(outcome, at, note)}`, ...diffLines(before, after)];
}

function leftLines({ left }: AuditRecord): readonly string[] {
  return left.flatMap(({ id, message, suggestion }) => [
    `  ${paint('yellow', '?')} ${plainText(id, 80)}: ${plainText(message, 1_000)}`,
    ...(suggestion === null
      ? []
      : typeof suggestion === 'string'
        ? [`      ${plainText(suggestion, 1_000)}`]
        : plainJson(suggestion).map((line) => `      ${line}`)),
  ]);
}

/** When a call was made, by the clock of the day. */
function clockOf(milliseconds: number): string {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? 'at no time  ' : date.toISOString().slice(11, 23);
}

/** The calls in the order in which they began; the same call on the same thing, made often, is one line. */
function callLines({ calls }: AuditRecord): readonly string[] {
  const groups = new Map<string, { first: NotedCall; longest: number; times: number }>();
  for (const call of calls) {
    const { action, resource, milliseconds, outcome, reason } = call;
    const name = JSON.stringify([action, resource, outcome, reason]);
    const { first, longest, times } = groups.get(name) ?? { first: call, longest: milliseconds, times: 0 };
    groups.set(name, {
      first: call.at < first.at ? call : first,
      longest: Math.max(longest, milliseconds),
      times: times + 1,
    });
  }
  const rows = [...groups.values()].map(({ first, longest, times }) => ({ first, took: `${longest} ms`, times }));
  const width = rows.reduce((widest, { took }) => Math.max(widest, took.length), 0);
  const ordered = rows.toSorted((one, other) => one.first.at - other.first.at);
  return ordered.map(({ first: { action, resource, at, outcome, reason }, took, times }) => {
    const end = outcome === 'ok' ? '' : `: ${outcome}${reason === null ? '' : `, ${plainText(reason, SHOWN)}`}`;
    const line = `${took.padStart(width)}  ${plainText(action, 80)} ${plainText(resource, SHOWN)}`;
    const often = times === 1 ? '' : `, ${times} times, the longest took so long`;
    return `  ${paint('dim', clockOf(at))}  ${line}${often}${outcome === 'failed' ? paint('red', end) : end}`;
  });
}

function endLines({ end }: AuditRecord): readonly string[] {
  if (end === null) return [];
  return [
    row('right', end.restoredAt === null ? 'not known since when' : `again since ${end.restoredAt}`),
    row('repairs', String(end.repairs)),
    ...end.gaps.map(({ trailArn, from, to }) =>
      row('gap', `${plainText(trailArn, SHOWN)}: from ${from ?? 'the beginning'} to ${to ?? 'now: none has come yet'}`),
    ),
  ];
}

/** What `records show` prints: what, when, who, what broke, every change as a diff, the calls, the end, the next command. */
export function recordText(record: AuditRecord, values: Values): string {
  const { documents, actions } = record;
  const acted = actions.map(
    ({ kind, resource, outcome, at, note }) =>
      `  ${plainText(kind, 80)} ${plainText(resource, SHOWN)}: ${endedLine(outcome, at, note)}`,
  );
  const lines = [
    ...headLines(record),
    ...part('what broke', findingLines(record)),
    ...part('what was changed', [...documents.flatMap(documentLines), ...acted]),
    ...part('what is left to people', leftLines(record)),
    ...part('how it ended', endLines(record)),
    ...part('calls', callLines(record)),
    ...(undosOf(record).length === 0
      ? []
      : ['', paint('dim', `next: ${onRecords(`rollback ${record.id}`, values)} prints what it would put back`)]),
  ];
  return `${lines.join('\n')}\n`;
}
