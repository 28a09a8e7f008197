import { advance, type Glob, startPositions } from './glob.ts';
import { type Automaton, automatonOf, type Language } from './language.ts';
import type { Ternary } from './ternary.ts';

/** What is wanted of a string, told by which globs it matches; `unknown` is a glob that is still undecided. */
export type Predicate = (matches: (glob: number) => Ternary) => Ternary;

/** A string of the language that fulfils the predicate, proof that there is none, or the end of the step budget. */
export type SearchResult = { readonly found: string } | { readonly found: null } | { readonly found: 'exhausted' };

/** Steps after which a search gives up; one step is one glob advanced by one unit, or one state visited. */
export const STEP_BUDGET = 2_000_000;

const PRODUCT_STATES = 20_000;

/** One glob, determinised as far as it is walked. State 0 is dead, state 1 matches whatever follows. */
class GlobWalker {
  readonly #glob: Glob;
  readonly #positions: number[][] = [[], []];
  readonly #ids = new Map<string, number>();
  readonly #moves = new Map<string, number>();
  readonly literals: ReadonlySet<string>;
  readonly start: number;
  steps = 0;

  constructor(glob: Glob) {
    this.#glob = glob;
    this.literals = new Set(glob.flatMap((token) => (typeof token === 'string' ? [] : [token.literal])));
    this.start = this.#idOf(startPositions(glob));
  }

  move(state: number, unit: string): number {
    if (state <= 1) return state;
    const letter = this.literals.has(unit) ? unit : 'other';
    const key = `${state} ${letter}`;
    const known = this.#moves.get(key);
    if (known !== undefined) return known;
    const positions = this.#positions[state] ?? [];
    this.steps += positions.length;
    const next = this.#idOf(advance(this.#glob, positions, unit));
    this.#moves.set(key, next);
    return next;
  }

  /** The truth of "matches" if the text ended here. */
  accepts(state: number): boolean {
    return state === 1 || (this.#positions[state] ?? []).includes(this.#glob.length);
  }

  #idOf(positions: number[]): number {
    if (positions.length === 0) return 0;
    const last = this.#glob.length - 1;
    if (this.#glob[last] === 'many' && positions.includes(last)) return 1;
    const key = positions.join();
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#positions.push(positions) - 1;
    this.#ids.set(key, id);
    return id;
  }
}

type Visit = {
  readonly state: number;
  readonly globs: readonly number[];
  readonly from: Visit | null;
  readonly unit: string;
};

/** The units worth trying out of a class: those that some glob names, and one that stands for all the others. */
function representatives(units: string, literals: ReadonlySet<string>): string[] {
  if (units.length === 1) return [units];
  const tried: string[] = [];
  let other = false;
  for (const unit of units) {
    if (literals.has(unit)) tried.push(unit);
    else if (!other) {
      other = true;
      tried.push(unit);
    }
  }
  return tried;
}

function spell(visit: Visit): string {
  const units: string[] = [];
  for (let at: Visit | null = visit; at !== null; at = at.from) units.push(at.unit);
  return units.reverse().join('');
}

/**
 * Looks for a string of the language that fulfils the predicate, by walking the product of the language's automaton and
 * all globs. Containment is asked this way: "is there a key that no Allow covers?".
 *
 * INVARIANT: it ends within `budget` steps (the default is STEP_BUDGET) and says `exhausted` rather than guess.
 */
export function search(
  language: Language,
  globs: readonly Glob[],
  wanted: Predicate,
  budget = STEP_BUDGET,
): SearchResult {
  const automaton: Automaton = automatonOf(language);
  const walkers = globs.map((glob) => new GlobWalker(glob));
  const literals = new Set(walkers.flatMap((walker) => [...walker.literals]));
  const seen = new Set<string>();
  const queue: Visit[] = [];
  let steps = 0;

  const offer = (state: number, states: readonly number[], from: Visit | null, unit: string): void => {
    const isDecided = from !== null && states.length < globs.length;
    const verdict =
      isDecided ||
      wanted((glob) => {
        const at = states[glob] ?? 0;
        return at === 0 ? false : at === 1 ? true : 'unknown';
      });
    if (verdict === false) return;
    // Once the answer no longer depends on what follows, the globs need not be told apart any more.
    const kept = verdict === true ? [] : states;
    const key = `${state}:${kept.join()}`;
    if (seen.has(key)) return;
    seen.add(key);
    queue.push({ state, globs: kept, from, unit });
  };

  for (const state of automaton.start)
    offer(
      state,
      walkers.map((walker) => walker.start),
      null,
      '',
    );
  for (let head = 0; head < queue.length; head += 1) {
    const visit = queue[head];
    if (visit === undefined) break;
    const decided = visit.globs.length === 0 && globs.length > 0;
    if (visit.state === automaton.final) {
      if (decided || wanted((glob) => walkers[glob]?.accepts(visit.globs[glob] ?? 0) ?? false) === true) {
        return { found: spell(visit) };
      }
      continue;
    }
    for (const move of automaton.moves[visit.state] ?? []) {
      for (const unit of decided ? [move.units.charAt(0)] : representatives(move.units, literals)) {
        steps += 1 + visit.globs.length;
        const next = visit.globs.map((state, glob) => walkers[glob]?.move(state, unit) ?? 0);
        offer(move.next, next, visit, unit);
      }
    }
    steps += walkers.reduce((sum, walker) => sum + walker.steps, 0);
    for (const walker of walkers) walker.steps = 0;
    if (steps > budget || seen.size > PRODUCT_STATES) return { found: 'exhausted' };
  }
  return { found: null };
}
