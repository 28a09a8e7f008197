import { checks } from '../../shared/checks/index.ts';
import { type Judged, judged } from '../judged.ts';
import { chosen, LIVE_OPTIONS, OFFLINE_OPTIONS, type Values } from '../options.ts';
import { checkPage } from '../output/check-page.ts';
import { checkText } from '../output/check-text.ts';
import { checkJson } from '../output/json.ts';
import { checkSarif, type DocumentFiles } from '../output/sarif.ts';
import { version } from '../version.ts';
import type { Command } from './command.ts';

/** How `check` exits: 2 if anything but advice is broken, else 1 if anything is unknown. */
export function checkExitCode({ judgements, leftOut }: Judged): number {
  const counted = judgements.flatMap(({ findings }) => findings.filter(({ severity }) => severity !== 'advice'));
  const has = (verdict: string): boolean => counted.some(({ finding }) => finding.verdict === verdict);
  return has('broken') ? 2 : has('unknown') || leftOut.length > 0 ? 1 : 0;
}

/** The documents that came from a file; standard input has no name. */
function filesOf(values: Values): DocumentFiles {
  const kinds = ['bucket-policy', 'key-policy', 'topic-policy'] as const;
  const named = kinds.map((kind) => [kind, values[kind]?.[0]] as const);
  return Object.fromEntries(named.filter(([, file]) => file !== undefined && file !== '-'));
}

const FORMATS = {
  text: checkText,
  json: checkJson,
  html: checkPage,
  sarif: (found: Judged, values: Values) => checkSarif(found, { checks, files: filesOf(values), version: version() }),
} as const;

/** `trailmend check`: does CloudTrail get through? */
export const check: Command = {
  name: 'check',
  summary: 'judge whether CloudTrail can deliver: every trail in reach, or documents',
  options: [...OFFLINE_OPTIONS, ...LIVE_OPTIONS],
  choices: { format: Object.keys(FORMATS) },
  run: async (values, surroundings) => {
    const format = chosen(values, 'format', FORMATS) ?? 'text';
    const found = await judged(values, surroundings);
    return { output: FORMATS[format](found, values), exitCode: checkExitCode(found) };
  },
};
