import type { Command } from './command.ts';
import { listRecords } from './records-list.ts';
import { reportRecords } from './records-report.ts';
import { showRecord } from './records-show.ts';

/** `trailmend records`: what the function wrote, found and proved. Each verb is a command of its own; the list is the usual one. */
export const records: Command = {
  ...listRecords,
  name: 'records',
  summary: 'list the records of what was repaired, found and proved',
  commands: [listRecords, showRecord, reportRecords],
};
