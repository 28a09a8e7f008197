import { type Json, jsonObjectIn } from './json.ts';
import { statementsOf } from './repair.ts';

/** One statement of a comparison: it stays, is taken out, or is new. The index is its place in the document that has it, from 0 on. */
export type DiffEntry = { readonly sign: ' ' | '-' | '+'; readonly index: number; readonly statement: Json };

/** How a document changes: statement by statement, and what stands beside the statements, such as Version and Id. */
export type DocumentDiff = {
  readonly statements: readonly DiffEntry[];
  readonly others: readonly { readonly name: string; readonly before: Json | null; readonly after: Json | null }[];
};

/** More statements than any service takes are compared by their places alone: the table below grows with their product. */
const COMPARED = 500;

/** How many statements each pair of tails has in common, one after the other. */
function commonTails(left: readonly string[], right: readonly string[]): readonly (readonly number[])[] {
  const rows: number[][] = [];
  for (let at = left.length; at >= 0; at -= 1) {
    const below = rows[at + 1] ?? [];
    const row: number[] = new Array<number>(right.length + 1).fill(0);
    for (let beside = right.length - 1; at < left.length && beside >= 0; beside -= 1) {
      row[beside] =
        left[at] === right[beside] ? (below[beside + 1] ?? 0) + 1 : Math.max(below[beside] ?? 0, row[beside + 1] ?? 0);
    }
    rows[at] = row;
  }
  return rows;
}

/** The longest common run of statements stays; what is between is taken out or new. */
function compare(before: readonly Json[], after: readonly Json[]): readonly DiffEntry[] {
  const [left, right] = [before, after].map((list) => list.map((one) => JSON.stringify(one)));
  if (left === undefined || right === undefined) return [];
  const isHuge = left.length > COMPARED || right.length > COMPARED;
  const common = isHuge ? [] : commonTails(left, right);
  const entries: DiffEntry[] = [];
  let [old, young] = [0, 0];
  while (old < before.length || young < after.length) {
    const [mine, theirs] = [before[old], after[young]];
    if (mine !== undefined && left[old] === right[young]) {
      entries.push({ sign: ' ', index: old, statement: mine });
      [old, young] = [old + 1, young + 1];
    } else if (mine !== undefined && (theirs === undefined || prefersOld(common, old, young))) {
      entries.push({ sign: '-', index: old, statement: mine });
      old += 1;
    } else if (theirs !== undefined) {
      entries.push({ sign: '+', index: young, statement: theirs });
      young += 1;
    }
  }
  return entries;
}

const prefersOld = (common: readonly (readonly number[])[], old: number, young: number): boolean =>
  (common[old + 1]?.[young] ?? 0) >= (common[old]?.[young + 1] ?? 0);

/** How one policy text becomes another; null stands for no policy. Null if one of them is no JSON object. */
export function documentDiff(before: string | null, after: string | null): DocumentDiff | null {
  const old = before === null ? null : jsonObjectIn(before);
  const young = after === null ? null : jsonObjectIn(after);
  if ((before !== null && old === null) || (after !== null && young === null)) return null;
  const names = [...new Set([...Object.keys(old ?? {}), ...Object.keys(young ?? {})])];
  const others = names.flatMap((name) => {
    const [was, is] = [old?.[name] ?? null, young?.[name] ?? null];
    const isSame = name === 'Statement' || JSON.stringify(was) === JSON.stringify(is);
    return isSame ? [] : [{ name, before: was, after: is }];
  });
  return { statements: compare(statementsOf(old), statementsOf(young)), others };
}
