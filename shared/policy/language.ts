/** One part of a language: fixed text, a choice of texts, or exactly `times` characters out of a class. */
export type LanguagePart =
  | { readonly text: string }
  | { readonly choice: readonly string[] }
  | { readonly classOf: string; readonly times: number };

/** The strings that a request may carry: a sequence of parts. Finite in length, so every search in it ends. */
export type Language = readonly LanguagePart[];

/** A nondeterministic automaton without empty moves: from a state, one of `units` leads to `next`. */
export type Automaton = {
  readonly moves: readonly (readonly { readonly units: string; readonly next: number }[])[];
  readonly start: readonly number[];
  readonly final: number;
};

/** The language with only this string. */
export function exactly(text: string): Language {
  return [{ text }];
}

type Step = { units: string; next: number };

/** The automata that were built: the same language is asked about under many policies. */
const built = new WeakMap<Language, Automaton>();

/** The automaton that accepts exactly the language. */
export function automatonOf(language: Language): Automaton {
  const automaton = built.get(language) ?? build(language);
  built.set(language, automaton);
  return automaton;
}

/** Builds the automaton from the end: state 0 accepts, each part is put before what follows it. */
function build(language: Language): Automaton {
  const moves: Step[][] = [[]];
  const add = (steps: Step[]): number => moves.push(steps) - 1;
  const before = (units: string, next: readonly number[]): number =>
    add(next.map((target) => ({ units, next: target })));
  const textBefore = (text: string, next: readonly number[]): readonly number[] => {
    let entry = next;
    for (let at = text.length - 1; at >= 0; at -= 1) entry = [before(text.charAt(at), entry)];
    return entry;
  };

  let entry: readonly number[] = [0];
  for (const part of language.toReversed()) {
    const next = entry;
    if ('text' in part) entry = textBefore(part.text, next);
    else if ('choice' in part) entry = part.choice.flatMap((text) => [...textBefore(text, next)]);
    else for (let count = 0; count < part.times; count += 1) entry = [before(part.classOf, entry)];
  }
  return { moves, start: entry, final: 0 };
}

/** True if the language holds exactly this text. */
export function includes(language: Language, text: string): boolean {
  const automaton = automatonOf(language);
  let states = new Set(automaton.start);
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charAt(at);
    const next = new Set<number>();
    for (const state of states) {
      for (const move of automaton.moves[state] ?? []) if (move.units.includes(unit)) next.add(move.next);
    }
    states = next;
  }
  return states.has(automaton.final);
}
