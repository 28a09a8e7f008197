import { readFileSync } from 'node:fs';
import type { KnownCheck } from '../shared/settings/modes.ts';
import { parseSettingsText } from '../shared/settings/parse-settings.ts';
import { describeProblems } from '../shared/settings/problem.ts';
import type { Settings } from '../shared/settings/settings.ts';

/** The settings cannot be deployed: the message is the one sentence that a person reads. */
export class SettingsError extends Error {}

/** Reads the settings file, or throws a SettingsError that names the file and everything that is wrong with it. */
export function readSettingsFile(path: string, checks: readonly KnownCheck[]): Settings {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const cause =
      error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'it does not exist' : String(error);
    const advice = '`npm run -s trailmend -- init` writes one';
    throw new SettingsError(`the settings file \`${path}\` cannot be read: ${cause} (${advice})`, { cause: error });
  }
  const parsed = parseSettingsText(text, checks);
  if (parsed.state === 'valid') return parsed.settings;
  throw new SettingsError(`the settings file \`${path}\` is not valid: ${describeProblems(parsed.problems)}`);
}
