import { type Principals, parsePolicy, type Statement } from './document.ts';
import type { JsonObject } from './json.ts';

const sorted = (values: readonly string[]): readonly string[] => [...new Set(values)].sort();

function principalsOf(principals: Principals): unknown {
  if (principals === '*') return '*';
  return [principals.AWS, principals.Service, principals.Federated, principals.CanonicalUser].map(sorted);
}

/** A statement in one form, whatever way it was written: lists for scalars, no order, key and action names in one case. */
function canonical(statement: Statement): string {
  const { principal, action, resource, conditions } = statement;
  return JSON.stringify([
    [principal.negated, principalsOf(principal.value)],
    [action.negated, sorted(action.value.map((name) => name.toLowerCase()))],
    [resource.negated, sorted(resource.value)],
    sorted(
      conditions.map((condition) =>
        JSON.stringify([condition.operator.toLowerCase(), condition.key.toLowerCase(), sorted(condition.values)]),
      ),
    ),
  ]);
}

/** Reads one statement; null if its structure is wrong. */
export function parseStatement(source: JsonObject): Statement | null {
  const parsed = parsePolicy({ Version: '2012-10-17', Statement: [source] });
  return parsed.ok ? (parsed.policy.statements[0] ?? null) : null;
}

/** True if both say the same of the same requests, but for Sid and Effect. */
export function sameScope(one: Statement, other: Statement): boolean {
  return canonical(one) === canonical(other);
}
