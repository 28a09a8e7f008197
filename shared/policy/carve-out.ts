import type { Statement } from './document.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';

const KEY = 'aws:SourceArn';

/** The same statement with a condition on `aws:SourceArn` under this operator; the values that are there already are given. */
function withSourceArns(
  { source }: Statement,
  name: string,
  valuesAfter: (old: readonly Json[]) => readonly Json[],
): JsonObject {
  const condition = isJsonObject(source.Condition) ? source.Condition : {};
  const operator = Object.keys(condition).find((other) => other.toLowerCase() === name.toLowerCase()) ?? name;
  const block = isJsonObject(condition[operator]) ? condition[operator] : {};
  const key = Object.keys(block).find((other) => other.toLowerCase() === KEY.toLowerCase()) ?? KEY;
  const old: Json | undefined = block[key];
  const all = valuesAfter(old === undefined ? [] : Array.isArray(old) ? old : [old]);
  const [first = null, ...more] = all;
  return { ...source, Condition: { ...condition, [operator]: { ...block, [key]: more.length === 0 ? first : all } } };
}

/**
 * The same Deny with one more condition, which spares the requests that carry one of these `aws:SourceArn` and nobody else: on a
 * request without the key a negated operator holds, so that the Deny goes on as before.
 */
export function carveOut(statement: Statement, ...sourceArns: readonly [string, ...string[]]): JsonObject {
  return withSourceArns(statement, 'StringNotEquals', (old) => [...old, ...sourceArns]);
}

/** The same Allow, held to the requests that carry one of these `aws:SourceArn`. */
export function heldTo(statement: Statement, ...sourceArns: readonly [string, ...string[]]): JsonObject {
  return withSourceArns(statement, 'StringEquals', () => sourceArns);
}
