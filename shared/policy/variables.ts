import { type Context, lookUp } from './context.ts';
import { type Glob, parseGlob } from './glob.ts';

/** How a value of a policy is read: with `${…}` (only under Version 2012-10-17), with wildcards. */
export type Reading = { readonly variables: boolean; readonly wildcards: boolean };

/**
 * A value with its variables filled in; null where a variable has no value, so that nothing can match it. Where a value is
 * not known, `exact` is false and a star stands for it: what does not match then cannot match at all.
 */
export type Expanded = { readonly glob: Glob; readonly exact: boolean } | null;

const literally = (text: string): Expanded => ({ glob: parseGlob(text, false), exact: true });

/** The default of a variable, which stands in single quotes; undefined if it does not. */
function unquoted(text: string): string | undefined {
  const trimmed = text.trim();
  return trimmed.length >= 2 && trimmed.startsWith("'") && trimmed.endsWith("'") ? trimmed.slice(1, -1) : undefined;
}

function fill(name: string, context: Context): Expanded {
  if (name === '*' || name === '?' || name === '$') return literally(name);
  const comma = name.indexOf(',');
  const key = comma < 0 ? name : name.slice(0, comma);
  const fallback = comma < 0 ? undefined : unquoted(name.slice(comma + 1));
  const value = lookUp(context, key.trim());
  switch (value.kind) {
    case 'absent':
      return fallback === undefined ? null : literally(fallback);
    case 'opaque':
    case 'unknown':
      return { glob: ['many'], exact: false };
    case 'known':
      return value.multi ? { glob: ['many'], exact: false } : literally(value.values[0] ?? '');
  }
}

/**
 * Fills in the policy variables of a value. A variable whose key the request does not carry matches nothing, unless it
 * has a default (IAM user guide, "IAM policy elements: Variables and tags"). What a variable brings in is literal text.
 */
export function expand(value: string, reading: Reading, context: Context): Expanded {
  if (!reading.variables) return { glob: parseGlob(value, reading.wildcards), exact: true };
  const tokens: Glob[number][] = [];
  let exact = true;
  let end = 0;
  for (let open = value.indexOf('${'); open >= 0; open = value.indexOf('${', end)) {
    const close = value.indexOf('}', open);
    if (close < 0) break;
    const filled = fill(value.slice(open + 2, close), context);
    if (filled === null) return null;
    exact &&= filled.exact;
    for (const token of parseGlob(value.slice(end, open), reading.wildcards)) tokens.push(token);
    for (const token of filled.glob) tokens.push(token);
    end = close + 1;
  }
  for (const token of parseGlob(value.slice(end), reading.wildcards)) tokens.push(token);
  return { glob: tokens, exact };
}

/** Writes text so that a pattern under Version 2012-10-17 takes it literally. */
export function escapeLiteral(text: string): string {
  return text.replaceAll(/[*?$]/g, (sign) => `\${${sign}}`);
}
