import type { Mode } from '../checks/check.ts';
import { parseTrailArn } from '../trail/arn.ts';
import { parseEventDataStoreArn } from '../trail/event-data-store.ts';

/** A further trail that delivers into a guarded trail's bucket; Trailmend looks at the bucket's policy for it, and at nothing else. */
export type FurtherTrailSettings = {
  readonly trailArn: string;
  readonly prefix?: string;
  /** The organization, of an organization trail. */
  readonly organizationId?: string;
  /** The organization that its account is a member of (aws:SourceOrgID). */
  readonly sourceOrganizationId?: string;
};

/** One guarded trail, as the settings file names it. */
export type TrailSettings = {
  readonly trailArn: string;
  readonly bucket: string;
  /** The account that owns the bucket; the trail's account if absent. */
  readonly bucketOwner?: string;
  /** The Region that the bucket lies in; the key's if absent, else the trail's home Region. */
  readonly bucketRegion?: string;
  /** The key prefix that the trail is expected to have. */
  readonly prefix?: string;
  /** The organization, of an organization trail. */
  readonly organizationId?: string;
  /** The organization that the trail's account is a member of (aws:SourceOrgID). */
  readonly sourceOrganizationId?: string;
  /** The KMS key that the trail names; Trailmend has rights on no other. */
  readonly kmsKeyArn?: string;
  /** The SNS topic that the trail tells of its files. */
  readonly topicArn?: string;
  /** The KMS key that this topic is encrypted with. */
  readonly topicKmsKeyArn?: string;
  /** Whether digest files are expected. */
  readonly logFileValidation?: boolean;
  /** Whether the trail is expected to cover every Region. */
  readonly multiRegion?: boolean;
  /** For how many days the bucket has to keep log files; 90 if absent. */
  readonly minimumRetentionDays?: number;
  /** Further trails that deliver into the bucket, mostly of other accounts. */
  readonly sources?: readonly FurtherTrailSettings[];
  /** Accounts whose folders in the bucket are history: none of their trails delivers there any more. */
  readonly formerAccounts?: readonly string[];
  /** Modes for this trail that differ from the file's. */
  readonly modes?: Readonly<Record<string, Mode>>;
};

/** One CloudTrail Lake event data store, and the bucket that results of its queries are saved in. */
export type EventDataStoreSettings = {
  readonly eventDataStoreArn: string;
  readonly bucket: string;
  /** The account that owns the bucket; the event data store's account if absent. */
  readonly bucketOwner?: string;
  /** The Region that the bucket lies in; the event data store's if absent. */
  readonly bucketRegion?: string;
  /** The key prefix that is chosen with the bucket when a query is run. */
  readonly prefix?: string;
  /** The organization that the event data store's account is a member of (aws:SourceOrgID). */
  readonly sourceOrganizationId?: string;
  /** Modes for this event data store that differ from the file's. */
  readonly modes?: Readonly<Record<string, Mode>>;
};

/** One entry of what is guarded: whatever CloudTrail delivers for. */
export type SourceSettings = TrailSettings | EventDataStoreSettings;

/** The ARN of the trail or event data store that an entry is about. */
export function sourceArn(settings: SourceSettings): string {
  return 'eventDataStoreArn' in settings ? settings.eventDataStoreArn : settings.trailArn;
}

/** Everything that is guarded, trails first. */
export function sourcesIn({ trails, eventDataStores = [] }: Settings): readonly SourceSettings[] {
  return [...trails, ...eventDataStores];
}

/** The organization that one deploy covers, and where its hub lies (docs/decisions, "One deploy for an organization"). */
export type OrganizationSettings = {
  readonly id: string;
  /** The root of the organization, by which StackSets reach its accounts. */
  readonly rootId?: string;
  readonly managementAccount: string;
  /** Where the function lies: the management account if absent, or a delegated administrator. */
  readonly hubAccount?: string;
  /** The home Region of the first trail if absent. */
  readonly hubRegion?: string;
  /** How destinations come into other accounts: by StackSets if absent, or by templates that people deploy. */
  readonly destinations?: 'templates';
  /** By account: the roles to assume one after the other, instead of the destination's own. */
  readonly roles?: Readonly<Record<string, readonly string[]>>;
  readonly controlTower?: {
    /** Whether policies of Control Tower's buckets are written as AWSControlTowerExecution, by a function of its own. */
    readonly assumeExecutionRole: boolean;
  };
};

/** How long S3 keeps records from everybody's hands (S3 user guide, "Locking objects with Object Lock"). */
export type ObjectLockSettings = {
  /** Whether those may remove records earlier who have the right to bypass it, or nobody. */
  readonly mode: 'governance' | 'compliance';
  readonly days: number;
};

/** What becomes of records. */
export type RecordSettings = {
  /** Records are locked; they are not if absent. */
  readonly objectLock?: ObjectLockSettings;
  /** After so many days records are removed; never if absent. */
  readonly expireDays?: number;
};

/** The settings file `trailmend.json` (schema: settings.schema.json). */
export type Settings = {
  readonly version: 1;
  readonly trails: readonly TrailSettings[];
  /** CloudTrail Lake event data stores whose query results are saved in a bucket; none if absent. */
  readonly eventDataStores?: readonly EventDataStoreSettings[];
  /** Absent where everything lies in one account. */
  readonly organization?: OrganizationSettings;
  /** Only told, never written: meant for the first week. */
  readonly alertOnly: boolean;
  /** Modes that differ from the catalogue's, by check id. */
  readonly modes: Readonly<Record<string, Mode>>;
  /** Minutes between two scheduled runs. */
  readonly scheduleMinutes: number;
  /** Addresses that get the alerts by mail. */
  readonly alertEmails: readonly string[];
  /** What becomes of records; kept and not locked if absent. */
  readonly records?: RecordSettings;
};

/** The account that must own the entry's bucket: the configured one, else that of the trail or event data store. */
export function ownerOf(entry: SourceSettings): string {
  const arn = sourceArn(entry);
  return entry.bucketOwner ?? (parseTrailArn(arn) ?? parseEventDataStoreArn(arn))?.account ?? '';
}
