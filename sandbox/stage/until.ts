import { setTimeout as pause } from 'node:timers/promises';

/** Asks again and again until there is an answer, at most for so many milliseconds; null if there was none. */
export async function until<T>(
  ask: () => Promise<T | null> | T | null,
  withinMs: number,
  everyMs = 10,
): Promise<T | null> {
  const end = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null || performance.now() > end) return answer;
    await pause(everyMs);
  }
}
