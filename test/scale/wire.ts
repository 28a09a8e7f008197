import type { Reading } from '../../shared/reconcile/reading.ts';
import { QUOTAS, Rate, Throttle } from './throttle.ts';
import type { Timeline } from './timeline.ts';

/** What a call costs. */
export type Model = {
  /** From the request to its answer, in milliseconds: in the hub's Region and in others. */
  readonly latency: { readonly near: number; readonly far: number };
  /** What one call and one look at a trail take of the function's processor, in milliseconds. */
  readonly perCall: number;
  readonly perLook: number;
  /** Accounts whose CloudTrail answers no more than one call in so many milliseconds. */
  readonly slow?: Readonly<Record<string, number>>;
};

/** What went over the wire since it was counted last. */
export type Counted = {
  /** Calls that AWS answered or throttled, by service. */
  readonly calls: Readonly<Record<string, number>>;
  readonly throttled: number;
  /** The most calls under way at the same time: of all, and of the account that had most. */
  readonly peak: { readonly all: number; readonly account: number };
  /** How many calls were throttled so often that they were given up, by account. */
  readonly givenUp: ReadonlyMap<string, number>;
  /** For how many seconds on end a service was asked for more than it lets an account do in a Region, at the longest. */
  readonly overRate: number;
};

/** As the SDK's clients: attempts, and the base of their pauses after throttling, in milliseconds (AWS SDKs reference, "Retry behavior"). */
const ATTEMPTS = 5;
const PAUSE = 500;

/** The wire to AWS in virtual time, with the quotas of each account and the retries of the SDK. */
export class Wire {
  readonly #timeline: Timeline;
  readonly #model: Model;
  readonly #home: string;
  readonly #throttles = new Map<string, Throttle>();
  readonly #underWay = new Map<string, number>();
  #all = 0;
  #calls: Record<string, number> = {};
  #throttled = 0;
  #peak = { all: 0, account: 0 };
  #givenUp = new Map<string, number>();
  #rates = new Map<string, Rate>();

  /** `home` is the Region that is near. */
  constructor(timeline: Timeline, model: Model, home: string) {
    this.#timeline = timeline;
    this.#model = model;
    this.#home = home;
  }

  /** What was counted so far, and begins to count anew. */
  take(): Counted {
    const counted = {
      ...{ calls: this.#calls, throttled: this.#throttled, peak: this.#peak, givenUp: this.#givenUp },
      overRate: Math.max(0, ...[...this.#rates.values()].map(({ longest }) => longest)),
    };
    this.#calls = {};
    this.#throttled = 0;
    this.#peak = { all: 0, account: 0 };
    this.#givenUp = new Map();
    this.#rates = new Map();
    return counted;
  }

  /** One call, until it is let through; null if it never is. The Region is empty for a service with one endpoint. */
  async call<T>(service: string, account: string, region: string, answer: () => Promise<T>): Promise<T | null> {
    const timeline = this.#timeline;
    const { near, far } = this.#model.latency;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      this.#calls[service] = (this.#calls[service] ?? 0) + 1;
      this.#enter(account);
      await timeline.compute(this.#model.perCall);
      this.#rateOf(service, account, region).ask(timeline.now);
      const isLet = this.#throttleOf(service, account, region).lets(timeline.now);
      await timeline.pause(region === '' || region === this.#home ? near : far);
      const answered = isLet ? await answer() : null;
      this.#leave(account);
      if (isLet) return answered;
      this.#throttled += 1;
      // Full jitter, at its mean.
      await timeline.pause((PAUSE * 2 ** attempt) / 2);
    }
    this.#givenUp.set(account, (this.#givenUp.get(account) ?? 0) + 1);
    return null;
  }

  /** The same for a read, which never fails. */
  async read<T>(
    service: string,
    account: string,
    region: string,
    answer: () => Promise<Reading<T>>,
  ): Promise<Reading<T>> {
    const throttled = { state: 'unreadable', reason: `${service} throttled`, retryable: true } as const;
    return (await this.call(service, account, region, answer)) ?? throttled;
  }

  #throttleOf(service: string, account: string, region: string): Throttle {
    const place = `${service} ${account} ${region}`;
    const slow = service === 'cloudtrail' ? this.#model.slow?.[account] : undefined;
    const quota = slow === undefined ? QUOTAS[service] : { perSecond: 1000 / slow, burst: 1 };
    const throttle = this.#throttles.get(place) ?? new Throttle(quota ?? { perSecond: 1000, burst: 1000 });
    this.#throttles.set(place, throttle);
    return throttle;
  }

  #rateOf(service: string, account: string, region: string): Rate {
    const place = `${service} ${account} ${region}`;
    const rate = this.#rates.get(place) ?? new Rate(QUOTAS[service]?.perSecond ?? Infinity);
    this.#rates.set(place, rate);
    return rate;
  }

  #enter(account: string): void {
    const count = (this.#underWay.get(account) ?? 0) + 1;
    this.#underWay.set(account, count);
    this.#all += 1;
    this.#peak = { all: Math.max(this.#peak.all, this.#all), account: Math.max(this.#peak.account, count) };
  }

  #leave(account: string): void {
    this.#all -= 1;
    this.#underWay.set(account, (this.#underWay.get(account) ?? 1) - 1);
  }
}
