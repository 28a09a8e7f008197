import type { Surroundings } from '../documents.ts';

/** What a command prints on stdout, and how it exits. */
export type Result = { readonly output: string; readonly exitCode: number };

/** One verb of the command line. Throws BadInput where its arguments cannot be used. */
export type Command = {
  readonly name: string;
  /** One line for the help. */
  readonly summary: string;
  readonly run: (args: readonly string[], surroundings: Surroundings) => Result;
};
