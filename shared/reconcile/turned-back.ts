import { isJsonObject, type JsonObject } from '../policy/json.ts';
import { type Restoration, statementsOf } from '../policy/repair.ts';
import { isUnderDocumentedSid } from '../trail/flipped.ts';
import { piecesOf } from '../trail/pieces.ts';
import { meaningOf } from './broadened.ts';

/** What is done about statements that are missing: some are turned back where they stand, the others are added. */
export type Amends = { readonly add: readonly JsonObject[]; readonly restore: readonly Restoration[] };

/**
 * A merged statement whose Effect was turned to Deny is turned back, if it says nothing but what is to be added anyway: two of
 * them, the Deny and a new Allow, would seldom fit beside each other (docs/decisions, "Which Deny is turned back").
 */
export function turnedBack(before: JsonObject | null, { add, restore }: Amends): Amends {
  const missing = new Map(add.map((statement) => [meaningOf(statement), statement]));
  const turned = statementsOf(before).flatMap((source, index) => {
    if (!isJsonObject(source) || source.Effect !== 'Deny' || !isUnderDocumentedSid(source.Sid)) return [];
    const statement = { ...source, Effect: 'Allow' };
    const meanings = piecesOf(statement).map(meaningOf);
    const says = meanings.flatMap((meaning) => missing.get(meaning) ?? []);
    return says.length > 0 && says.length === meanings.length ? [{ index, statement, says }] : [];
  });
  const said = new Set(turned.flatMap(({ says }) => says));
  return {
    add: add.filter((statement) => !said.has(statement)),
    restore: [...restore, ...turned.map(({ index, statement }) => ({ index, statement }))],
  };
}
