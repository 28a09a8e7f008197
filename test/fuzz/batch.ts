import type { Failure, Timed } from '../../scripts/fuzz/message.ts';
import type { Fate, FuzzCase } from './case.ts';
import { sayingOf, shrunk } from './shrink.ts';

/** So many failures of a batch are made small; the others are told as they are. */
const SHRUNK = 3;

/** What came of some cases. */
export type Batch = {
  readonly counts: Record<string, number>;
  readonly failures: Failure[];
  slowest: Timed;
};

/** Runs cases by their numbers, and counts. */
export function runBatch(
  from: number,
  to: number,
  caseAt: (number: number) => FuzzCase,
  run: (one: FuzzCase) => Fate,
  before: (number: number) => void = () => {},
): Batch {
  const batch: Batch = { counts: {}, failures: [], slowest: { number: from, milliseconds: 0 } };
  for (let number = from; number < to; number += 1) {
    before(number);
    const one = caseAt(number);
    const begun = process.threadCpuUsage();
    const saying = sayingOf(one, run);
    const { user, system } = process.threadCpuUsage(begun);
    const milliseconds = (user + system) / 1000;
    if (milliseconds > batch.slowest.milliseconds) batch.slowest = { number, milliseconds };
    const what = `${one.kind}: ${saying.failed ? 'failed' : saying.fate}`;
    batch.counts[what] = (batch.counts[what] ?? 0) + 1;
    if (!saying.failed) continue;
    const input = batch.failures.length < SHRUNK ? shrunk(one, run) : one;
    batch.failures.push({ number, message: saying.message, input });
  }
  return batch;
}
