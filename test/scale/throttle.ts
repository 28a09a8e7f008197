/** What a service lets an account do in a second, and how much it has saved for a burst. */
export type Quota = { readonly perSecond: number; readonly burst: number };

/**
 * What AWS documents, by the service: of CloudTrail all calls that get, describe or list together (CloudTrail user guide, "Quotas
 * in AWS CloudTrail"), of KMS the lower of two (KMS developer guide, "Request quotas"), of Account Management (its reference
 * guide, "Quotas"). For Organizations, IAM, SNS and settings of S3 buckets no page names a number: these are guesses on the low side.
 */
export const QUOTAS: Readonly<Record<string, Quota>> = {
  cloudtrail: { perSecond: 10, burst: 10 },
  kms: { perSecond: 1000, burst: 1000 },
  account: { perSecond: 5, burst: 5 },
  organizations: { perSecond: 5, burst: 5 },
  sns: { perSecond: 30, burst: 30 },
  s3: { perSecond: 100, burst: 100 },
};

/** A bucket of tokens in virtual time, for each account and Region of a service. */
export class Throttle {
  readonly #quota: Quota;
  #tokens: number;
  #at = 0;

  constructor(quota: Quota) {
    this.#quota = quota;
    this.#tokens = quota.burst;
  }

  /** Whether a call at this time, in milliseconds, is let through. */
  lets(now: number): boolean {
    const { perSecond, burst } = this.#quota;
    this.#tokens = Math.min(burst, this.#tokens + ((now - this.#at) / 1000) * perSecond);
    this.#at = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}

/** How often a service is asked, second by second. */
export class Rate {
  readonly #perSecond: number;
  #second = -1;
  #asked = 0;
  #over = 0;
  /** So many seconds on end it was asked for more than it lets through, at the longest. */
  longest = 0;

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** One call at this time, in milliseconds. */
  ask(now: number): void {
    const second = Math.floor(now / 1000);
    if (second !== this.#second) {
      if (this.#asked <= this.#perSecond || second > this.#second + 1) this.#over = 0;
      this.#second = second;
      this.#asked = 0;
    }
    this.#asked += 1;
    if (this.#asked === Math.floor(this.#perSecond) + 1) {
      this.#over += 1;
      this.longest = Math.max(this.longest, this.#over);
    }
  }
}
