import { literal, type Pattern, type Token, wildcards } from './glob.ts';
import { contextValue, type PointRequest } from './request.ts';

/** How text in a policy is read: with `*` and `?` as wildcards or not, with policy variables or not. */
export type Reading = { readonly wildcards: boolean; readonly variables: boolean };

const VARIABLE = /\$\{([^}]*)\}/g;
const WITH_DEFAULT = /^\s*([^,]*?)\s*,\s*'(.*)'\s*$/;
const SINGLE_CHARACTERS = ['*', '?', '$'];

/** What one variable stands for; null if it has no value, so that the text matches nothing. */
function expand(inside: string, request: PointRequest): Pattern {
  if (SINGLE_CHARACTERS.includes(inside)) return literal(inside);
  const [, name, fallback] = WITH_DEFAULT.exec(inside) ?? [null, inside.trim(), undefined];
  const value = contextValue(request, name ?? '');
  switch (value.kind) {
    case 'value':
      return literal(value.value);
    case 'absent':
      return fallback === undefined ? null : literal(fallback);
    case 'list':
    case 'perhaps':
    case 'present':
    case 'not-an-ip':
    case 'unknown':
      return [{ kind: 'hole' }];
  }
}

/** Reads text of a policy as a pattern; policy variables exist only from Version 2012-10-17 on. */
export function readPattern(text: string, reading: Reading, request: PointRequest): Pattern {
  const plain = reading.wildcards ? wildcards : literal;
  if (!reading.variables) return plain(text);
  const pieces: Token[] = [];
  let end = 0;
  for (const match of text.matchAll(VARIABLE)) {
    const expanded = expand(match[1] ?? '', request);
    if (expanded === null) return null;
    pieces.push(...plain(text.slice(end, match.index)), ...expanded);
    end = match.index + match[0].length;
  }
  pieces.push(...plain(text.slice(end)));
  return pieces;
}
