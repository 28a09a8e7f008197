/** A text of a source file, which must stand there exactly once, and what is put in its place. */
export type Edit = { readonly file: string; readonly find: string; readonly replace: string };

/** A bug to plant, and the tests that must not pass with it. */
export type Mutant = {
  readonly name: string;
  /** True if the same wrong reading is planted in both evaluators, so that comparing them shows nothing. */
  readonly shared: boolean;
  /** What is wrong about it; of a shared misreading, the fact that it misreads. */
  readonly why: string;
  readonly edits: readonly Edit[];
  /** The test files that must fail, as few as possible. */
  readonly tests: readonly string[];
};
