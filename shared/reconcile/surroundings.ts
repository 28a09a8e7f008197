import type { ExpiryRule, Reading, RegionalStatus, RegionInMembers } from './reading.ts';

/**
 * What lies around a trail's delivery. No repair of a bucket, key or topic waits for it (docs/decisions, "Repair first, look
 * around after"). Every field is one reading.
 */
export type Surroundings = {
  /** The rules by which objects of the bucket expire. */
  readonly expiry: Reading<readonly ExpiryRule[]>;
  /** The Regions that are enabled in the account, as AWS lists them; asked for of a multi-Region trail alone. */
  readonly regions: Reading<readonly string[]>;
  /** What CloudTrail says of a multi-Region trail in each Region but its home. */
  readonly elsewhere: Reading<readonly RegionalStatus[]>;
  /** Whether the member accounts of an organization trail have its home Region, where that is an opt-in Region. */
  readonly homeInMembers: Reading<RegionInMembers>;
};

/** The surroundings of trails, by the trails' ARNs. */
export type Survey = ReadonlyMap<string, Surroundings>;

const NOT_ASKED = { state: 'not-asked' } as const;

/** Nobody looked around. */
export const NOT_SURVEYED: Surroundings = {
  expiry: NOT_ASKED,
  regions: NOT_ASKED,
  elsewhere: NOT_ASKED,
  homeInMembers: NOT_ASKED,
};

/** Every reading of the surroundings, those of single Regions and accounts too. */
export function readingsAround(surroundings: Surroundings): readonly Reading<unknown>[] {
  const { elsewhere, homeInMembers } = surroundings;
  return [
    ...Object.values(surroundings),
    ...(elsewhere.state === 'present' ? elsewhere.value.map(({ status }) => status) : []),
    ...(homeInMembers.state === 'present' ? homeInMembers.value.asked.map(({ isEnabled }) => isEnabled) : []),
  ];
}
