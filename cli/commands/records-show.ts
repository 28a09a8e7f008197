import { formatOf } from '../options.ts';
import { recordText } from '../output/record-text.ts';
import { printedJson } from '../output/shown.ts';
import { oneRecord, readerOf, recordId, recordsBucket } from '../records.ts';
import type { Command } from './command.ts';

/** `trailmend records show ID`: one record, with every change as a diff. */
export const showRecord: Command = {
  name: 'show',
  summary: 'print one record, with a diff of each policy',
  options: ['records-bucket', 'format'],
  operand: 'ID',
  run: async (values, surroundings, operand) => {
    const format = formatOf(values);
    const id = recordId(operand);
    const bucket = await recordsBucket(values, surroundings);
    const { record, text } = await oneRecord(id, bucket, await readerOf(bucket));
    const output = format === 'json' ? printedJson(JSON.parse(text)) : recordText(record, values);
    return { output, exitCode: 0 };
  },
};
