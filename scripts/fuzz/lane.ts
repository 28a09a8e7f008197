import { Worker } from 'node:worker_threads';
import type { Order, Report, WorkerData } from './message.ts';

/** What came of an order: the worker's report, or the case at which it did not go on. */
export type Ended = Report | { readonly kind: 'stuck'; readonly number: number; readonly message: string };

const WORKER = new URL('../../test/fuzz/worker.ts', import.meta.url);

/**
 * A case takes milliseconds: one that takes as long never ends, or would use up the patience of everybody. It is the
 * processor's time that counts, in milliseconds, so that a busy machine blames nobody.
 */
const PATIENCE = 10_000;

/** How often it is looked whether the worker goes on (milliseconds). */
const LOOK = 250;

/** What stands where a worker writes its case, before it began with one. */
const NONE = -1;

/** One worker thread. After a case that hangs or kills it, the next order starts another. */
export class Lane {
  readonly #seed: number;
  readonly #file: URL;
  readonly #patience: number;
  readonly #at = new Int32Array(new SharedArrayBuffer(4));
  #worker: Worker | null = null;

  constructor(seed: number, file = WORKER, patience = PATIENCE) {
    this.#seed = seed;
    this.#file = file;
    this.#patience = patience;
  }

  order(order: Order): Promise<Ended> {
    const worker = this.#worker ?? this.#start();
    this.#worker = worker;
    Atomics.store(this.#at, 0, NONE);
    return new Promise((resolve) => {
      const end = (ended: Ended): void => {
        clearInterval(timer);
        worker.off('message', end);
        worker.off('error', broken);
        resolve(ended);
      };
      const stuck = (message: string): void => {
        this.#worker = null;
        end({ kind: 'stuck', number: Atomics.load(this.#at, 0), message });
      };
      const broken = (error: Error): void => stuck(`it ended the process: ${error.message}`);
      const timer = this.#watch(worker, stuck);
      worker.on('message', end);
      worker.on('error', broken);
      worker.postMessage(order);
    });
  }

  /** Stops a worker that has used up the patience on one case. */
  #watch(worker: Worker, stuck: (message: string) => void): NodeJS.Timeout {
    let last = { number: NONE, used: 0 };
    const look = async (): Promise<void> => {
      const { user, system } = await worker.cpuUsage();
      const used = (user + system) / 1000;
      const number = Atomics.load(this.#at, 0);
      if (number !== last.number) last = { number, used };
      if (number === NONE || used - last.used <= this.#patience || worker !== this.#worker) return;
      stuck(`it did not end within ${this.#patience / 1000} s of the processor's time`);
      await worker.terminate();
    };
    // A worker that has ended meanwhile has nothing to say of its time, and has said all else.
    return setInterval(() => void look().catch(() => {}), LOOK);
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const workerData: WorkerData = { seed: this.#seed, at: this.#at };
    return new Worker(this.#file, { workerData });
  }
}
