import type { Statement } from '../../policy/document.ts';
import { matchesGlob, parseGlob } from '../../policy/glob.ts';

/** Whether a statement is an Allow whose actions take in this one, which is written in lower case. */
export function allows({ effect, action }: Statement, name: string): boolean {
  const isNamed = action.value.some((pattern) => matchesGlob(parseGlob(pattern.toLowerCase()), name));
  return effect === 'Allow' && isNamed !== action.negated;
}
