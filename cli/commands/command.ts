import type { Surroundings } from '../documents.ts';
import type { OptionName, Values } from '../options.ts';

/** What a command prints on stdout, and how it exits. */
export type Result = { readonly output: string; readonly exitCode: number };

/** One verb of the command line. Throws BadInput where its arguments cannot be used. */
export type Command = {
  readonly name: string;
  /** One line for the help. */
  readonly summary: string;
  readonly options: readonly OptionName[];
  /** What a word without hyphens stands for, where the command takes one. */
  readonly operand?: string;
  readonly run: (values: Values, surroundings: Surroundings, operand: string | undefined) => Promise<Result>;
};
