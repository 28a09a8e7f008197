/** A person put a document back as it was before a repair: for a while the checks that would repair it only tell. */
export type Hold = {
  /** The ARN of the bucket, key or topic whose policy is held. */
  readonly resource: string;
  /** Until when, in milliseconds since the epoch. */
  readonly until: number;
  /** The record that was rolled back. */
  readonly of: string;
  /** The ARN of who rolled it back. */
  readonly by: string;
};
