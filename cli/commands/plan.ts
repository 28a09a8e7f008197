import { type Judged, judged, unknownIn } from '../judged.ts';
import { chosen, LIVE_OPTIONS, OFFLINE_OPTIONS } from '../options.ts';
import { planJson } from '../output/json.ts';
import { planPage } from '../output/plan-page.ts';
import { planText } from '../output/plan-text.ts';
import type { Command } from './command.ts';

/** How `plan` exits: 2 if there is anything to do, 1 if something could not be told. */
export function planExitCode(found: Judged): number {
  const { documents, actions, notRepairable } = found.plan;
  if (documents.length + actions.length + notRepairable.length > 0) return 2;
  return unknownIn(found).length + found.leftOut.length > 0 ? 1 : 0;
}

const FORMATS = { text: planText, json: planJson, html: planPage } as const;

/** `trailmend plan`: what would be changed, statement by statement, and what is left to people. */
export const plan: Command = {
  name: 'plan',
  summary: 'print exactly what a repair would change',
  options: [...OFFLINE_OPTIONS, ...LIVE_OPTIONS],
  choices: { format: Object.keys(FORMATS) },
  run: async (values, surroundings) => {
    const format = chosen(values, 'format', FORMATS) ?? 'text';
    const found = await judged(values, surroundings);
    return { output: FORMATS[format](found, values), exitCode: planExitCode(found) };
  },
};
