/** Cases from a number to below another; `show` asks what a case is, and does not run it. */
export type Order =
  | { readonly kind: 'run'; readonly from: number; readonly to: number }
  | { readonly kind: 'show'; readonly number: number };

/** A case that went wrong: what was said, and the smallest input that was found to say the same. */
export type Failure = { readonly number: number; readonly message: string; readonly input: unknown };

/** What a worker has to say: how an order ended, or what a case is. */
export type Report =
  | {
      readonly kind: 'done';
      /** How many cases ended how. */
      readonly counts: Readonly<Record<string, number>>;
      readonly slowest: Timed;
      readonly failures: readonly Failure[];
    }
  | { readonly kind: 'shown'; readonly input: unknown };

/** A case, and how much of the processor's time it took. */
export type Timed = { readonly number: number; readonly milliseconds: number };

/** What a worker begins with. It writes the number of the case that it is at into the one place of `at`. */
export type WorkerData = { readonly seed: number; readonly at: Int32Array };
