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

/** The repaired document; or why there is none, and by how many bytes it would be too large if that is why. */
export type RepairResult =
  | { readonly ok: true; readonly document: RepairedDocument }
  /** Why there is no repaired document, by how many bytes it would be too large if that is why, and what a person can do about it. */
  | { readonly ok: false; readonly reason: string; readonly excess: number; readonly suggestion: string };

/** The statements of a document as they stand there; one may stand without a list. */
export function statementsOf(document: JsonObject | null): readonly Json[] {
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
      excess: 0,
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
    return { ok: false, reason, excess: bytes - limit.bytes, suggestion };
  }
  return { ok: true, document: { after, added, restored } };
}

/** The part of its limit that a document may take before what is added is merged: the rest is left for whatever comes next. */
const AMPLE = 0.8;

/**
 * Adds statements in the first of these forms, each of which says the same in fewer bytes than the one before, that leaves the
 * document ample room; else in the first that fits at all. The last form is for where no other fits.
 */
export function repairInForms(
  before: JsonObject | null,
  forms: readonly (readonly JsonObject[])[],
  restore: readonly Restoration[],
  limit: DocumentLimit,
): RepairResult {
  const results = forms.map((add) => repairDocument(before, add, restore, limit));
  const isAmple = (result: RepairResult): boolean =>
    result.ok && documentBytes(result.document.after) <= limit.bytes * AMPLE;
  const refused = results.flatMap((result) => (result.ok ? [] : [result]));
  const [smallest] = refused.toSorted((one, other) => one.excess - other.excess);
  return (
    results.slice(0, -1).find(isAmple) ??
    results.find(({ ok }) => ok) ??
    smallest ??
    repairDocument(before, [], restore, limit)
  );
}
