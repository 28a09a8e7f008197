import { parseStatement, scopeOf } from './equality.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';

/** Where a list of alternatives stands in a statement, as a path of names: `Resource`, or an operator and a key under `Condition`. */
export type Place = readonly [string, ...string[]];

/** One statement made of several, and their places in the list that was folded. */
export type Folded = { readonly statement: JsonObject; readonly from: readonly number[] };

/** The condition on the trails, queues or topics for which a service asks, as AWS's pages write it. */
export const SOURCE_ARNS: Place = ['Condition', 'StringEquals', 'aws:SourceArn'];

/** The texts that stand at a place; null if there are none. */
export function textsAt(statement: JsonObject, place: Place): readonly string[] | null {
  let at: Json | undefined = statement;
  for (const name of place) at = isJsonObject(at) ? at[name] : undefined;
  const list: readonly (Json | undefined)[] = Array.isArray(at) ? at : [at];
  const texts = list.filter((value) => typeof value === 'string');
  return texts.length > 0 && texts.length === list.length ? texts : null;
}

/** The same statement with other texts at a place; one text stands without a list. */
export function withTextsAt(statement: JsonObject, place: Place, texts: readonly string[]): JsonObject {
  const [name, next, ...rest] = place;
  const [first = '', ...more] = texts;
  if (next === undefined) return { ...statement, [name]: more.length === 0 ? first : texts };
  const inner = statement[name];
  return { ...statement, [name]: withTextsAt(isJsonObject(inner) ? inner : {}, [next, ...rest], texts) };
}

/** What the statement says beside one list; null if the list is not there. */
function besides(statement: JsonObject, place: Place): string | null {
  if (textsAt(statement, place) === null) return null;
  const parsed = parseStatement(withTextsAt(statement, place, ['*']));
  return parsed === null ? null : `${parsed.effect} ${scopeOf(parsed)}`;
}

function foldAlong(all: readonly Folded[], place: Place): readonly Folded[] {
  const groups = new Map<string, Folded[]>();
  for (const one of all) {
    const key = besides(one.statement, place) ?? `alone ${one.from.join()}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || group.length === 1) return group;
    const texts = new Set(group.flatMap(({ statement }) => textsAt(statement, place) ?? []));
    return [
      {
        statement: withTextsAt(first.statement, place, [...texts]),
        from: group.flatMap(({ from }) => from).toSorted((a, b) => a - b),
      },
    ];
  });
}

/**
 * Makes one statement of those that differ in nothing but one of these lists, until no two do any more. The lists are of
 * alternatives, so that the union of two says what the two said.
 *
 * INVARIANT: the result allows and denies what the statements did, as long as no place is a list of which all have to hold.
 */
export function fold(statements: readonly JsonObject[], places: readonly Place[]): readonly Folded[] {
  let all: readonly Folded[] = statements.map((statement, at) => ({ statement, from: [at] }));
  for (let before = all.length + 1; all.length < before; ) {
    before = all.length;
    for (const place of places) all = foldAlong(all, place);
  }
  return all;
}
