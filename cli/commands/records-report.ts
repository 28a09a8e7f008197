import { one } from '../options.ts';
import { recordsReport } from '../output/report-page.ts';
import type { Command } from './command.ts';
import { CHOICES, CHOOSING, chosenRecords } from './records-list.ts';

/** So many of the latest records are on a page that nobody narrowed down. */
const MOST = 1_000;

/** `trailmend records report`: the same records as one page that stands alone. */
export const reportRecords: Command = {
  name: 'report',
  summary: 'the same records as one HTML page, to print or to pass on',
  options: [...CHOOSING, 'out'],
  choices: CHOICES,
  run: async (values, surroundings) => {
    const file = one(values, 'out');
    const { found } = await chosenRecords(values, surroundings, MOST);
    const page = recordsReport(
      found.records.map(({ record }) => record),
      Date.now(),
    );
    for (const unread of found.unread) surroundings.say(`left out: ${unread}`);
    if (!found.isAll) surroundings.say('there are more records than stand on the page: narrow them down with --since');
    if (file === undefined) return { output: page, exitCode: 0 };
    surroundings.writeFile(file, page);
    return { output: `✔ ${file} written: ${found.records.length} records\n`, exitCode: 0 };
  },
};
