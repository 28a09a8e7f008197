import { plainText } from '../../shared/plain-text.ts';
import type { AuditRecord } from '../../shared/records/record.ts';
import { parseTrailArn } from '../../shared/trail/arn.ts';
import { parseEventDataStoreArn } from '../../shared/trail/event-data-store.ts';
import type { Values } from '../options.ts';
import type { ReadRecords } from '../records.ts';
import { onRecords } from './command-line.ts';
import { paint } from './paint.ts';

type Outcome = AuditRecord['outcome'];

const COLOURS: Readonly<Record<Outcome, 'green' | 'yellow' | 'red' | 'dim'>> = {
  ...({ restored: 'green', proven: 'green', over: 'green', unchanged: 'dim' } as const),
  ...({ 'would-restore': 'yellow', alerted: 'yellow', 'not-proven': 'yellow', 'rolled-back': 'yellow' } as const),
  failed: 'red',
};

/** An outcome in its colour, as wide as it is to be. */
export function outcomeWord(outcome: Outcome, width = 0): string {
  return paint(COLOURS[outcome], outcome.padEnd(width));
}

/** A trail's or an event data store's name, by its ARN. */
const nameOf = (arn: string): string => (parseTrailArn(arn) ?? parseEventDataStoreArn(arn))?.name ?? arn;

/** The trails of a record, and their bucket. */
export function placeOf({ trails }: AuditRecord): string {
  const names =
    trails.length > 2 ? `${trails.length} trails` : trails.map(({ trailArn }) => nameOf(trailArn)).join(', ');
  return plainText(`${names} → ${trails[0]?.bucket ?? 'no bucket'}`, 60);
}

/** What CloudTrail itself reports only follows from what broke. */
export const isConsequence = (id: string): boolean => /^trail-(delivers|publishes)-/.test(id);

/** What a record is about, in a few words. */
function whatOf({ kind, findings, end, rollback, documents, actions, left }: AuditRecord): string {
  if (rollback !== null) return `of ${rollback.of}`;
  if (kind === 'proof' && end !== null) return end.repairs === 1 ? 'after one repair' : `after ${end.repairs} repairs`;
  const checks = [...new Set([...findings, ...left].map(({ id }) => id))];
  const causes = checks.filter((id) => !isConsequence(id));
  const [first, ...others] = causes.length > 0 ? causes : checks;
  if (first === undefined) return [...documents, ...actions][0]?.kind ?? '';
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

const timeOf = (at: string): string => at.slice(0, 19).replace('T', ' ');

const HEAD = ['WHEN (UTC)', 'OUTCOME', 'TRAIL → BUCKET', 'WHAT', 'RECORD'];

/** The rows as columns; the outcome has a colour, which takes no room. */
function table(records: readonly AuditRecord[]): readonly string[] {
  const rows = records.map((record) => ({
    record,
    cells: [timeOf(record.at), record.outcome, placeOf(record), plainText(whatOf(record), 60), record.id],
  }));
  const widths = HEAD.map((head, at) => Math.max(head.length, ...rows.map(({ cells }) => (cells[at] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    cells.map((cell, at) => (at === cells.length - 1 ? cell : cell.padEnd(widths[at] ?? 0))).join('  ');
  return [
    paint('dim', line(HEAD)),
    ...rows.map(({ record, cells }) =>
      line(cells).replace(record.outcome.padEnd(widths[1] ?? 0), outcomeWord(record.outcome, widths[1])),
    ),
  ];
}

/** What `records` prints: a line for each, newest first; what could not be read; the next command. */
export function recordsText(found: ReadRecords, bucket: string, values: Values): string {
  const records = found.records.map(({ record }) => record);
  const [first] = records;
  const oldest = records.at(-1);
  const lines = first === undefined ? [`no such records in ${bucket}`] : table(records);
  const notes = [
    ...found.unread.map((reason) => `${paint('yellow', '?')} ${plainText(reason)}`),
    ...(found.isAll ? [] : [paint('dim', `  there are older ones: ${olderThan(oldest)}`)]),
  ];
  const next = first === undefined ? [] : ['', paint('dim', `next: ${onRecords(`records show ${first.id}`, values)}`)];
  return `${[...lines, ...notes, ...next].join('\n')}\n`;
}

/** How to see the records before the oldest that is shown. */
const olderThan = (oldest: AuditRecord | undefined): string =>
  oldest === undefined ? 'narrow them with --since and --until' : `--until ${oldest.at.slice(0, 19)}Z, or --since 30d`;
