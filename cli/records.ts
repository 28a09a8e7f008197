import { bounded } from '../shared/reconcile/bounded.ts';
import type { RecordRange, RecordReader } from '../shared/reconcile/ports.ts';
import { parseRecord } from '../shared/records/parse-record.ts';
import type { AuditRecord } from '../shared/records/record.ts';
import { RECORD_ID } from '../shared/trail/record-key.ts';
import { BadInput } from './bad-input.ts';
import type { Surroundings } from './documents.ts';
import { BUCKET, oneFormed, type Values } from './options.ts';

/** How the names of store buckets begin that CloudFormation makes for the stack `Trailmend`. */
const STORE = 'trailmend-store';

/** The variable that names the store bucket, for the function and for people. */
const VARIABLE = 'TRAILMEND_STORE_BUCKET';

/** The bucket that the stack made, by its name among those of the caller. */
async function found(): Promise<string> {
  const { bucketsNamed } = await import('../shared/aws/people.ts');
  const names = await bucketsNamed(STORE);
  const hint = 'name the bucket with --records-bucket';
  if (names.state !== 'present') {
    const why = names.state === 'unreadable' ? names.reason : 'nobody was asked';
    throw new BadInput(`where the records are could not be found out: ${why}; ${hint}`);
  }
  const [only, ...others] = names.value;
  if (only === undefined) {
    throw new BadInput(`no bucket of this account has a name that begins with \`${STORE}\`: ${hint}`);
  }
  if (others.length === 0) return only;
  const all = names.value.map((name) => `\`${name}\``).join(', ');
  throw new BadInput(`the records may lie in any of ${all}: ${hint}`);
}

/** The bucket that holds the records: as named, as the environment says, or the only one that the stack can have made. */
export async function recordsBucket(values: Values, { environment }: Surroundings): Promise<string> {
  const named = oneFormed(values, 'records-bucket', BUCKET);
  if (named !== null) return named;
  const said = environment(VARIABLE);
  if (said === undefined) return found();
  if (BUCKET.form.test(said)) return said;
  throw new BadInput(`the variable \`${VARIABLE}\` must be ${BUCKET.is}, and is \`${said}\``);
}

/** Reads the records of a bucket. */
export async function readerOf(bucket: string): Promise<RecordReader> {
  const { recordReader } = await import('../shared/aws/people.ts');
  return recordReader(bucket);
}

/** A record, and its text as it is kept: a later release may have written more into it. */
export type ReadRecord = { readonly record: AuditRecord; readonly text: string };

/** Reads one record. Throws BadInput where there is none, in one sentence. */
export async function oneRecord(id: string | undefined, bucket: string, reader: RecordReader): Promise<ReadRecord> {
  const name = recordId(id);
  const reading = await reader.read(name);
  if (reading.state === 'unreadable') throw new BadInput(reading.reason);
  if (reading.state !== 'present') throw new BadInput(`there is no record \`${name}\` in \`${bucket}\``);
  const record = parseRecord(reading.value);
  if (record === null || record.id !== name)
    throw new BadInput(`the object of \`${name}\` in \`${bucket}\` is no record as this release knows them`);
  return { record, text: reading.value };
}

/** The id of a record; BadInput if it is none. */
export function recordId(id: string | undefined): string {
  const hint = '`trailmend records` lists them';
  if (id === undefined) throw new BadInput(`the id of a record is missing: ${hint}`);
  if (RECORD_ID.test(id)) return id;
  throw new BadInput(`\`${id}\` is no id of a record, such as 20261121T165541Z-64be7403: ${hint}`);
}

/** So many records are read at the same time. */
const AT_ONCE = 16;

/** Records, newest first; how many could not be read as records, and whether there are more. */
export type ReadRecords = {
  readonly records: readonly ReadRecord[];
  readonly unread: readonly string[];
  readonly isAll: boolean;
};

async function readOne(id: string, reader: RecordReader): Promise<ReadRecord | string> {
  const reading = await reader.read(id);
  if (reading.state === 'unreadable') return reading.reason;
  const record = reading.state === 'present' ? parseRecord(reading.value) : null;
  if (record === null || record.id !== id || reading.state !== 'present')
    return `${id} is no record as this release knows them`;
  return { record, text: reading.value };
}

/** Reads the latest records of a range, at most so many. Throws BadInput where they cannot be listed. */
export async function latestRecords(
  bucket: string,
  reader: RecordReader,
  range: RecordRange,
  limit: number,
): Promise<ReadRecords> {
  const listed = await reader.list(range, limit);
  if (listed.state === 'absent') throw new BadInput(`there is no bucket \`${bucket}\``);
  if (listed.state !== 'present') throw new BadInput(listed.reason ?? 'nobody was asked');
  const { ids, isAll } = listed.value;
  const all = await bounded(ids, AT_ONCE, (id) => readOne(id, reader));
  return {
    records: all.filter((one) => typeof one !== 'string'),
    unread: all.filter((one) => typeof one === 'string'),
    isAll,
  };
}
