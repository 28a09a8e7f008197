/**
 * Does the same work for every item, of which no more than `limit` run at the same time. The results stand in the order of the
 * items; the first failure is that of the whole, and nothing new is begun after it.
 */
export async function bounded<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const waiting = [...items.entries()];
  const done = new Map<number, R>();
  let hasFailed = false;
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined && !hasFailed; next = waiting.shift()) {
      const [place, item] = next;
      try {
        done.set(place, await work(item));
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return [...done].sort(([a], [b]) => a - b).map(([, result]) => result);
}
