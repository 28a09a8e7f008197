// Runs in a thread of its own, which has no more memory than it is given: sweeps over an organization.
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { MODEL } from './model.ts';
import { organizationOf, type Shape } from './organization.ts';
import { type Measured, Simulation } from './simulation.ts';

/** What to sweep over, and how often: the first sweep finds everything broken, the others find nothing to do. */
export type Assignment = {
  readonly shape: Shape;
  readonly sweeps: number;
  readonly slow?: Readonly<Record<string, number>>;
};

/** So much memory a sweep has, in megabytes: what is left of the function's is for the SDK and the runtime, with room. */
const HEAP = 256;

/** The sweeps of an assignment; fails if they need more memory than there is. */
export function measured(assignment: Assignment): Promise<[Measured, ...Measured[]]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), {
      workerData: assignment,
      resourceLimits: { maxOldGenerationSizeMb: HEAP },
    });
    worker.once('message', resolve).once('error', reject);
  });
}

async function work({ shape, sweeps, slow }: Assignment): Promise<[Measured, ...Measured[]]> {
  const simulation = new Simulation(organizationOf(shape), slow === undefined ? MODEL : { ...MODEL, slow });
  const all: [Measured, ...Measured[]] = [await simulation.sweep()];
  for (let sweep = 1; sweep < sweeps; sweep += 1) all.push(await simulation.sweep());
  return all;
}

if (!isMainThread) parentPort?.postMessage(await work(workerData));
