/** One element of a pattern: a literal UTF-16 unit, `?` (any one) or `*` (any run, also an empty one). */
export type GlobToken = { readonly literal: string } | 'one' | 'many';

/** A pattern as IAM reads it: `*` crosses every character, `/` and `:` too. */
export type Glob = readonly GlobToken[];

/** Turns text into tokens; without wildcards every character stands for itself. */
export function parseGlob(text: string, wildcards = true): Glob {
  return Array.from({ length: text.length }, (_, at) => {
    const unit = text.charAt(at);
    if (wildcards && unit === '*') return 'many';
    if (wildcards && unit === '?') return 'one';
    return { literal: unit };
  });
}

/** The pattern as text, for messages and as an identity; a literal wildcard is escaped as IAM escapes it. */
export function globText(glob: Glob): string {
  return glob
    .map((token) => {
      if (token === 'many') return '*';
      if (token === 'one') return '?';
      return token.literal === '*' || token.literal === '?' ? `\${${token.literal}}` : token.literal;
    })
    .join('');
}

/** The positions reachable without reading: a star may match nothing. Keeps them ascending. */
function close(glob: Glob, positions: number[]): number[] {
  if (!positions.some((at) => glob[at] === 'many')) return positions;
  const closed = new Set<number>();
  for (const start of positions) {
    let at = start;
    closed.add(at);
    while (glob[at] === 'many') {
      at += 1;
      closed.add(at);
    }
  }
  return [...closed].sort((a, b) => a - b);
}

/** Where matching starts. */
export function startPositions(glob: Glob): number[] {
  return close(glob, [0]);
}

/** Where matching stands after one more unit; empty when the text can no longer match. */
export function advance(glob: Glob, positions: readonly number[], unit: string): number[] {
  const next: number[] = [];
  for (const at of positions) {
    const token = glob[at];
    if (token === undefined) continue;
    if (token === 'many') next.push(at);
    else if (token === 'one' || token.literal === unit) next.push(at + 1);
  }
  return close(glob, next);
}

/** True if the whole text matches; linear in text times pattern, so that no pattern can make it hang. */
export function matchesGlob(glob: Glob, text: string): boolean {
  let positions = startPositions(glob);
  for (let at = 0; at < text.length && positions.length > 0; at += 1) {
    positions = advance(glob, positions, text.charAt(at));
  }
  return positions.includes(glob.length);
}
