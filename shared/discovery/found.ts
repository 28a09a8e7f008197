import type { LandingZone, MissingRight, TrailDescription } from '../reconcile/reading.ts';
import type { TrailArn } from '../trail/arn.ts';
import type { Caller } from './ports.ts';

/** Something that could not be seen: what, why, and the right to grant where one was missing. */
export type Unseen = { readonly what: string; readonly why: string; readonly missing: MissingRight | null };

/** A trail as AWS describes it. */
export type FoundTrail = {
  readonly arn: TrailArn;
  readonly description: TrailDescription;
  /** The key by its ARN; null where the trail has none, or has an alias that could not be resolved. */
  readonly keyArn: string | null;
  /** The key that the topic is encrypted with; null where it has none, `unknown` where nobody could tell. */
  readonly topicKeyArn: string | null | 'unknown';
};

/** Whose bucket it is. `confirmed`: S3 took this account as the owner; `named`: Control Tower writes the account into the bucket's name. */
export type Owner = { readonly account: string; readonly how: 'confirmed' | 'named' };

/** A bucket that trails deliver into, or that results of queries were saved in. */
export type FoundBucket = {
  readonly name: string;
  readonly isThere: boolean;
  readonly region: string | null;
  /** Null where nobody could tell. */
  readonly owner: Owner | null;
};

/** The organization, and where the caller stands in it. */
export type FoundOrganization = {
  readonly id: string;
  readonly managementAccount: string;
  /** Null where it could not be read. */
  readonly rootId: string | null;
  readonly callerIs: 'management-account' | 'delegated-administrator' | 'member';
  /** Whether the caller's account may make service-managed StackSets. */
  readonly mayUseStackSets: boolean;
  /** Accounts that may have a say in CloudTrail besides the management account. */
  readonly administrators: readonly string[];
  /** The names of accounts, as far as they could be listed. */
  readonly names: ReadonlyMap<string, string>;
};

/** An event data store, and the places that results of its queries were saved in. */
export type FoundStore = {
  readonly arn: string;
  readonly name: string;
  readonly savedIn: readonly { readonly bucket: string; readonly prefix: string }[];
};

/** The landing zone of Control Tower, and its home Region. */
export type FoundLandingZone = { readonly zone: LandingZone; readonly region: string };

/** Everything that was found, and what was not. */
export type Found = {
  readonly caller: Caller;
  readonly trails: readonly FoundTrail[];
  readonly buckets: readonly FoundBucket[];
  readonly organization: FoundOrganization | null;
  readonly stores: readonly FoundStore[];
  readonly landingZone: FoundLandingZone | null;
  /** Trails that somebody named and that are not there. */
  readonly gone: readonly string[];
  /** ARNs that AWS gave to trails, and that this Trailmend cannot read: of a partition that it does not know. */
  readonly foreign: readonly string[];
  readonly unseen: readonly Unseen[];
  /** What a person has to know besides, one sentence each. */
  readonly notes: readonly string[];
};

/** The bucket of this name. */
export function bucketNamed({ buckets }: Pick<Found, 'buckets'>, name: string): FoundBucket | undefined {
  return buckets.find((bucket) => bucket.name === name);
}
