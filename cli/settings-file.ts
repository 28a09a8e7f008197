import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checks } from '../shared/checks/index.ts';
import { parseSettings, parseSettingsText } from '../shared/settings/parse-settings.ts';
import { describeProblems } from '../shared/settings/problem.ts';
import type { Settings } from '../shared/settings/settings.ts';
import { BadInput } from './bad-input.ts';
import { readText, type Surroundings } from './documents.ts';
import { duplicateName } from './duplicate-name.ts';
import { shellWord } from './output/command-line.ts';

/** A settings file: its text, and what it says. */
export type SettingsFile = { readonly text: string; readonly settings: Settings };

/** Reads a settings file. Throws BadInput with everything that is wrong with it. */
export function readSettingsFile(file: string, surroundings: Surroundings): SettingsFile {
  const text = readText(file, surroundings);
  const parsed = parseSettingsText(text, checks);
  if (parsed.state === 'valid') return { text, settings: parsed.settings };
  throw new BadInput(`\`${file}\` is no settings file: ${describeProblems(parsed.problems)}`);
}

/** The settings file that is there already; null if there is none. One that cannot be understood is not for a program to write to. */
export function settingsFileAt(file: string, surroundings: Surroundings): SettingsFile | null {
  if (file !== '' && !existsSync(resolve(surroundings.directory, file))) return null;
  const found = readSettingsFile(file, surroundings);
  const twice = duplicateName(found.text);
  if (twice !== null) throw new BadInput(`\`${file}\`: \`${twice}\` stands there twice`);
  return found;
}

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SCHEMA = join(ROOT, 'shared/settings/settings.schema.json');

/**
 * The way from a settings file to the schema that this Trailmend came with: in a checkout as in `node_modules` it describes just the
 * fields that this Trailmend reads, and no editor has to fetch anything.
 */
export function schemaFrom(file: string, { directory }: Surroundings): string {
  const folder = file === '-' ? directory : dirname(resolve(directory, file));
  const way = relative(folder, SCHEMA).split(sep).join('/');
  // Windows has no way from one drive to another.
  return way.startsWith('.') || isAbsolute(way) ? way : `./${way}`;
}

/** The command that deploys with a settings file. npm runs it in the folder of Trailmend, which is not always where the file was named. */
export function deployCommand(file: string, { directory }: Surroundings): string {
  const path = resolve(directory, file);
  // The package holds the command line alone, and not the stack.
  if (!existsSync(join(ROOT, 'infra')))
    return `TRAILMEND_SETTINGS_FILE=${shellWord(path)} npm run deploy, in a checkout of Trailmend`;
  const way = relative(ROOT, path);
  if (way === 'trailmend.json') return 'npm run deploy';
  const isInside = !isAbsolute(way) && way.split(sep)[0] !== '..';
  return `TRAILMEND_SETTINGS_FILE=${shellWord(isInside ? way : path)} npm run deploy`;
}

/** The addresses, each once. Throws BadInput for what the settings would not take. */
export function mailAddresses(given: readonly string[]): readonly string[] {
  const alertEmails = [...new Set(given)];
  const probe = parseSettings({ alertEmails }, checks);
  const problems = probe.state === 'valid' ? [] : probe.problems.filter(({ place }) => place.startsWith('alertEmails'));
  const [first] = problems;
  if (first !== undefined) throw new BadInput(`--alert-email ${first.message}`);
  return alertEmails;
}
