import type { EventSelectors } from '../trail/event-selectors.ts';

/** The result of one read. Unreadable is never healthy; `not-asked` is what an offline run has of AWS, or says why. */
export type Reading<T> =
  | { readonly state: 'present'; readonly value: T }
  | { readonly state: 'absent' }
  | {
      readonly state: 'unreadable';
      readonly reason: string;
      readonly missing?: MissingRight;
      readonly retryable?: boolean;
      /** True if AWS did not know the credentials: so it answers in a Region that the account has not enabled. */
      readonly isStranger?: boolean;
    }
  | { readonly state: 'not-asked'; readonly reason?: string };

/** True if it is known what is there, or that nothing is. */
export function isRead(reading: Reading<unknown>): boolean {
  return reading.state === 'present' || reading.state === 'absent';
}

/** A right that AWS refused a read for, on an ARN or a name. */
export type MissingRight = { readonly action: string; readonly resource: string };

/** What GetTrail says of a trail; the organization's id is not among it. */
export type TrailDescription = {
  readonly bucket: string;
  readonly prefix: string;
  readonly isOrganizationTrail: boolean;
  readonly kmsKeyArn: string | null;
  readonly topicArn: string | null;
  readonly logFileValidation: boolean;
  readonly multiRegion: boolean;
  readonly insights: boolean;
  /** The log group of CloudWatch Logs that gets the events too, and the role that CloudTrail writes there as. */
  readonly logGroupArn: string | null;
  readonly logGroupRoleArn: string | null;
};

/** What GetTrailStatus says of one Region; empty strings are read as "no error" (CloudTrail API reference). */
export type TrailStatus = {
  readonly isLogging: boolean;
  readonly latestDeliveryError: string | null;
  /** Milliseconds since the epoch, by AWS's clock; null if nothing was delivered yet. */
  readonly latestDeliveryTime: number | null;
  /** When StartLogging was last called, in the same unit; null if the trail was never started. */
  readonly startLoggingTime: number | null;
  readonly latestNotificationError: string | null;
  readonly latestLogGroupDeliveryError: string | null;
  readonly latestDigestDeliveryError: string | null;
  /** In milliseconds since the epoch; null if no digest was delivered yet. */
  readonly latestDigestDeliveryTime: number | null;
};

/** What GetTrailStatus says in one Region; absent where the trail is not there, or the account has not enabled the Region. */
export type RegionalStatus = { readonly region: string; readonly status: Reading<TrailStatus> };

/** Whether a Region is enabled in the member accounts of an organization. */
export type RegionInMembers = {
  readonly asked: readonly { readonly account: string; readonly isEnabled: Reading<boolean> }[];
  /** False if the organization has more accounts than were asked. */
  readonly isComplete: boolean;
};

/** What is known of the bucket itself. */
export type BucketFacts = {
  /** False if S3 refuses the expected owner and accepts the same request without one (bucket sniping). */
  readonly ownerIsExpected: boolean;
  /** The bucket's Region; null if S3 did not say. */
  readonly region: string | null;
  /** Whether an S3 Bucket Key is on. */
  readonly bucketKey: Reading<boolean>;
};

/** Who pays for requests to a bucket, as GetBucketRequestPayment says it. */
export type Payer = 'BucketOwner' | 'Requester';

/** One grant of a bucket's ACL to somebody who is not its owner. */
export type AclGrant = {
  /** A display name, a canonical user's id, or the URI of a group. */
  readonly grantee: string;
  /** `READ`, `WRITE`, … (S3 API reference, Grant). */
  readonly permission: string;
};

/** One rule of a bucket's lifecycle, as far as current objects expire by it. */
export type ExpiryRule = {
  readonly id: string;
  readonly isEnabled: boolean;
  /** What the keys begin with that it is for; empty for all. */
  readonly prefix: string;
  /** True if it is for objects with certain tags or of certain sizes only. */
  readonly isNarrowed: boolean;
  /** Days after which an object expires, or the date on which all of them do and from then on at once. */
  readonly expires: { readonly days: number } | 'on-a-date';
};

/** Resource control policies bound what may be done to an account's resources, service control policies what its roles may do. */
export type OrganizationPolicyKind = 'RESOURCE_CONTROL_POLICY' | 'SERVICE_CONTROL_POLICY';

/** One policy of an organization, with its document as AWS returned it: text that has not been parsed yet. */
export type OrganizationPolicy = { readonly id: string; readonly name: string; readonly document: string };

/**
 * What is attached to an account, or to an organizational unit or root above it, by its id. The levels of an account come
 * from the account itself up to the root.
 */
export type PolicyLevel = { readonly target: string; readonly policies: readonly OrganizationPolicy[] };

/** What DescribeKey says of a key; the states are those of the KMS API reference, KeyMetadata. */
export type KeyFacts = {
  readonly state: string;
  /** True of a symmetric key that encrypts, the only kind that CloudTrail takes. */
  readonly isSymmetric: boolean;
};

/** What GetTopicAttributes says of a topic, but for its policy. */
export type TopicFacts = {
  /** The key that the topic is encrypted with, by whatever name the topic has for it; null if there is none. */
  readonly kmsKeyId: string | null;
};

/** What GetLandingZone says of the landing zone of AWS Control Tower. */
export type LandingZone = {
  readonly arn: string;
  readonly version: string;
  readonly latestVersion: string;
  /** `ACTIVE`, `PROCESSING` or `FAILED` (AWS Control Tower API reference, LandingZoneDetail). */
  readonly status: string;
  /** Whether Control Tower reports drift; it does not look at a bucket's policy for it. */
  readonly isDrifted: boolean;
};

/** How an operation on a landing zone stands. */
export type LandingZoneOperation = {
  /** `IN_PROGRESS`, `SUCCEEDED` or `FAILED`. */
  readonly status: string;
  readonly message: string | null;
};

/** One of the trails that an account sees, of all home Regions, those of its organization among them. */
export type AccountTrail = {
  readonly trailArn: string;
  readonly description: Reading<TrailDescription>;
  /** Whether it logs, and what: asked of the trails that cover the Region that was asked for. */
  readonly isLogging: Reading<boolean>;
  readonly selectors: Reading<EventSelectors>;
};

/** A trail of the account that nobody guards and that delivers into a guarded trail's bucket, or may. */
export type Fellow = AccountTrail & {
  /** The guarded trail that is gone and whose bucket and prefix it has: it may be the same under a new name. */
  readonly replaces: string | null;
};
