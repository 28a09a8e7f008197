/** What a step found: how many tests ran, what was left out and why, and what to show where something failed. */
export type StepResult = {
  readonly passed: number;
  readonly failed: number;
  /** The reason of every skipped test. */
  readonly skipped: readonly string[];
  /** What a person needs to see of a failure; empty if there was none. */
  readonly output: string;
};

/** One part of `npm test`; `run` never throws for a failing test. */
export type Step = {
  readonly name: string;
  /** What it makes sure of, for the progress line. */
  readonly about: string;
  readonly run: () => Promise<StepResult>;
};
