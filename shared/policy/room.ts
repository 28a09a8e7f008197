import { parsePolicy, type Statement } from './document.ts';
import { fold, type Place } from './fold.ts';
import { isJsonObject, type JsonObject } from './json.ts';
import { documentBytes } from './limits.ts';

/** Statements of a policy that one statement can stand for, and the bytes that this saves. */
export type Room = { readonly statement: JsonObject; readonly of: readonly Statement[]; readonly bytes: number };

/** Operators that hold if one of their values does; of negated ones and of ForAllValues a union would say something else. */
const ALTERNATIVES = /^(foranyvalue:)?(string(equals|equalsignorecase|like)|arn(equals|like))(ifexists)?$/i;

function conditionPlaces({ Condition: condition }: JsonObject): readonly Place[] {
  if (!isJsonObject(condition)) return [];
  return Object.entries(condition).flatMap(([operator, keys]): readonly Place[] =>
    ALTERNATIVES.test(operator) && isJsonObject(keys)
      ? Object.keys(keys).map((key) => ['Condition', operator, key])
      : [],
  );
}

/** Every list of alternatives that these statements have, each once; the sources for whom a service asks come first. */
function placesOf(statements: readonly JsonObject[]): readonly Place[] {
  const conditions = new Map(statements.flatMap(conditionPlaces).map((place) => [place.join(), place]));
  return [...conditions.values(), ['Resource'], ['Principal', 'AWS'], ['Principal', 'Service'], ['Action']];
}

/**
 * The statements of a policy that say the same as one, the largest saving first. They may be written otherwise before they are
 * compared, if that changes nothing of what they say.
 */
export function roomIn(document: JsonObject, rewrite: (statement: JsonObject) => JsonObject): readonly Room[] {
  const parsed = parsePolicy(document);
  if (!parsed.ok) return [];
  const { statements } = parsed.policy;
  const sources = statements.map(({ source }) => rewrite(source));
  const rooms = fold(sources, placesOf(sources)).map(({ statement, from }): Room => {
    const of = from.flatMap((at) => statements.slice(at, at + 1));
    // Between two statements stands a comma.
    const before = of.reduce((sum, { source }) => sum + documentBytes(source) + 1, -1);
    return { statement, of, bytes: before - documentBytes(statement) };
  });
  return rooms.filter(({ of, bytes }) => of.length > 1 && bytes > 0).toSorted((one, other) => other.bytes - one.bytes);
}
