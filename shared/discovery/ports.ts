import type { LandingZone, Reading, TopicFacts, TrailDescription } from '../reconcile/reading.ts';
import type { TrailArn } from '../trail/arn.ts';

type Partition = TrailArn['partition'];

/** Who asks AWS: the account, and the ARN of the user or of the session of a role. */
export type Caller = { readonly account: string; readonly arn: string };

/** An account of the organization, by the name that people gave it. */
export type NamedAccount = { readonly id: string; readonly name: string };

/** Accounts of the organization, and whether these are all. */
export type AccountList = { readonly accounts: readonly NamedAccount[]; readonly isComplete: boolean };

/** What S3 answers to HeadBucket. A right that is missing and an owner that is not the expected one look the same: `denied`. */
export type BucketAnswer = {
  readonly answer: 'yes' | 'denied' | 'missing' | 'failed';
  /** S3 names the Region in a refusal too; null where it did not. */
  readonly region: string | null;
  /** Why the call failed; empty where it was answered. */
  readonly reason: string;
};

/** An event data store of CloudTrail Lake. */
export type StoreFacts = {
  readonly arn: string;
  readonly name: string;
  /** `ENABLED`, `PENDING_DELETION`, … (CloudTrail API reference, GetEventDataStore: Status). */
  readonly status: string;
};

/**
 * What is asked of AWS to find out what there is to guard. Every call only reads, with the credentials of whoever calls; a refusal
 * is `unreadable`, and names the right.
 */
export type Discovery = {
  readonly caller: () => Promise<Reading<Caller>>;
  /** The ARNs of every trail that the caller's account sees, of all home Regions. */
  readonly trailArns: () => Promise<Reading<readonly string[]>>;
  readonly trail: (trailArn: string) => Promise<Reading<TrailDescription>>;
  /** The organization that the caller's account is in; absent if it is in none. */
  readonly organization: (
    partition: Partition,
  ) => Promise<Reading<{ readonly id: string; readonly managementAccount: string }>>;
  /** The id of the organization's root. */
  readonly root: (partition: Partition) => Promise<Reading<string>>;
  /** The accounts that CloudTrail's administration is delegated to. */
  readonly administrators: (partition: Partition) => Promise<Reading<readonly string[]>>;
  /** The service principals whose administration is delegated to an account; absent if none is. */
  readonly delegatedTo: (partition: Partition, account: string) => Promise<Reading<readonly string[]>>;
  /** The active accounts of the organization: no further page is asked for once there are more than `limit`. */
  readonly accounts: (partition: Partition, limit: number) => Promise<Reading<AccountList>>;
  /** Asks for a bucket as belonging to this account; null: whoever owns it. */
  readonly bucket: (bucket: string, owner: string | null) => Promise<BucketAnswer>;
  /** The names of the folders right under this one, which ends with a slash: the first few thousand. */
  readonly folders: (bucket: string, owner: string, root: string) => Promise<Reading<readonly string[]>>;
  /** The ARN of the key that an ARN of a key or of an alias stands for. */
  readonly key: (arn: string) => Promise<Reading<string>>;
  readonly topic: (topicArn: string) => Promise<Reading<TopicFacts>>;
  /** The event data stores of the caller's account in one Region. */
  readonly eventDataStores: (region: string) => Promise<Reading<readonly StoreFacts[]>>;
  /** Where results of the latest queries were saved, as `s3://BUCKET/PREFIX`, each once. */
  readonly savedResults: (storeArn: string) => Promise<Reading<readonly string[]>>;
  /** The landing zone of Control Tower whose home Region this is. */
  readonly landingZone: (region: string) => Promise<Reading<LandingZone>>;
};
