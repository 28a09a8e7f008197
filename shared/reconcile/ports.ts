import type { TrailArn } from '../trail/arn.ts';
import type { DocumentKind } from '../trail/document.ts';
import type { Alert, Memory } from './memory.ts';
import type { DocumentChange } from './plan.ts';
import type {
  AccountTrail,
  AclGrant,
  BucketFacts,
  ExpiryRule,
  KeyFacts,
  LandingZone,
  LandingZoneOperation,
  OrganizationPolicyKind,
  Payer,
  PolicyLevel,
  Reading,
  TopicFacts,
  TrailDescription,
  TrailStatus,
} from './reading.ts';
import type { Refused } from './refusal.ts';

/** CloudTrail, as far as it is used. Reads never throw on a refusal: they are `unreadable`. */
export type Trails = {
  readonly describe: (trailArn: string) => Promise<Reading<TrailDescription>>;
  readonly status: (trailArn: string) => Promise<Reading<TrailStatus>>;
  /** What CloudTrail says of the trail in another Region than its home; absent where the trail is not there. */
  readonly statusIn: (trailArn: string, region: string) => Promise<Reading<TrailStatus>>;
  readonly startLogging: (trailArn: string) => Promise<void>;
  /** Every trail that an account sees; of those that cover this Region also whether they log, and what. */
  readonly ofAccount: (account: string, region: string) => Promise<Reading<readonly AccountTrail[]>>;
};

/** What a write changes: statements that are added, and some that stand there and are turned back. */
export type Amendment = Pick<DocumentChange, 'added' | 'restored'>;

/** S3, as far as it is used. Every call names the account that must own the bucket. */
export type Buckets = {
  readonly facts: (bucket: string, owner: string) => Promise<Reading<BucketFacts>>;
  readonly policy: (bucket: string, owner: string) => Promise<Reading<string>>;
  /** Writes the whole policy; `change` is what is new in it, which is all that some writers take. */
  readonly putPolicy: (bucket: string, owner: string, policy: string, change: Amendment) => Promise<void>;
  readonly payer: (bucket: string, owner: string) => Promise<Reading<Payer>>;
  /** The rules by which objects expire; none where the bucket has no lifecycle. */
  readonly expiry: (bucket: string, owner: string) => Promise<Reading<readonly ExpiryRule[]>>;
  /** The names of the folders right under this one, which ends with a slash: the first few thousand. */
  readonly folders: (bucket: string, owner: string, root: string) => Promise<Reading<readonly string[]>>;
  /** What the ACL grants to anybody but the bucket's owner. */
  readonly grants: (bucket: string, owner: string) => Promise<Reading<readonly AclGrant[]>>;
  /** Whether the bucket's own settings keep public policies out (BlockPublicPolicy). */
  readonly blocksPublicPolicy: (bucket: string, owner: string) => Promise<Reading<boolean>>;
  /** Whether the settings of an account do, for all of its buckets. */
  readonly accountBlocksPublicPolicy: (account: string) => Promise<Reading<boolean>>;
  /** Makes the bucket's owner pay for requests. */
  readonly payAsOwner: (bucket: string, owner: string) => Promise<void>;
};

/** KMS, as far as it is used. Keys are named by their full ARNs. */
export type Keys = {
  readonly facts: (keyArn: string) => Promise<Reading<KeyFacts>>;
  readonly policy: (keyArn: string) => Promise<Reading<string>>;
  /** Never bypasses the lockout check of KMS. */
  readonly putPolicy: (keyArn: string, policy: string) => Promise<void>;
  /** Leaves the key disabled. */
  readonly cancelDeletion: (keyArn: string) => Promise<void>;
  readonly enable: (keyArn: string) => Promise<void>;
};

/** SNS, as far as the trail's own topic is concerned. */
export type Topics = {
  /** What the topic is, and its policy: one call tells both. */
  readonly attributes: (
    topicArn: string,
  ) => Promise<{ readonly facts: Reading<TopicFacts>; readonly policy: Reading<string> }>;
  readonly putPolicy: (topicArn: string, policy: string) => Promise<void>;
};

/** AWS Control Tower, as far as it is looked at. */
export type LandingZones = {
  /** The landing zone of this management account whose home Region this is; absent if there is none. */
  readonly current: (region: string, account: string) => Promise<Reading<LandingZone>>;
};

/** What a person may have done to a landing zone; no function ever does it. */
export type LandingZoneReset = {
  /** Starts to put a landing zone back to its saved settings, and answers with the operation's id. */
  readonly reset: (zoneArn: string) => Promise<string>;
  readonly operation: (zoneArn: string, id: string) => Promise<Reading<LandingZoneOperation>>;
};

/** A partition of AWS, in which an organization has one endpoint. */
type Partition = TrailArn['partition'];

/**
 * AWS Organizations, and the role by which CloudTrail acts in an organization, asked as the management account: only it and delegated
 * administrators may ask. An account that is in no organization, or not in this one, is `absent`.
 */
export type Organizations = {
  /** The service principals that the organization trusts. */
  readonly trusted: (partition: Partition, management: string) => Promise<Reading<readonly string[]>>;
  /** The ARN of CloudTrail's service-linked role in the management account. */
  readonly serviceLinkedRole: (partition: Partition, management: string) => Promise<Reading<string>>;
  /** The policies of one kind that apply to an account. */
  readonly policies: (
    partition: Partition,
    management: string,
    account: string,
    kind: OrganizationPolicyKind,
  ) => Promise<Reading<readonly PolicyLevel[]>>;
};

/** Which accounts there are and which Regions they have, as seen from the account of a trail. */
export type Accounts = {
  /** The Regions that are enabled in an account, in the partition of the Region that is named. */
  readonly enabledRegions: (account: string, region: string) => Promise<Reading<readonly string[]>>;
  /** The active accounts of the organization but the trail's own: not many more than `limit`, if there are more. */
  readonly members: (trailArn: string, limit: number) => Promise<Reading<readonly string[]>>;
  /** Whether the trail's home Region is enabled in a member account. */
  readonly hasHomeRegion: (trailArn: string, account: string) => Promise<Reading<boolean>>;
};

/** A memory as it was read; the tag tells whether somebody wrote since. */
export type Remembered = { readonly memory: Memory; readonly tag: string };

/** Where Trailmend remembers. Losing it loses no repair: only what can be compared with. */
export type Store = {
  readonly read: (trailArn: string) => Promise<Reading<Remembered>>;
  /** Writes only if nobody wrote since the tag was read (null: if there is none yet). The new tag; null if somebody did. */
  readonly write: (memory: Memory, tag: string | null) => Promise<string | null>;
};

/** Where records are kept. What is there already is never written again. */
export type Records = { readonly add: (record: { readonly id: string; readonly text: string }) => Promise<void> };

/** Which records are asked for, by the times in their ids; null where there is no limit. */
export type RecordRange = {
  /** Not before this time, as it stands in an id: `20261121T165541Z`. */
  readonly since: string | null;
  /** Before this time. */
  readonly until: string | null;
};

/** Where people read records. */
export type RecordReader = {
  /** The ids of the latest records, newest first, at most so many; whether those are all. */
  readonly list: (
    range: RecordRange,
    limit: number,
  ) => Promise<Reading<{ readonly ids: readonly string[]; readonly isAll: boolean }>>;
  /** The text of a record. */
  readonly read: (id: string) => Promise<Reading<string>>;
};

/** The policies of one kind of resource, as they are, byte by byte. Absent is a resource that is gone. */
export type PolicyDocument = {
  /** Null where the resource has no policy. */
  readonly read: (resource: string, owner: string) => Promise<Reading<string | null>>;
  readonly put: (resource: string, owner: string, policy: string) => Promise<void>;
  /** Null where AWS knows no resource without a policy. */
  readonly remove: ((resource: string, owner: string) => Promise<void>) | null;
};

/** The policies that a person puts back. */
export type PolicyDocuments = Readonly<Record<DocumentKind, PolicyDocument>>;

/** Time, passed in. */
export type Clock = {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly pause: (milliseconds: number) => Promise<void>;
  /** What the work comes to; null if it takes longer. */
  readonly within: <T>(milliseconds: number, work: Promise<T>) => Promise<T | null>;
  /** Reads an ISO 8601 time; NaN if it is none. */
  readonly parse: (time: string) => number;
};

/** Keeps what is written, while it is written. It never fails a run. */
export type Journal = { readonly writing: (change: DocumentChange) => void };

/** Tells people. */
export type Notifier = { readonly send: (alert: Alert) => Promise<void> };

/** Everything outside that a run needs. */
export type Ports = {
  readonly trails: Trails;
  readonly buckets: Buckets;
  readonly keys: Keys;
  readonly topics: Topics;
  readonly landingZones: LandingZones;
  readonly organizations: Organizations;
  readonly accounts: Accounts;
  readonly store: Store;
  readonly records: Records;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly notifier: Notifier;
  /** The ARN of the role that writes a document, by its kind and the resource that has it; left out where it is not known. */
  readonly writerOf?: (kind: DocumentKind, resource: string, owner: string) => string;
};

/** AWS did not do it now, and may do it later: throttling, time-outs, 5xx. */
export class RetryableError extends Error {
  override readonly name = 'RetryableError';
}

/** AWS refused, and will refuse again until somebody changes something. */
export class TerminalError extends Error {
  override readonly name = 'TerminalError';
  /** Why a write was refused; null if it failed for another reason. */
  readonly refused: Refused | null;

  constructor(message: string, { refused = null, ...options }: ErrorOptions & { refused?: Refused | null } = {}) {
    super(message, options);
    this.refused = refused;
  }
}
