import { Worker } from 'node:worker_threads';
import type { Order, Report, WorkerData } from './message.ts';

/** What came of an order: the worker's report, or the case at which it did not go on. */
export type Ended = Report | { readonly kind: 'stuck'; readonly number: number; readonly message: string };

const WORKER = new URL('../../test/fuzz/worker.ts', import.meta.url);

/** A case takes milliseconds: one that takes as long never ends, or would use up the patience of everybody (milliseconds). */
const PATIENCE = 10_000;

/** How many times within its patience a lane looks whether the worker goes on. */
const LOOKS = 20;

/** One worker thread. After a case that hangs or kills it, the next order starts another. */
export class Lane {
  readonly #seed: number;
  readonly #file: URL;
  readonly #patience: number;
  readonly #at = new SharedArrayBuffer(4);
  #worker: Worker | null = null;

  constructor(seed: number, file = WORKER, patience = PATIENCE) {
    this.#seed = seed;
    this.#file = file;
    this.#patience = patience;
  }

  order(order: Order): Promise<Ended> {
    const worker = this.#worker ?? this.#start();
    this.#worker = worker;
    const at = new Int32Array(this.#at);
    return new Promise((resolve) => {
      let last = { number: -1, since: performance.now() };
      const end = (ended: Ended): void => {
        clearInterval(timer);
        worker.off('message', end);
        worker.off('error', broken);
        resolve(ended);
      };
      const stuck = (message: string): void => {
        this.#worker = null;
        end({ kind: 'stuck', number: Atomics.load(at, 0), message });
      };
      const timer = setInterval(() => {
        const number = Atomics.load(at, 0);
        if (number !== last.number) last = { number, since: performance.now() };
        else if (performance.now() - last.since > this.#patience) {
          void worker.terminate();
          stuck(`it did not end within ${this.#patience / 1000} s`);
        }
      }, this.#patience / LOOKS);
      const broken = (error: Error): void => stuck(`it ended the process: ${error.message}`);
      worker.on('message', end);
      worker.on('error', broken);
      worker.postMessage(order);
    });
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const workerData: WorkerData = { seed: this.#seed, at: this.#at };
    return new Worker(this.#file, { workerData });
  }
}
