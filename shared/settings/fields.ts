import { hint } from './nearest.ts';
import type { Report } from './problem.ts';

/** A JSON object whose fields are not known yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** True of a JSON object; lists and null are none. */
export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Refuses fields that mean nothing: a misspelt setting must not pass for its default. */
export function refuseUnknownFields(fields: Fields, known: readonly string[], place: string, report: Report): void {
  for (const name of Object.keys(fields)) {
    if (known.includes(name)) continue;
    report(inside(place, name), `is not a setting${hint(name, known)}`);
  }
}

/** The place of a field inside another place. */
export function inside(place: string, name: string): string {
  return place === '' ? shown(name) : `${place}.${shown(name)}`;
}

/** A value as a message may repeat it: bounded, on one line. */
export function shown(value: unknown): string {
  const text = onOneLine(typeof value === 'string' ? value : written(value));
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** Text of others without control characters. */
export function onOneLine(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ');
}

/** `JSON.stringify` overflows the stack where a value nests some thousand levels deep. */
function written(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'nothing';
  } catch {
    return Array.isArray(value) ? 'a list too deep to show' : 'an object too deep to show';
  }
}

/** A text of a certain form: what is allowed, and how a message names it. */
export type Form = { readonly pattern: RegExp; readonly is: string };

/** Reads a text, or reports why it is none; an absent one is reported only if it is required. */
export function readText(fields: Fields, name: string, form: Form, place: string, report: Report): string | undefined {
  const value = fields[name];
  if (typeof value === 'string' && form.pattern.test(value)) return value;
  if (value !== undefined) report(inside(place, name), `must be ${form.is}, and is \`${shown(value)}\``);
  return undefined;
}

/** Reads true or false, or reports why it is neither. */
export function readTruth(fields: Fields, name: string, place: string, report: Report): boolean | undefined {
  const value = fields[name];
  if (typeof value === 'boolean' || value === undefined) return value;
  report(inside(place, name), `must be true or false, and is \`${shown(value)}\``);
  return undefined;
}

/** Whole numbers of a certain range, and how a message names them. */
export type Range = { readonly from: number; readonly to: number; readonly is: string };

/** Reads a whole number, or reports why it is none; an absent one is not reported. */
export function readWhole(
  fields: Fields,
  name: string,
  { from, to, is }: Range,
  place: string,
  report: Report,
): number | undefined {
  const value = fields[name];
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to) return value;
  report(inside(place, name), `must be ${is}, and is \`${shown(value)}\``);
  return undefined;
}

/** What remains of an object when the fields without a value are left out. */
export type Given<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** The object without the fields that have no value. */
export function given<T extends object>(optional: T): Given<T>;
export function given(optional: object): object {
  return Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
}

/** Reports a required field that is absent. */
export function requireField(fields: Fields, name: string, place: string, report: Report): void {
  if (fields[name] === undefined) report(inside(place, name), 'is missing');
}
