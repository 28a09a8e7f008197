import { type Bounds, type CompiledPolicy, compile, type Doubt, type Matches } from './compile.ts';
import type { Policy, Statement } from './document.ts';
import type { RequestFamily } from './family.ts';
import { type Glob, matchesGlob } from './glob.ts';
import { type Predicate, STEP_BUDGET, search } from './search.ts';
import { any, not, type Ternary } from './ternary.ts';

/** A claim about every request of a family: it holds, a witness refutes it, or it cannot be told. */
export type Answer =
  | { readonly holds: true }
  | { readonly holds: false; readonly witness: string }
  /** `statements` are those that hang on what is not known; none of them if the policy was too intricate to search. */
  | { readonly holds: 'unknown'; readonly statements: readonly Statement[] };

/** A Deny that touches requests of the family: surely, with a witness, or perhaps. */
export type Blocking = { readonly statement: Statement; readonly surely: boolean; readonly witness: string | null };

/** The least that one Deny among many is searched with; patterns that people write take a quarter of it. */
const STEPS_PER_DENY = 20_000;

/** A real value of the family that fulfils the predicate; null if there is none. */
function find(
  family: RequestFamily,
  globs: readonly Glob[],
  wanted: Predicate,
  budget = STEP_BUDGET,
): string | null | 'exhausted' {
  const fulfils = (value: string): boolean => wanted((glob) => matchesGlob(globs[glob] ?? [], value)) === true;
  const sample = family.samples.find(fulfils);
  if (sample !== undefined) return sample;
  const result = search(family.values, globs, wanted, budget);
  if (result.found === null || result.found === 'exhausted') return result.found;
  // The language is a little larger than the family; where only an unreal value was found, nothing is claimed.
  return family.refine(result.found).find(fulfils) ?? 'exhausted';
}

const some = (bounds: readonly Bounds[], bound: 'surely' | 'maybe', matches: Matches): Ternary =>
  any(bounds.map((candidate) => candidate[bound](matches)));

/** Asks two questions in turn: is there a refutation, and if not, is there a doubt? */
function answer(family: RequestFamily, compiled: CompiledPolicy, refuted: Predicate, doubtful: Predicate): Answer {
  const witness = find(family, compiled.globs, refuted);
  if (witness === 'exhausted') return { holds: 'unknown', statements: [] };
  if (witness !== null) return { holds: false, witness };
  const doubt = find(family, compiled.globs, doubtful);
  if (doubt === null) return { holds: true };
  if (doubt === 'exhausted') return { holds: 'unknown', statements: [] };
  const matches = (glob: number): Ternary => matchesGlob(compiled.globs[glob] ?? [], doubt);
  const open = [...compiled.allows, ...compiled.denies].filter(
    (bounds) => bounds.maybe(matches) === true && bounds.surely(matches) !== true,
  );
  return { holds: 'unknown', statements: open.map(({ statement }) => statement) };
}

/**
 * Do the Allow statements together cover every request of the family? Denies are left aside.
 * With `doubt: 'as-no'`, principals of which it is not known whether they stand for the caller do not count.
 */
export function isAllowed(policy: Policy, family: RequestFamily, doubt: Doubt = 'keep'): Answer {
  const compiled = compile(policy, family, doubt);
  return answer(
    family,
    compiled,
    (matches) => not(some(compiled.allows, 'maybe', matches)),
    (matches) => not(some(compiled.allows, 'surely', matches)),
  );
}

/** Is every request of the family granted: covered by an Allow and touched by no Deny? */
export function isGranted(policy: Policy, family: RequestFamily): Answer {
  const compiled = compile(policy, family, 'keep');
  return answer(
    family,
    compiled,
    (matches) => any([some(compiled.denies, 'surely', matches), not(some(compiled.allows, 'maybe', matches))]),
    (matches) => any([some(compiled.denies, 'maybe', matches), not(some(compiled.allows, 'surely', matches))]),
  );
}

/**
 * The Deny statements that touch a request of the family, each judged by itself, in their order. They share one budget of
 * steps, so that many intricate ones take no longer than one.
 */
export function blockingDenies(policy: Policy, family: RequestFamily): readonly Blocking[] {
  const denies = policy.statements.filter(({ effect }) => effect === 'Deny');
  const budget = Math.max(STEPS_PER_DENY, STEP_BUDGET / denies.length);
  return denies.flatMap((statement): Blocking[] => {
    const { denies: bounds, globs } = compile({ ...policy, statements: [statement] }, family, 'keep');
    return bounds.flatMap(({ surely, maybe }): Blocking[] => {
      const witness = find(family, globs, surely, budget);
      if (witness !== null && witness !== 'exhausted') return [{ statement, surely: true, witness }];
      if (witness === null && find(family, globs, maybe, budget) === null) return [];
      return [{ statement, surely: false, witness: null }];
    });
  });
}
