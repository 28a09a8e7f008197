import type { Statement } from './document.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';

const OPERATOR = 'StringNotEquals';
const KEY = 'aws:SourceArn';

/**
 * The same Deny with one more condition, which spares the requests that carry one of these `aws:SourceArn` and nobody else: on a
 * request without the key a negated operator holds, so that the Deny goes on as before.
 */
export function carveOut(statement: Statement, ...sourceArns: readonly [string, ...string[]]): JsonObject {
  const condition = isJsonObject(statement.source.Condition) ? statement.source.Condition : {};
  const operator = Object.keys(condition).find((name) => name.toLowerCase() === OPERATOR.toLowerCase()) ?? OPERATOR;
  const block = isJsonObject(condition[operator]) ? condition[operator] : {};
  const key = Object.keys(block).find((name) => name.toLowerCase() === KEY.toLowerCase()) ?? KEY;
  const old: Json | undefined = block[key];
  const all = [...(old === undefined ? [] : Array.isArray(old) ? old : [old]), ...sourceArns];
  const values = all.length === 1 ? sourceArns[0] : all;
  return { ...statement.source, Condition: { ...condition, [operator]: { ...block, [key]: values } } };
}
