import type { EventDataStore, Source } from '../trail/event-data-store.ts';
import type { Observation } from './observation.ts';
import type { Reading } from './reading.ts';

/** One frozen look at the bucket that the results of an event data store's queries are saved in. */
export type StoreObservation = Pick<Observation, 'at' | 'memory' | 'bucketOwner' | 'bucket' | 'payer' | 'policies'> & {
  readonly store: EventDataStore;
};

/** A look at what CloudTrail delivers for one trail, or one event data store. */
export type SourceObservation = Observation | StoreObservation;

/** What the look is about. */
export function sourceOf(observation: SourceObservation): Source {
  return 'store' in observation ? observation.store : observation.trail;
}

/** An observation of a results bucket's policy alone, as an offline run has it. */
export function offlineStoreObservation(store: EventDataStore, policy: Reading<string>): StoreObservation {
  const notAsked = { state: 'not-asked' } as const;
  return {
    at: null,
    store,
    bucketOwner: store.account,
    ...{ memory: notAsked, bucket: notAsked, payer: notAsked },
    policies: { 'bucket-policy': policy, 'key-policy': notAsked, 'topic-policy': notAsked },
  };
}
