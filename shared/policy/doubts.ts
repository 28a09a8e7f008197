import { evaluateCondition, parseOperator } from './condition.ts';
import { UNKNOWN } from './context.ts';
import type { Policy, Statement } from './document.ts';
import type { RequestFamily } from './family.ts';
import { matchesPrincipal } from './principal.ts';

/** A statement as messages name it. */
export function nameOf(statement: Pick<Statement, 'index' | 'sid'>): string {
  return statement.sid === null
    ? `statement ${statement.index}`
    : `statement ${statement.index} (\`${statement.sid}\`)`;
}

/** Why it cannot be told whether a statement applies to the family: one phrase. */
export function doubtOf(statement: Statement, family: RequestFamily, version: Policy['version']): string {
  if (matchesPrincipal(statement, family.caller) === 'unknown') {
    return `${nameOf(statement)} names CloudTrail only by an account or by {"AWS": "*"}`;
  }
  const unknown = statement.conditions.filter(
    (condition) => evaluateCondition(condition, family.context, version === '2012-10-17') === 'unknown',
  );
  const { varying } = family;
  const varies = (key: string): boolean => varying.kind === 'condition-key' && varying.key === key.toLowerCase();
  const open = unknown.find(({ key }) => !varies(key)) ?? unknown[0];
  if (open === undefined) return `${nameOf(statement)} names a resource by a variable whose value is not known`;
  if (parseOperator(open.operator) === null)
    return `${nameOf(statement)} has a condition operator \`${open.operator}\` that IAM does not know`;
  return `${nameOf(statement)} hangs on \`${open.key}\`, whose value is not known`;
}

/** The family with some condition keys taken for unknown: to find out what a verdict rests on. */
export function forgetting(family: RequestFamily, keys: Iterable<string>): RequestFamily {
  const context = new Map(family.context);
  for (const key of keys) context.set(key.toLowerCase(), UNKNOWN);
  return { ...family, context };
}
