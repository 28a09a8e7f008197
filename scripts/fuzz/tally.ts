import type { Failure, Report, Timed } from './message.ts';

/** What a run came to so far. */
export class Tally {
  readonly counts = new Map<string, number>();
  readonly failures: Failure[] = [];
  slowest: Timed = { number: 0, milliseconds: 0 };
  readonly #keep: (failure: Failure) => void;

  constructor(keep: (failure: Failure) => void) {
    this.#keep = keep;
  }

  add({ counts, slowest, failures }: Extract<Report, { kind: 'done' }>): void {
    for (const [what, count] of Object.entries(counts)) this.counts.set(what, (this.counts.get(what) ?? 0) + count);
    if (slowest.milliseconds > this.slowest.milliseconds) this.slowest = slowest;
    for (const failure of failures) this.#told(failure);
  }

  /** A case at which a worker did not go on. */
  fail(failure: Failure): void {
    this.#told(failure);
    this.counts.set('stopped', (this.counts.get('stopped') ?? 0) + 1);
  }

  #told(failure: Failure): void {
    this.failures.push(failure);
    this.#keep(failure);
  }

  get total(): number {
    return [...this.counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Plain numbers, by kind. */
  lines(): readonly string[] {
    const counted = [...this.counts].sort(([one], [other]) => (one < other ? -1 : 1));
    const width = Math.max(...counted.map(([what]) => what.length), 0);
    return counted.map(([what, count]) => `${what.padEnd(width)}  ${String(count).padStart(9)}`);
  }
}
