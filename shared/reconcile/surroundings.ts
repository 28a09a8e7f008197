import type {
  AccountTrail,
  AclGrant,
  ExpiryRule,
  Fellow,
  LandingZone,
  PolicyLevel,
  Reading,
  RegionalStatus,
  RegionInMembers,
} from './reading.ts';

/** What is known of the trail's bucket and of the account that owns it. Every field is one reading. */
export type BucketSurroundings = {
  /** The rules by which objects of the bucket expire. */
  readonly expiry: Reading<readonly ExpiryRule[]>;
  /** The resource control policies that apply to the account that owns the bucket. */
  readonly resourcePolicies: Reading<readonly PolicyLevel[]>;
  /** The service control policies that apply to roles of the account that owns the bucket. */
  readonly servicePolicies: Reading<readonly PolicyLevel[]>;
  /** The names of the folders beside the trail's own, right under `[prefix/]AWSLogs/`. */
  readonly folders: Reading<readonly string[]>;
  /** What the bucket's ACL grants to anybody but its owner. */
  readonly grants: Reading<readonly AclGrant[]>;
  /** Whether the bucket keeps public policies out. */
  readonly bucketBlock: Reading<boolean>;
  /** Whether the account of the bucket does; not asked for where the bucket does it already. */
  readonly accountBlock: Reading<boolean>;
  /** The trails of the account that deliver into the bucket too and that nobody guards. */
  readonly fellows: Reading<readonly Fellow[]>;
};

/**
 * What lies around a trail's delivery. No repair of a bucket, key or topic waits for it (docs/decisions, "Repair first, look
 * around after"). Every field is one reading.
 */
export type Surroundings = BucketSurroundings & {
  /** The landing zone that the trail belongs to; not asked for of a trail that is not Control Tower's. */
  readonly landingZone: Reading<LandingZone>;
  /** The service principals that the organization of an organization trail trusts. */
  readonly trustedServices: Reading<readonly string[]>;
  /** The ARN of CloudTrail's service-linked role in the management account. */
  readonly serviceLinkedRole: Reading<string>;
  /** The resource control policies that apply to the account that owns the key. */
  readonly keyResourcePolicies: Reading<readonly PolicyLevel[]>;
  /** The Regions that are enabled in the account, as AWS lists them; asked for of a multi-Region trail alone. */
  readonly regions: Reading<readonly string[]>;
  /** What CloudTrail says of a multi-Region trail in each Region but its home. */
  readonly elsewhere: Reading<readonly RegionalStatus[]>;
  /** Whether the member accounts of an organization trail have its home Region, where that is an opt-in Region. */
  readonly homeInMembers: Reading<RegionInMembers>;
  /** Every trail that the account sees. */
  readonly accountTrails: Reading<readonly AccountTrail[]>;
};

/** The same of the bucket, each reading held to what counts. */
export function heldTo(found: BucketSurroundings, hold: <T>(reading: Reading<T>) => Reading<T>): BucketSurroundings {
  return {
    expiry: hold(found.expiry),
    resourcePolicies: hold(found.resourcePolicies),
    servicePolicies: hold(found.servicePolicies),
    folders: hold(found.folders),
    grants: hold(found.grants),
    bucketBlock: hold(found.bucketBlock),
    accountBlock: hold(found.accountBlock),
    fellows: hold(found.fellows),
  };
}

/** The surroundings of trails, by the trails' ARNs. */
export type Survey = ReadonlyMap<string, Surroundings>;

/** The same reading of everything. */
function all(reading: Reading<never>): Surroundings {
  return {
    expiry: reading,
    landingZone: reading,
    trustedServices: reading,
    serviceLinkedRole: reading,
    resourcePolicies: reading,
    keyResourcePolicies: reading,
    servicePolicies: reading,
    regions: reading,
    elsewhere: reading,
    homeInMembers: reading,
    accountTrails: reading,
    fellows: reading,
    folders: reading,
    grants: reading,
    bucketBlock: reading,
    accountBlock: reading,
  };
}

/** Nobody looked around. */
export const NOT_SURVEYED: Surroundings = all({ state: 'not-asked' });

/** Nobody could, for one reason. */
export const unsurveyed = (reason: string): Surroundings => all({ state: 'unreadable', reason });

/** Every reading of the surroundings, those of single Regions, accounts and trails too. */
export function readingsAround(surroundings: Surroundings): readonly Reading<unknown>[] {
  const { elsewhere, homeInMembers, accountTrails } = surroundings;
  return [
    ...Object.values(surroundings),
    ...(elsewhere.state === 'present' ? elsewhere.value.map(({ status }) => status) : []),
    ...(homeInMembers.state === 'present' ? homeInMembers.value.asked.map(({ isEnabled }) => isEnabled) : []),
    ...(accountTrails.state === 'present'
      ? accountTrails.value.flatMap(({ description, isLogging, selectors }) => [description, isLogging, selectors])
      : []),
  ];
}
