import { isJsonObject, type Json, type JsonObject } from './json.ts';
import { type DocumentLimit, documentBytes } from './limits.ts';

/** A statement that stands with the wrong Effect, and what it is to be. */
export type Restoration = { readonly index: number; readonly statement: JsonObject };

/** A document after repair, and what was done to it. */
export type RepairedDocument = {
  readonly after: JsonObject;
  readonly added: readonly JsonObject[];
  readonly restored: readonly { readonly index: number; readonly before: JsonObject; readonly after: JsonObject }[];
};

export type RepairResult =
  | { readonly ok: true; readonly document: RepairedDocument }
  /** Why there is no repaired document, and what a person can do about it. */
  | { readonly ok: false; readonly reason: string; readonly suggestion: string };

function statementsOf(document: JsonObject | null): readonly Json[] {
  const list = document?.Statement;
  if (list === undefined) return [];
  return Array.isArray(list) ? list : [list];
}

/** The statement under a Sid that the document does not have yet; one without a Sid needs none. */
function underFreeSid(statement: JsonObject, taken: Set<Json | undefined>): JsonObject {
  const { Sid: wanted } = statement;
  if (typeof wanted !== 'string' || wanted === '') return statement;
  let sid = wanted;
  for (let count = 2; taken.has(sid); count += 1) sid = `${wanted}Trailmend${count}`;
  taken.add(sid);
  return { ...statement, Sid: sid };
}

/**
 * Adds statements to a document, and turns flipped ones back.
 *
 * INVARIANT: every statement that was there is there after, in its place, unchanged unless it is restored.
 * INVARIANT: nothing but `add` is added, under Sids that the document did not have.
 * INVARIANT: with nothing to add and to restore, the document is what it was.
 * INVARIANT: the result is within the size that its service takes, or there is no result.
 */
export function repairDocument(
  before: JsonObject | null,
  add: readonly JsonObject[],
  restore: readonly Restoration[],
  limit: DocumentLimit,
): RepairResult {
  const literal = before !== null && before.Version !== '2012-10-17';
  if (literal && add.some((statement) => JSON.stringify(statement).includes('${'))) {
    return {
      ok: false,
      reason: 'the prefix holds `*`, `?` or `$`, which a policy without Version 2012-10-17 cannot name literally',
      suggestion: 'set the Version of the policy to 2012-10-17, unless a `${` in it is meant as it stands',
    };
  }
  const statements = statementsOf(before);
  const taken = new Set(statements.map((statement) => (isJsonObject(statement) ? statement.Sid : undefined)));
  const added = add.map((statement) => underFreeSid(statement, taken));
  const restored = restore.flatMap(({ index, statement }) => {
    const old = statements[index];
    return isJsonObject(old) ? [{ index, before: old, after: statement }] : [];
  });
  const kept = statements.map(
    (statement, index) => restored.find((change) => change.index === index)?.after ?? statement,
  );
  const after = { ...(before ?? { Version: '2012-10-17' }), Statement: [...kept, ...added] };
  const bytes = documentBytes(after);
  if (bytes > limit.bytes) {
    const reason = `the repaired policy would have ${bytes} bytes, and ${limit.service} takes ${limit.bytes}`;
    const suggestion = 'merge statements, or remove what nobody needs any more, until what is missing fits in';
    return { ok: false, reason, suggestion };
  }
  return { ok: true, document: { after, added, restored } };
}
