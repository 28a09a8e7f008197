/** Time that is computed and not waited for: it moves on to the next event once everything else has come to rest. */
export class Timeline {
  now = 0;
  /** The end of the work that the one processor has taken on. */
  #busyUntil = 0;
  #busy = 0;
  readonly #events: { readonly at: number; readonly happen: () => void }[] = [];

  /** How long the processor was at work, in milliseconds. */
  get busy(): number {
    return this.#busy;
  }

  /** Ends at this time. */
  async until(at: number): Promise<void> {
    await new Promise<void>((happen) => this.#insert({ at: Math.max(at, this.now), happen }));
  }

  async pause(milliseconds: number): Promise<void> {
    await this.until(this.now + milliseconds);
  }

  /** Work for the processor, which does one thing after the other; comes to its end. */
  async compute(milliseconds: number): Promise<void> {
    this.#busy += milliseconds;
    this.#busyUntil = Math.max(this.#busyUntil, this.now) + milliseconds;
    await this.until(this.#busyUntil);
  }

  /** Lets time pass until the work is done. */
  async play<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const end = (): void => {
      isDone = true;
    };
    work.then(end, end);
    while (true) {
      // Every promise that can settle does before this one.
      await new Promise((resolve) => setImmediate(resolve));
      if (isDone) return work;
      const next = this.#events[0];
      if (next === undefined) throw new Error('everybody waits, and for nothing that will happen');
      this.now = next.at;
      while (this.#events[0]?.at === this.now) this.#take()?.happen();
    }
  }

  /** A binary heap by time; of the same time in any order. */
  #insert(event: { readonly at: number; readonly happen: () => void }): void {
    const events = this.#events;
    let place = events.push(event) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = events[parent];
      if (above === undefined || above.at <= event.at) break;
      events[place] = above;
      place = parent;
    }
    events[place] = event;
  }

  #take(): { readonly at: number; readonly happen: () => void } | undefined {
    const events = this.#events;
    const [first] = events;
    const last = events.pop();
    if (last === undefined || events.length === 0) return first;
    let place = 0;
    while (true) {
      const [left, right] = [2 * place + 1, 2 * place + 2];
      const smaller = (events[right]?.at ?? Infinity) < (events[left]?.at ?? Infinity) ? right : left;
      const below = events[smaller];
      if (below === undefined || below.at >= last.at) break;
      events[place] = below;
      place = smaller;
    }
    events[place] = last;
    return first;
  }
}
