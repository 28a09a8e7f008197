// Puts mutated policies, events, settings and memories through the product: npm run fuzz -- --runs N --seed S
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Lane } from './fuzz/lane.ts';
import type { Failure } from './fuzz/message.ts';
import { type FuzzOptions, OptionError, parseOptions } from './fuzz/options.ts';
import { Tally } from './fuzz/tally.ts';

const FOLDER = join(import.meta.dirname, '..', 'build', 'fuzz');
/** So many cases are given out at a time. */
const ORDER = 250;
/** A line of progress every so often, where nobody looks at a terminal (milliseconds). */
const EVERY = 60_000;

function fileOf({ number }: Failure, { seed }: FuzzOptions): string {
  return join(FOLDER, `seed-${seed}-case-${number}.json`);
}

/** Writes what failed as soon as it did: who stops a long run has it all the same. */
function keep(failure: Failure, options: FuzzOptions): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(fileOf(failure, options), `${JSON.stringify({ seed: options.seed, ...failure }, null, 2)}\n`);
}

/** Says on stderr how far it is: in place on a terminal, else now and then. */
function progressOf({ runs }: FuzzOptions, tally: Tally): () => void {
  const begun = performance.now();
  let said = begun;
  return () => {
    const now = performance.now();
    if (!process.stderr.isTTY && now - said < EVERY) return;
    said = now;
    const rest = (runs - tally.total) * ((now - begun) / Math.max(1, tally.total) / 60_000);
    const line = `◎ ${tally.total} of ${runs}, ${tally.failures.length} failed, ${rest.toFixed(1)} min left`;
    process.stderr.write(process.stderr.isTTY ? `\r\u001b[2K${line}` : `${line}\n`);
  };
}

/** What a case is that nobody saw the end of. */
async function inputOf(number: number, lane: Lane): Promise<unknown> {
  const ended = await lane.order({ kind: 'show', number });
  return ended.kind === 'shown' ? ended.input : null;
}

async function run(options: FuzzOptions, tally: Tally): Promise<void> {
  const { runs, seed, from, workers } = options;
  const end = from + runs;
  const progress = progressOf(options, tally);
  let next = from;
  const work = async (lane: Lane): Promise<void> => {
    while (next < end) {
      const orders = [{ from: next, to: Math.min(next + ORDER, end) }];
      next += ORDER;
      for (let order = orders.shift(); order !== undefined; order = orders.shift()) {
        const ended = await lane.order({ kind: 'run', ...order });
        if (ended.kind === 'done') tally.add(ended);
        if (ended.kind !== 'stuck') continue;
        const { number, message } = ended;
        tally.fail({ number, message, input: await inputOf(number, lane) });
        // What came before it was lost with the worker, and is run again.
        const rest = [
          { from: order.from, to: number },
          { from: number + 1, to: order.to },
        ];
        orders.push(...rest.filter(({ from: first, to }) => first < to));
      }
      progress();
    }
    await lane.close();
  };
  await Promise.all(Array.from({ length: workers }, () => work(new Lane(seed))));
}

async function main(args: readonly string[]): Promise<number> {
  const options = parseOptions(args);
  const tally = new Tally((failure) => keep(failure, options));
  const begun = performance.now();
  process.stdout.write(`seed ${options.seed}\n`);
  await run(options, tally);
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[2K');
  const { failures, slowest, total } = tally;
  for (const line of tally.lines()) process.stdout.write(`${line}\n`);
  for (const failure of failures.slice(0, 20))
    process.stdout.write(
      `✗ case ${failure.number}: ${failure.message.split('\n')[0]}\n  ${fileOf(failure, options)}\n`,
    );
  const seconds = ((performance.now() - begun) / 1000).toFixed(0);
  process.stdout.write(
    `\n${total} cases, ${failures.length} failed, in ${seconds} s; the slowest, case ${slowest.number}, took ${slowest.milliseconds.toFixed(0)} ms of the processor's time\n`,
  );
  return failures.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof OptionError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
