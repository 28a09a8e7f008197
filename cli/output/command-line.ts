import type { OptionName, Values } from '../options.ts';
import { paint } from './paint.ts';

/** A word as a shell takes it. */
export function shellWord(text: string): string {
  return /^[\w./:@%+,=-]+$/.test(text) && !text.startsWith('=') ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** How the person at the keyboard called the program: npm runs it under the name of the script. */
function program(): string {
  return process.env['npm_lifecycle_event'] === 'trailmend' ? 'npm run -s trailmend --' : 'trailmend';
}

/** What belongs to one run of one command, and not to what it looks at. */
const OF_ONE_RUN: readonly OptionName[] = ['yes', 'out', 'reset-landing-zone', 'format'];

/** An option as it is typed; a value that begins with a hyphen would be taken for an option. */
function words(name: string, value: string | boolean): readonly string[] {
  if (typeof value === 'boolean') return value ? [`--${name}`] : [];
  return value.startsWith('-') && value !== '-' ? [`--${name}=${value}`] : [`--${name}`, value];
}

/** Anything that a shell, or the terminal that shows it, would not take as it stands. */
const UNTYPEABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** A command line, quoted; null where an argument cannot be shown as it is. */
export function commandLine(command: string, values: Values, more: readonly string[] = []): string | null {
  const given = Object.entries(values).filter(([name]) => !OF_ONE_RUN.some((one) => one === name));
  const all = given.flatMap(([name, value]) => [value].flat().flatMap((one) => words(name, one)));
  if (all.some((word) => UNTYPEABLE.test(word))) return null;
  return [program(), command, ...[...all, ...more].map(shellWord)].join(' ');
}

/** A further command on records, which lie where those of this one do. */
export function onRecords(command: string, values: Values): string {
  const bucket = values['records-bucket'];
  const where: Values = bucket === undefined ? {} : { 'records-bucket': bucket };
  return commandLine(command, where) ?? `trailmend ${command}`;
}

/** The last lines: what the next command is for, and that command with the same arguments, to be copied. */
export function nextLines(
  why: string,
  command: string,
  values: Values,
  more: readonly string[] = [],
): readonly string[] {
  const line = commandLine(command, values, more);
  const isPiped = Object.values(values).some((value) => Array.isArray(value) && value.includes('-'));
  const piped = isPiped ? ', with the same document on standard input' : '';
  if (line === null) return ['', paint('dim', `next, ${why}: ${command}, with the same arguments`)];
  // It is not wrapped, since a break would be copied with it.
  return ['', paint('dim', `next, ${why}${piped}:`), `  ${line}`];
}
