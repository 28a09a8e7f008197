/** How much runs at the same time: of everything, and in each lane. */
export type Limits = { readonly all: number; readonly each: number };

type Lane = { running: number; readonly urgent: Queue; readonly other: Queue };

/** First in, first out; taking from it does not move what is left. */
class Queue {
  #jobs: (() => void)[] = [];
  #next = 0;

  get isEmpty(): boolean {
    return this.#next === this.#jobs.length;
  }

  put(job: () => void): void {
    this.#jobs.push(job);
  }

  take(): (() => void) | undefined {
    const job = this.#jobs[this.#next];
    this.#next += 1;
    if (this.isEmpty) {
      this.#jobs = [];
      this.#next = 0;
    }
    return job;
  }
}

/**
 * Work in lanes that take turns, each with a bound of its own: a lane in which work takes long holds up what waits in it, and no
 * other lane. What is urgent begins before everything that is not.
 */
export class Lanes {
  readonly #limits: Limits;
  readonly #lanes = new Map<string, Lane>();
  /** The lanes that have something to begin and may, in their turn. */
  readonly #ready = { urgent: new Set<Lane>(), other: new Set<Lane>() };
  #running = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Does the work when it is its turn, and comes to what the work comes to. */
  async run<R>(name: string, work: () => Promise<R>, isUrgent = false): Promise<R> {
    const lane = this.#lanes.get(name) ?? { running: 0, urgent: new Queue(), other: new Queue() };
    this.#lanes.set(name, lane);
    await new Promise<void>((begin) => {
      (isUrgent ? lane.urgent : lane.other).put(begin);
      this.#line(lane);
      this.#begin();
    });
    try {
      return await work();
    } finally {
      this.#running -= 1;
      lane.running -= 1;
      this.#line(lane);
      if (lane.running === 0 && lane.urgent.isEmpty && lane.other.isEmpty) this.#lanes.delete(name);
      this.#begin();
    }
  }

  /** Lets the lane take part, where it has something to begin and may. */
  #line(lane: Lane): void {
    for (const kind of ['urgent', 'other'] as const) {
      if (lane.running < this.#limits.each && !lane[kind].isEmpty) this.#ready[kind].add(lane);
      else this.#ready[kind].delete(lane);
    }
  }

  #begin(): void {
    while (this.#running < this.#limits.all) {
      const kind = this.#ready.urgent.size > 0 ? 'urgent' : 'other';
      const [lane] = this.#ready[kind];
      if (lane === undefined) return;
      // It goes to the end of the line.
      this.#ready[kind].delete(lane);
      const begin = lane[kind].take();
      this.#running += 1;
      lane.running += 1;
      this.#line(lane);
      begin?.();
    }
  }
}
