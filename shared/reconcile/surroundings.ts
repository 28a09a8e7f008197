import type { AccountTrail, ExpiryRule, Fellow, Reading } from './reading.ts';

/**
 * What lies around a trail's delivery. No repair of a bucket, key or topic waits for it (docs/decisions, "Repair first, look
 * around after"). Every field is one reading.
 */
export type Surroundings = {
  /** The rules by which objects of the bucket expire. */
  readonly expiry: Reading<readonly ExpiryRule[]>;
  /** Every trail that the account sees. */
  readonly accountTrails: Reading<readonly AccountTrail[]>;
  /** Those of them that deliver into the bucket too and that nobody guards. */
  readonly fellows: Reading<readonly Fellow[]>;
  /** The names of the folders beside the trail's own, right under `[prefix/]AWSLogs/`. */
  readonly folders: Reading<readonly string[]>;
};

/** The surroundings of trails, by the trails' ARNs. */
export type Survey = ReadonlyMap<string, Surroundings>;

const NOT_ASKED = { state: 'not-asked' } as const;

/** Nobody looked around. */
export const NOT_SURVEYED: Surroundings = {
  expiry: NOT_ASKED,
  accountTrails: NOT_ASKED,
  fellows: NOT_ASKED,
  folders: NOT_ASKED,
};
