import type { JsonObject } from '../../shared/policy/json.ts';
import { type Buckets, TerminalError } from '../../shared/reconcile/ports.ts';
import type { BucketFacts, Reading } from '../../shared/reconcile/reading.ts';
import type { Journal } from './journal.ts';

/** One bucket in memory, which behaves as S3 does: an old policy may be shown for a while, another writer may come in between. */
export class MemoryBucket implements Buckets {
  /** The policy that S3 holds, as text. */
  stored: string | null;
  owner: string;
  exists = true;
  /** True if nobody may ask whose bucket it is. */
  blind = false;
  /** Thrown by the next writes, one after the other. */
  failures: Error[] = [];
  /** For so many reads after a write the document of before is shown. */
  staleReads = 0;
  /** What reads answer instead, one after the other; a function decides when its turn comes. */
  answers: (Reading<string> | 'as it is')[] = [];
  /** Called when a read of the policy ends: what somebody else does in between. */
  afterRead: (read: number) => void = () => {};
  readonly written: string[] = [];
  /** The account that each call expected to own the bucket. */
  readonly expectedOwners: string[] = [];
  readonly #journal: Journal;
  #old: string | null = null;
  #oldReads = 0;
  #reads = 0;

  constructor(policy: JsonObject | string | null, owner: string, journal: Journal) {
    this.stored = typeof policy === 'string' || policy === null ? policy : JSON.stringify(policy);
    this.owner = owner;
    this.#journal = journal;
  }

  /** The document as it is. */
  get document(): JsonObject | null {
    return this.stored === null ? null : (JSON.parse(this.stored) as JsonObject);
  }

  /** Somebody else writes. */
  write(policy: JsonObject | null): void {
    this.stored = policy === null ? null : JSON.stringify(policy);
  }

  facts = (_bucket: string, owner: string): Promise<Reading<BucketFacts>> =>
    this.#journal.call('facts', () => {
      this.expectedOwners.push(owner);
      if (this.blind) return { state: 'unreadable', reason: 'AWS denied `s3:ListBucket`' };
      if (!this.exists) return { state: 'absent' };
      return { state: 'present', value: { ownerIsExpected: owner === this.owner } };
    });

  policy = (_bucket: string, owner: string): Promise<Reading<string>> =>
    this.#journal.call('policy', () => {
      this.expectedOwners.push(owner);
      this.#reads += 1;
      const answer = this.#answer(owner);
      this.afterRead(this.#reads);
      return answer;
    });

  putPolicy = (_bucket: string, owner: string, policy: string): Promise<void> =>
    this.#journal.call('putPolicy', () => {
      this.expectedOwners.push(owner);
      const failure = this.failures.shift();
      if (failure !== undefined) throw failure;
      if (owner !== this.owner) throw new TerminalError('AWS denied `s3:PutBucketPolicy`');
      this.#old = this.stored;
      this.#oldReads = this.staleReads;
      this.stored = policy;
      this.written.push(policy);
    });

  #answer(owner: string): Reading<string> {
    const answer = this.answers.shift() ?? 'as it is';
    if (answer !== 'as it is') return answer;
    if (!this.exists) return { state: 'unreadable', reason: '`s3:GetBucketPolicy` failed with NoSuchBucket' };
    if (owner !== this.owner) return { state: 'unreadable', reason: 'AWS denied `s3:GetBucketPolicy`' };
    const stale = this.#oldReads > 0;
    if (stale) this.#oldReads -= 1;
    const shown = stale ? this.#old : this.stored;
    return shown === null ? { state: 'absent' } : { state: 'present', value: shown };
  }
}
