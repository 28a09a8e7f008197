import type { Statement } from '../../policy/document.ts';
import { matchesGlob, parseGlob } from '../../policy/glob.ts';

/** Whether the actions of a statement, of whatever effect, take in this one, which is written in lower case. */
export function takesAction({ action }: Statement, name: string): boolean {
  const isNamed = action.value.some((pattern) => matchesGlob(parseGlob(pattern.toLowerCase()), name));
  return isNamed !== action.negated;
}

/** Whether the resources of a statement take in this one. */
export function takesResource({ resource }: Statement, arn: string): boolean {
  return resource.value.some((pattern) => matchesGlob(parseGlob(pattern), arn)) !== resource.negated;
}

/** Whether a statement is an Allow whose actions take in this one, which is written in lower case. */
export function allows(statement: Statement, name: string): boolean {
  return statement.effect === 'Allow' && takesAction(statement, name);
}
