import { type Keys, TerminalError } from '../../shared/reconcile/ports.ts';
import type { KeyFacts, Reading } from '../../shared/reconcile/reading.ts';
import type { Journal } from './journal.ts';
import { PolicyDocument } from './policy-document.ts';

/** One key in memory, which answers as KMS does. */
export class MemoryKey extends PolicyDocument {
  state: KeyFacts['state'] = 'Enabled';
  exists = true;
  /** What every look at the key's state answers instead. */
  factsAnswer: Reading<KeyFacts> | null = null;
  /** Thrown by the next CancelKeyDeletion and EnableKey calls, one after the other. */
  callFailures: Error[] = [];

  facts(): Reading<KeyFacts> {
    if (this.factsAnswer !== null) return this.factsAnswer;
    if (!this.exists) return { state: 'absent' };
    return { state: 'present', value: { state: this.state, isSymmetric: true } };
  }

  policy(): Reading<string> {
    return this.read(this.exists ? null : { state: 'absent' });
  }

  putPolicy(policy: string): void {
    this.put(policy, this.exists ? null : new TerminalError('`kms:PutKeyPolicy` failed with NotFoundException'));
  }

  /** KMS takes each call in one state only, and leaves the key in another. */
  move(from: string, to: string): void {
    const failure = this.callFailures.shift();
    if (failure !== undefined) throw failure;
    if (this.state !== from) throw new TerminalError(`KMSInvalidStateException: the key is ${this.state}`);
    this.state = to;
  }
}

/** KMS in memory: keys by their ARNs. */
export class MemoryKeys implements Keys {
  readonly #keys = new Map<string, MemoryKey>();
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  add(arn: string, key: MemoryKey): void {
    this.#keys.set(arn, key);
  }

  at(arn: string): MemoryKey {
    const key = this.#keys.get(arn);
    if (key === undefined) throw new Error(`no key ${arn} in this test`);
    return key;
  }

  facts = (arn: string): Promise<Reading<KeyFacts>> => this.#journal.call('keyFacts', () => this.at(arn).facts());

  policy = (arn: string): Promise<Reading<string>> => this.#journal.call('keyPolicy', () => this.at(arn).policy());

  putPolicy = (arn: string, policy: string): Promise<void> =>
    this.#journal.call('putKeyPolicy', () => this.at(arn).putPolicy(policy));

  cancelDeletion = (arn: string): Promise<void> =>
    this.#journal.call('cancelDeletion', () => this.at(arn).move('PendingDeletion', 'Disabled'));

  enable = (arn: string): Promise<void> => this.#journal.call('enable', () => this.at(arn).move('Disabled', 'Enabled'));
}
