/** The same question gives the same promise: by default where it has the same names, or those that `keyOf` makes equal. */
export function once<A extends readonly string[], T>(
  read: (...names: A) => Promise<T>,
  keyOf: (...names: A) => string = (...names) => names.join(' '),
): (...names: A) => Promise<T> {
  const asked = new Map<string, Promise<T>>();
  return (...names) => {
    const key = keyOf(...names);
    const answer = asked.get(key) ?? read(...names);
    asked.set(key, answer);
    return answer;
  };
}
