import type { ExpiryRule, LandingZone, Reading } from './reading.ts';

/**
 * What lies around a trail's delivery. No repair of a bucket, key or topic waits for it (docs/decisions, "Repair first, look
 * around after"). Every field is one reading.
 */
export type Surroundings = {
  /** The rules by which objects of the bucket expire. */
  readonly expiry: Reading<readonly ExpiryRule[]>;
  /** The landing zone that the trail belongs to; not asked for of a trail that is not Control Tower's. */
  readonly landingZone: Reading<LandingZone>;
};

/** The surroundings of trails, by the trails' ARNs. */
export type Survey = ReadonlyMap<string, Surroundings>;

const NOT_ASKED = { state: 'not-asked' } as const;

/** Nobody looked around. */
export const NOT_SURVEYED: Surroundings = { expiry: NOT_ASKED, landingZone: NOT_ASKED };
