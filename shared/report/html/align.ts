/** One place of two lists that are set side by side: what stands there in each; null where nothing does. */
export type Pair<T> = { readonly before: T | null; readonly after: T | null; readonly isSame: boolean };

/** How often each text occurs from here on. */
function tally(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

const take = (counts: Map<string, number>, text: string): void => void counts.set(text, (counts.get(text) ?? 1) - 1);

/**
 * Sets two lists side by side, in one pass: what is the same stands in one line with itself, and what comes later in the other list
 * waits for it. Whoever adds statements leaves the others in their order, so that no search for the best match is needed.
 */
export function align<T>(before: readonly T[], after: readonly T[], textOf: (one: T) => string): readonly Pair<T>[] {
  const [olds, news] = [before.map(textOf), after.map(textOf)];
  const [oldLeft, newLeft] = [tally(olds), tally(news)];
  const pairs: Pair<T>[] = [];
  for (let at = 0, to = 0; at < before.length || to < after.length; ) {
    const [old, now] = [olds[at], news[to]];
    const isSame = old === now;
    const oldComesLater = old !== undefined && (newLeft.get(old) ?? 0) > 0;
    const nowCameBefore = now !== undefined && (oldLeft.get(now) ?? 0) > 0;
    const takesOld = old !== undefined && (isSame || !oldComesLater || nowCameBefore || now === undefined);
    const takesNew = now !== undefined && (isSame || !nowCameBefore || old === undefined);
    pairs.push({
      before: takesOld ? (before[at] ?? null) : null,
      after: takesNew ? (after[to] ?? null) : null,
      isSame,
    });
    if (takesOld) take(oldLeft, olds[at++] ?? '');
    if (takesNew) take(newLeft, news[to++] ?? '');
  }
  return pairs;
}
