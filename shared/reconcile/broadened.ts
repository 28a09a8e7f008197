import { rememberedStatements } from '../checks/parts/remembered.ts';
import { sourcesOf } from '../checks/parts/sources.ts';
import { parseStatement, scopeOf } from '../policy/equality.ts';
import type { JsonObject } from '../policy/json.ts';
import type { DocumentKind } from '../trail/document.ts';
import type { Source } from '../trail/event-data-store.ts';
import { piecesOf } from '../trail/pieces.ts';
import { documentedForms, statementsOf } from '../trail/statements.ts';
import type { Judgement } from './judge.ts';

/** What a statement says but for its Sid; null if its structure is wrong. */
export function meaningOf(source: JsonObject): string | null {
  const statement = parseStatement(source);
  return statement === null ? null : `${statement.effect} ${scopeOf(statement)}`;
}

/** Whose statements may stand in a document: the guarded ones', and in a bucket policy those of further trails that are known to deliver there. */
function sourcesIn(kind: DocumentKind, judgements: readonly Judgement[]): readonly Source[] {
  const guarded = judgements.map(({ trail }) => trail);
  if (kind !== 'bucket-policy') return guarded;
  const further = judgements.flatMap(({ observation }) => ('store' in observation ? [] : sourcesOf(observation)));
  return [...guarded, ...further.map(({ trail }) => trail)];
}

/** What AWS documents for these trails, by its meaning. */
export function documentedMeanings(kind: DocumentKind, judgements: readonly Judgement[]): ReadonlySet<string | null> {
  const forms = sourcesIn(kind, judgements).flatMap((trail) =>
    statementsOf(trail, kind).flatMap((name) => documentedForms(trail, name)),
  );
  return new Set(forms.map(meaningOf).filter((meaning) => meaning !== null));
}

const withoutSid = ({ Sid: _, ...rest }: JsonObject): string => JSON.stringify(rest);

/**
 * The statements that are neither made of what AWS documents for the guarded trails, nor what was proven for one of them. A
 * merged one is taken apart, by other code than what merges.
 */
export function broadened(
  kind: DocumentKind,
  statements: readonly JsonObject[],
  judgements: readonly Judgement[],
): readonly string[] {
  const documented = documentedMeanings(kind, judgements);
  const proven = new Set(
    judgements.flatMap(({ observation }) =>
      rememberedStatements(observation, kind).map(({ source }) => withoutSid(source)),
    ),
  );
  const isDocumented = (piece: JsonObject): boolean => documented.has(meaningOf(piece));
  return statements
    .filter((source) => {
      if (proven.has(withoutSid(source)) || isDocumented(source)) return false;
      const pieces = piecesOf(source);
      return pieces.length === 0 || !pieces.every(isDocumented);
    })
    .map((statement) => JSON.stringify(statement));
}
