import type { AclGrant, ExpiryRule, Reading } from './reading.ts';

/**
 * What lies around a trail's delivery. No repair of a bucket, key or topic waits for it (docs/decisions, "Repair first, look
 * around after"). Every field is one reading.
 */
export type Surroundings = {
  /** The rules by which objects of the bucket expire. */
  readonly expiry: Reading<readonly ExpiryRule[]>;
  /** What the bucket's ACL grants to anybody but its owner. */
  readonly grants: Reading<readonly AclGrant[]>;
  /** Whether the bucket keeps public policies out. */
  readonly bucketBlock: Reading<boolean>;
  /** Whether the account of the bucket does; not asked for where the bucket does it already. */
  readonly accountBlock: Reading<boolean>;
};

/** The surroundings of trails, by the trails' ARNs. */
export type Survey = ReadonlyMap<string, Surroundings>;

const NOT_ASKED = { state: 'not-asked' } as const;

/** Nobody looked around. */
export const NOT_SURVEYED: Surroundings = {
  expiry: NOT_ASKED,
  grants: NOT_ASKED,
  bucketBlock: NOT_ASKED,
  accountBlock: NOT_ASKED,
};
