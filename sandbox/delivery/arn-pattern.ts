import { globMatches, hasHole, type Token } from './glob.ts';
import type { Truth } from './truth.ts';

const COMPONENTS = 6;

/** Splits at the first five colons; fewer is no ARN. */
function components(pieces: readonly Token[]): Token[][] | null {
  const parts: Token[][] = [[]];
  for (const piece of pieces) {
    const isColon = piece.kind === 'text' && piece.char === ':';
    if (isColon && parts.length < COMPONENTS) parts.push([]);
    else parts.at(-1)?.push(piece);
  }
  return parts.length === COMPONENTS ? parts : null;
}

function textComponents(arn: string): string[] | null {
  const parts = arn.split(':');
  if (parts.length < COMPONENTS) return null;
  return [...parts.slice(0, COMPONENTS - 1), parts.slice(COMPONENTS - 1).join(':')];
}

/**
 * Compares an ARN with a pattern component by component: a wildcard stays within its component, only in the last
 * one it crosses colons. A malformed pattern or value matches nothing.
 */
export function arnMatches(pattern: readonly Token[], arn: string): Truth {
  const values = textComponents(arn);
  if (values === null || values[0] !== 'arn') return false;
  if (hasHole(pattern)) return globMatches(pattern, arn) ? 'unknown' : false;
  const parts = components(pattern);
  if (parts === null) return false;
  return parts.every((part, index) => globMatches(part, values[index] ?? ''));
}

/** Whether a pattern without unknown parts could match any ARN at all. */
export function isArnPattern(pattern: readonly Token[]): boolean {
  return hasHole(pattern) || components(pattern) !== null;
}
