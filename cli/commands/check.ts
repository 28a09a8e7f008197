import { type Judged, judged } from '../judged.ts';
import { formatOf, LIVE_OPTIONS, OFFLINE_OPTIONS } from '../options.ts';
import { checkText } from '../output/check-text.ts';
import { checkJson } from '../output/json.ts';
import type { Command } from './command.ts';

/** How `check` exits: 2 if anything but advice is broken, else 1 if anything is unknown. */
export function checkExitCode({ judgements, leftOut }: Judged): number {
  const counted = judgements.flatMap(({ findings }) => findings.filter(({ severity }) => severity !== 'advice'));
  const has = (verdict: string): boolean => counted.some(({ finding }) => finding.verdict === verdict);
  return has('broken') ? 2 : has('unknown') || leftOut.length > 0 ? 1 : 0;
}

/** `trailmend check`: does CloudTrail get through? */
export const check: Command = {
  name: 'check',
  summary: 'judge whether CloudTrail can deliver: every trail in reach, or documents',
  options: [...OFFLINE_OPTIONS, ...LIVE_OPTIONS],
  run: async (values, surroundings) => {
    const format = formatOf(values);
    const found = await judged(values, surroundings);
    const output = format === 'json' ? checkJson(found) : checkText(found, values);
    return { output, exitCode: checkExitCode(found) };
  },
};
