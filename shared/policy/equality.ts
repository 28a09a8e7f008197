import { type Principals, parsePolicy, type Statement } from './document.ts';
import type { JsonObject } from './json.ts';

const sorted = (values: readonly string[]): readonly string[] => [...new Set(values)].sort();

function principalsOf(principals: Principals): unknown {
  if (principals === '*') return '*';
  return [principals.AWS, principals.Service, principals.Federated, principals.CanonicalUser].map(sorted);
}

const conditionsOf = ({ conditions }: Statement): readonly string[] =>
  sorted(
    conditions.map(({ operator, key, values }) =>
      JSON.stringify([operator.toLowerCase(), key.toLowerCase(), sorted(values)]),
    ),
  );

/** Who, what and where, in one form: lists for scalars, no order, action names in one case. */
function subject({ principal, action, resource }: Statement): string {
  return JSON.stringify([
    [principal.negated, principalsOf(principal.value)],
    [action.negated, sorted(action.value.map((name) => name.toLowerCase()))],
    [resource.negated, sorted(resource.value)],
  ]);
}

/** Reads one statement; null if its structure is wrong. */
export function parseStatement(source: JsonObject): Statement | null {
  const parsed = parsePolicy({ Version: '2012-10-17', Statement: [source] });
  return parsed.ok ? (parsed.policy.statements[0] ?? null) : null;
}

/** What a statement says but for Sid and Effect, in one form: two statements say the same if it is the same text. */
export function scopeOf(statement: Statement): string {
  return JSON.stringify([subject(statement), conditionsOf(statement)]);
}

/** True if both say the same of the same requests, but for Sid and Effect. */
export function sameScope(one: Statement, other: Statement): boolean {
  return scopeOf(one) === scopeOf(other);
}

/** True if a statement says the same as another one, or says it under further conditions. */
export function isSameOrNarrowed(narrowed: Statement, statement: Statement): boolean {
  const conditions = conditionsOf(narrowed);
  return (
    narrowed.effect === statement.effect &&
    subject(narrowed) === subject(statement) &&
    conditionsOf(statement).every((condition) => conditions.includes(condition))
  );
}
