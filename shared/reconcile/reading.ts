/** The result of one read. Unreadable is never healthy; `not-asked` is what an offline run has of AWS, or says why. */
export type Reading<T> =
  | { readonly state: 'present'; readonly value: T }
  | { readonly state: 'absent' }
  | {
      readonly state: 'unreadable';
      readonly reason: string;
      readonly missing?: MissingRight;
      readonly retryable?: boolean;
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
