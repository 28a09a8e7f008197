import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { recordsReport } from '../cli/output/report-page.ts';
import { RECORDS } from '../shared/trail/record-key.ts';
import { listObjects, readObject } from './aws/s3.ts';
import type { Engine } from './engine/engine.ts';

type AuditRecords = Parameters<typeof recordsReport>[0];

/** The records that the function has kept in its store bucket. */
async function readRecords({ root }: Engine, bucket: string): Promise<AuditRecords> {
  const objects = await listObjects(root, bucket, RECORDS);
  return Promise.all(objects.map(async ({ key }) => JSON.parse((await readObject(root, bucket, key)).toString())));
}

/** Writes the report of what the function has kept into a file; answers with the number of records. */
export async function writeReport(engine: Engine, bucket: string, file: string): Promise<number> {
  const records = await readRecords(engine, bucket);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, recordsReport(records, Date.now()));
  return records.length;
}
