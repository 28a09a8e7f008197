import { type Context, lookUp } from './context.ts';
import { type Glob, parseGlob } from './glob.ts';

/** How a value of a policy is read: with `${…}` (only under Version 2012-10-17), with wildcards. */
export type Reading = { readonly variables: boolean; readonly wildcards: boolean };

/** A value with its variables filled in; `nothing` where a variable has no value, so that nothing can match it. */
export type Expanded = Glob | 'nothing' | 'unknown';

const VARIABLE = /\$\{([^}]*)\}/g;

function fill(name: string, context: Context): Expanded {
  if (name === '*' || name === '?' || name === '$') return parseGlob(name, false);
  const [, key = name, fallback] = /^\s*([^,]*?)\s*(?:,\s*'([^']*)'\s*)?$/.exec(name) ?? [];
  const value = lookUp(context, key);
  switch (value.kind) {
    case 'absent':
      return fallback === undefined ? 'nothing' : parseGlob(fallback, false);
    case 'opaque':
      return 'unknown';
    case 'unknown':
      return 'unknown';
    case 'known':
      return value.multi ? 'unknown' : parseGlob(value.values[0] ?? '', false);
  }
}

/**
 * Fills in the policy variables of a value. A variable whose key the request does not carry matches nothing, unless it
 * has a default (IAM user guide, "IAM policy elements: Variables and tags"). What a variable brings in is literal text.
 */
export function expand(value: string, reading: Reading, context: Context): Expanded {
  if (!reading.variables) return parseGlob(value, reading.wildcards);
  const tokens: Glob[number][] = [];
  let unknown = false;
  let end = 0;
  for (const match of value.matchAll(VARIABLE)) {
    tokens.push(...parseGlob(value.slice(end, match.index), reading.wildcards));
    const filled = fill(match[1] ?? '', context);
    if (filled === 'nothing') return 'nothing';
    if (filled === 'unknown') unknown = true;
    else tokens.push(...filled);
    end = match.index + match[0].length;
  }
  tokens.push(...parseGlob(value.slice(end), reading.wildcards));
  return unknown ? 'unknown' : tokens;
}

/** Writes text so that a pattern under Version 2012-10-17 takes it literally. */
export function escapeLiteral(text: string): string {
  return text.replaceAll(/[*?$]/g, (sign) => `\${${sign}}`);
}
