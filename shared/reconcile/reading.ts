import type { Trail } from '../trail/trail.ts';

/** The result of one read. Unreadable is never healthy; `not-asked` is what an offline run has of AWS. */
export type Reading<T> =
  | { readonly state: 'present'; readonly value: T }
  | { readonly state: 'absent' }
  | { readonly state: 'unreadable'; readonly reason: string }
  | { readonly state: 'not-asked' };

/** What GetTrailStatus says of one Region; empty strings are read as "no error" (CloudTrail API reference). */
export type TrailStatus = {
  readonly isLogging: boolean;
  readonly latestDeliveryError: string | null;
  /** Milliseconds since the epoch, by AWS's clock; null if nothing was delivered yet. */
  readonly latestDeliveryTime: number | null;
  /** When StartLogging was last called, in the same unit; null if the trail was never started. */
  readonly startLoggingTime: number | null;
};

/** What is known of the bucket itself. */
export type BucketFacts = {
  /** False if S3 refuses the expected owner and accepts the same request without one (bucket sniping). */
  readonly ownerIsExpected: boolean;
};

/** One frozen look at everything that one trail's delivery rests on; the only input of a check. */
export type Observation = {
  readonly trail: Trail;
  /** The account that must own the bucket. */
  readonly bucketOwner: string;
  readonly status: Reading<TrailStatus>;
  readonly bucket: Reading<BucketFacts>;
  /** The policy document as S3 returned it: text that has not been parsed yet. */
  readonly bucketPolicy: Reading<string>;
};
