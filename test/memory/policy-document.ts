import type { JsonObject } from '../../shared/policy/json.ts';
import type { Reading } from '../../shared/reconcile/reading.ts';

/**
 * One policy in memory, which behaves as AWS's do: an old document may be shown for a while, and another writer may come in
 * between.
 */
export class PolicyDocument {
  /** The policy that AWS holds, as text. */
  stored: string | null;
  /** Thrown by the next writes, one after the other. */
  failures: Error[] = [];
  /** For so many reads after a write the document of before is shown. */
  staleReads = 0;
  /** What reads answer instead, one after the other. */
  answers: (Reading<string> | 'as it is')[] = [];
  /** What every read answers instead. */
  answer: Reading<string> | null = null;
  /** Called when a read of the policy ends: what somebody else does in between. */
  afterRead: (read: number) => void = () => {};
  readonly written: string[] = [];
  #old: string | null = null;
  #oldReads = 0;
  #reads = 0;

  constructor(policy: JsonObject | string | null) {
    this.stored = typeof policy === 'string' || policy === null ? policy : JSON.stringify(policy);
  }

  /** The document as it is. */
  get document(): JsonObject | null {
    return this.stored === null ? null : (JSON.parse(this.stored) as JsonObject);
  }

  /** Somebody else writes. */
  write(policy: JsonObject | null): void {
    this.stored = policy === null ? null : JSON.stringify(policy);
  }

  /** A read of ours; `refusal` is what the service says where there is no document to show. */
  protected read(refusal: Reading<string> | null): Reading<string> {
    this.#reads += 1;
    const arranged = this.answers.shift() ?? this.answer ?? 'as it is';
    const reading = arranged === 'as it is' ? (refusal ?? this.#shown()) : arranged;
    this.afterRead(this.#reads);
    return reading;
  }

  /** A write of ours; `refusal` is what the service says where there is no document to write. */
  protected put(policy: string, refusal: Error | null = null): void {
    const failure = this.failures.shift() ?? refusal;
    if (failure !== null) throw failure;
    this.#old = this.stored;
    this.#oldReads = this.staleReads;
    this.stored = policy;
    this.written.push(policy);
  }

  #shown(): Reading<string> {
    const stale = this.#oldReads > 0;
    if (stale) this.#oldReads -= 1;
    const shown = stale ? this.#old : this.stored;
    return shown === null ? { state: 'absent' } : { state: 'present', value: shown };
  }
}
