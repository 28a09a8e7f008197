/** Kleene's three-valued truth: `unknown` where a value that decides is not known. */
export type Ternary = true | false | 'unknown';

/** Negation: what is unknown stays unknown. */
export function not(value: Ternary): Ternary {
  return value === 'unknown' ? 'unknown' : !value;
}

/** Conjunction: one false decides. */
export function all(values: Iterable<Ternary>): Ternary {
  let result: Ternary = true;
  for (const value of values) {
    if (value === false) return false;
    if (value === 'unknown') result = 'unknown';
  }
  return result;
}

/** Disjunction: one true decides. */
export function any(values: Iterable<Ternary>): Ternary {
  let result: Ternary = false;
  for (const value of values) {
    if (value === true) return true;
    if (value === 'unknown') result = 'unknown';
  }
  return result;
}
