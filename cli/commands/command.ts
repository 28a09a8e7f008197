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
  /** Verbs of its own, which come after its name; without one of them the command itself runs. */
  readonly commands?: readonly Command[];
  /** Every word that may stand for it, where these can be told beforehand. */
  readonly operands?: readonly string[];
  /** The values of options that take one of a few, for whoever completes them; `format` takes text or json if it is left out. */
  readonly choices?: { readonly [name in OptionName]?: readonly string[] };
  readonly run: (values: Values, surroundings: Surroundings, operand: string | undefined) => Promise<Result>;
};
