/** One piece of a pattern. A `hole` stands for text that is not known. */
export type Token = { readonly kind: 'text'; readonly char: string } | { readonly kind: 'star' | 'one' | 'hole' };

/** A pattern in pieces; null is a pattern that can match nothing. */
export type Pattern = readonly Token[] | null;

/** The pieces of plain text: nothing in it is a wildcard. */
export function literal(text: string): Token[] {
  return [...text].map((char) => ({ kind: 'text', char }));
}

/** The pieces of text in which `*` and `?` are wildcards. */
export function wildcards(text: string): Token[] {
  return [...text].map((char): Token => {
    if (char === '*') return { kind: 'star' };
    return char === '?' ? { kind: 'one' } : { kind: 'text', char };
  });
}

function matchesOne(token: Token | undefined, char: string | undefined): boolean {
  if (token === undefined || char === undefined) return false;
  return token.kind === 'one' || (token.kind === 'text' && token.char === char);
}

function repeats(token: Token | undefined): boolean {
  return token?.kind === 'star' || token?.kind === 'hole';
}

/** Whether the whole text matches, a hole taken for any text; `*` crosses every character, `/` and `:` too. */
export function globMatches(pattern: readonly Token[], text: string): boolean {
  const chars = [...text];
  let at = 0;
  let from = 0;
  let star = -1;
  let resume = 0;
  while (from < chars.length) {
    if (repeats(pattern[at])) {
      star = at;
      resume = from;
      at += 1;
    } else if (matchesOne(pattern[at], chars[from])) {
      at += 1;
      from += 1;
    } else if (star >= 0) {
      resume += 1;
      from = resume;
      at = star + 1;
    } else return false;
  }
  while (repeats(pattern[at])) at += 1;
  return at === pattern.length;
}

/** Whether a part of the pattern is not known, so that a match is only possible. */
export function hasHole(pattern: readonly Token[]): boolean {
  return pattern.some((token) => token.kind === 'hole');
}
