/** The answer to a question about a request of which not every value is known. */
export type Truth = true | false | 'unknown';

/** True if every part is, false as soon as one part is, else unknown. */
export function every(parts: readonly Truth[]): Truth {
  if (parts.includes(false)) return false;
  return parts.includes('unknown') ? 'unknown' : true;
}

/** True as soon as one part is, false if every part is, else unknown. */
export function some(parts: readonly Truth[]): Truth {
  if (parts.includes(true)) return true;
  return parts.includes('unknown') ? 'unknown' : false;
}

/** The opposite; what is unknown stays unknown. */
export function not(truth: Truth): Truth {
  return truth === 'unknown' ? 'unknown' : !truth;
}
