import { isJsonObject, type JsonObject } from '../../../shared/policy/json.ts';

/** The statements of a policy that is printed. */
export function statementsOf({ Statement }: JsonObject): readonly JsonObject[] {
  return Array.isArray(Statement) ? Statement.filter(isJsonObject) : [];
}
