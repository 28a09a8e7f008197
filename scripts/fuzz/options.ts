import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

/** How long to go on, and where to begin. The same seed makes the same cases on every machine. */
export type FuzzOptions = {
  readonly runs: number;
  readonly seed: number;
  /** The number of the first case. */
  readonly from: number;
  readonly workers: number;
};

/** Something on the command line that cannot be meant. */
export class OptionError extends Error {}

const LARGEST = 2 ** 31 - 1;

function whole(name: string, text: string | undefined, otherwise: number, least: number): number {
  if (text === undefined) return otherwise;
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= LARGEST) return number;
  throw new OptionError(`\`--${name}\` must be a whole number from ${least} to ${LARGEST}, and is \`${text}\``);
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ args: [...args], options: { runs: text, seed: text, from: text, workers: text } }).values;
  } catch (error) {
    throw new OptionError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** Reads the command line; a million cases under a random seed if it says nothing. */
export function parseOptions(args: readonly string[]): FuzzOptions {
  const { runs, seed, from, workers } = parsed(args);
  return {
    runs: whole('runs', runs, 1_000_000, 1),
    seed: whole('seed', seed, Math.floor(Math.random() * LARGEST), 0),
    from: whole('from', from, 0, 0),
    workers: whole('workers', workers, availableParallelism(), 1),
  };
}
