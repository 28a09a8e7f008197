import { TerminalError, type Topics } from '../../shared/reconcile/ports.ts';
import type { Reading, TopicFacts } from '../../shared/reconcile/reading.ts';
import type { Journal } from './journal.ts';
import { PolicyDocument } from './policy-document.ts';

type Attributes = { readonly facts: Reading<TopicFacts>; readonly policy: Reading<string> };

/** One topic in memory, which answers as SNS does: one call tells all of it. */
export class MemoryTopic extends PolicyDocument {
  kmsKeyId: string | null = null;
  exists = true;

  attributes(): Attributes {
    const gone = { state: 'not-asked', reason: 'the topic does not exist' } as const;
    const policy = this.read(this.exists ? null : gone);
    if (!this.exists) return { facts: { state: 'absent' }, policy };
    if (policy.state === 'unreadable') return { facts: policy, policy };
    return { facts: { state: 'present', value: { kmsKeyId: this.kmsKeyId } }, policy };
  }

  putPolicy(policy: string): void {
    this.put(policy, this.exists ? null : new TerminalError('`sns:SetTopicAttributes` failed with NotFound'));
  }
}

/** SNS in memory: topics by their ARNs. */
export class MemoryTopics implements Topics {
  readonly #topics = new Map<string, MemoryTopic>();
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  add(arn: string, topic: MemoryTopic): void {
    this.#topics.set(arn, topic);
  }

  at(arn: string): MemoryTopic {
    const topic = this.#topics.get(arn);
    if (topic === undefined) throw new Error(`no topic ${arn} in this test`);
    return topic;
  }

  attributes = (arn: string): Promise<Attributes> => this.#journal.call('attributes', () => this.at(arn).attributes());

  putPolicy = (arn: string, policy: string): Promise<void> =>
    this.#journal.call('putTopicPolicy', () => this.at(arn).putPolicy(policy));
}
