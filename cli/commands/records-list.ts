import { checks } from '../../shared/checks/index.ts';
import { type AuditRecord, RECORD_OUTCOMES } from '../../shared/records/record.ts';
import { hint } from '../../shared/settings/nearest.ts';
import { BadInput } from '../bad-input.ts';
import type { Surroundings } from '../documents.ts';
import { formatOf, type Values } from '../options.ts';
import { recordsText } from '../output/records-text.ts';
import { printedJson } from '../output/shown.ts';
import { latestRecords, type ReadRecords, readerOf, recordsBucket } from '../records.ts';
import { rangeOf } from '../time-options.ts';
import { sourceArn } from '../trails.ts';
import type { Command } from './command.ts';

/** So many records are looked at: of those that nobody narrowed down, a screenful. */
const LIMITS = { usual: 50, asked: 1_000 } as const;

/** Whether a record is among those that were asked for. */
type Filter = (record: AuditRecord) => boolean;

function filterOf(values: Values): Filter {
  const trails = values['trail-arn']?.map((text) => sourceArn(text, 'trail-arn'));
  const { check, outcome, incident } = values;
  const names: readonly string[] = RECORD_OUTCOMES;
  const odd = outcome?.find((word) => !names.includes(word));
  if (odd !== undefined) throw new BadInput(`--outcome must be one of ${names.join(', ')}, and is \`${odd}\``);
  return (record) =>
    (trails === undefined || record.trails.some((one) => trails.includes(one.trailArn))) &&
    (check === undefined || [...record.findings, ...record.left].some(({ id }) => check.includes(id))) &&
    (outcome === undefined || outcome.includes(record.outcome)) &&
    (incident === undefined || (record.incident !== null && incident.includes(record.incident)));
}

/** A check that neither this release knows nor any record names is a slip of the pen. */
function refuseUnknownCheck({ check }: Values, { records }: ReadRecords): void {
  const ids = [...checks.map(({ id }) => id), ...records.flatMap(({ record }) => record.findings.map(({ id }) => id))];
  const odd = check?.find((id) => !ids.includes(id));
  if (odd !== undefined) throw new BadInput(`there is no check \`${odd}\`${hint(odd, ids)}`);
}

const isNarrowed = ({ since, until, check, outcome, incident, ...values }: Values): boolean =>
  [since, until, check, outcome, incident, values['trail-arn']].some((value) => value !== undefined);

/** The list as JSON: the records as they are kept. */
function recordsJson({ records, unread, isAll }: ReadRecords, bucket: string): string {
  const all = records.map(({ text }): unknown => JSON.parse(text));
  return printedJson({ version: 1, bucket, isAll, unread, records: all });
}

/** The options that choose records. */
export const CHOOSING = ['records-bucket', 'since', 'until', 'trail-arn', 'check', 'outcome', 'incident'] as const;

/** What the values of these options may be. */
export const CHOICES = { outcome: RECORD_OUTCOMES, check: checks.map(({ id }) => id) };

/** The records that the options choose, and the bucket that they lie in. Throws BadInput. */
export async function chosenRecords(
  values: Values,
  surroundings: Surroundings,
  usual: number,
): Promise<{ readonly found: ReadRecords; readonly bucket: string }> {
  const [filter, range] = [filterOf(values), rangeOf(values, Date.now())];
  const bucket = await recordsBucket(values, surroundings);
  surroundings.progress(`reading the records in ${bucket}`);
  const limit = isNarrowed(values) ? LIMITS.asked : usual;
  const read = await latestRecords(bucket, await readerOf(bucket), range, limit);
  refuseUnknownCheck(values, read);
  return { found: { ...read, records: read.records.filter(({ record }) => filter(record)) }, bucket };
}

/** `trailmend records list`: the records, newest first. */
export const listRecords: Command = {
  name: 'list',
  summary: 'the same: newest first, by time, trail, check, outcome or incident',
  options: [...CHOOSING, 'format'],
  choices: CHOICES,
  run: async (values, surroundings) => {
    const format = formatOf(values);
    const { found, bucket } = await chosenRecords(values, surroundings, LIMITS.usual);
    return { output: format === 'json' ? recordsJson(found, bucket) : recordsText(found, bucket, values), exitCode: 0 };
  },
};
