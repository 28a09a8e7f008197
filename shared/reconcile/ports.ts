import type { DocumentChange } from './plan.ts';
import type { BucketFacts, Reading, TrailStatus } from './reading.ts';

/** What GetTrail says of a trail; the organization's id is not among it. */
export type TrailDescription = {
  readonly bucket: string;
  readonly prefix: string;
  readonly isOrganizationTrail: boolean;
  readonly kmsKeyArn: string | null;
  readonly logFileValidation: boolean;
  readonly multiRegion: boolean;
  readonly insights: boolean;
};

/** CloudTrail, as far as it is used. Reads never throw on a refusal: they are `unreadable`. */
export type Trails = {
  readonly describe: (trailArn: string) => Promise<Reading<TrailDescription>>;
  readonly status: (trailArn: string) => Promise<Reading<TrailStatus>>;
  readonly startLogging: (trailArn: string) => Promise<void>;
};

/** S3, as far as it is used. Every call names the account that must own the bucket. */
export type Buckets = {
  readonly facts: (bucket: string, owner: string) => Promise<Reading<BucketFacts>>;
  readonly policy: (bucket: string, owner: string) => Promise<Reading<string>>;
  readonly putPolicy: (bucket: string, owner: string, policy: string) => Promise<void>;
};

/** Time, passed in. */
export type Clock = {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Reads an ISO 8601 time; NaN if it is none. */
  readonly parse: (time: string) => number;
};

/** Keeps what is written, while it is written. It never fails a run. */
export type Journal = { readonly writing: (change: DocumentChange) => void };

/** A message to people. */
export type Alert = {
  /** Under 100 ASCII characters. */
  readonly subject: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
};

/** Tells people. */
export type Notifier = { readonly send: (alert: Alert) => Promise<void> };

/** Everything outside that a run needs. */
export type Ports = {
  readonly trails: Trails;
  readonly buckets: Buckets;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly notifier: Notifier;
};

/** AWS did not do it now, and may do it later: throttling, time-outs, 5xx. */
export class RetryableError extends Error {
  override readonly name = 'RetryableError';
}

/** AWS refused, and will refuse again until somebody changes something. */
export class TerminalError extends Error {
  override readonly name = 'TerminalError';
}
