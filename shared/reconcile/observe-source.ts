import type { EventDataStoreSettings, SourceSettings } from '../settings/settings.ts';
import { parseEventDataStoreArn } from '../trail/event-data-store.ts';
import { memoryIn, type Observed, observe } from './observe.ts';
import type { Ports } from './ports.ts';
import type { SourceObservation, StoreObservation } from './store-observation.ts';

/** A look at one trail or event data store, when it began, and the memory's tag. */
export type ObservedSource = Omit<Observed, 'observation'> & { readonly observation: SourceObservation };

/**
 * One parallel round of reads for one event data store. CloudTrail itself is not asked: it tells of each query alone where its
 * results went, and no bucket of a store.
 */
async function observeStore(settings: EventDataStoreSettings, ports: Ports): Promise<ObservedSource | null> {
  const { eventDataStoreArn, bucket, prefix, sourceOrganizationId } = settings;
  const arn = parseEventDataStoreArn(eventDataStoreArn);
  if (arn === null) return null;
  const bucketOwner = settings.bucketOwner ?? arn.account;
  const readAt = ports.clock.now();
  const [facts, policy, payer, remembered] = await Promise.all([
    ports.buckets.facts(bucket, bucketOwner),
    ports.buckets.policy(bucket, bucketOwner),
    ports.buckets.payer(bucket, bucketOwner),
    ports.store.read(eventDataStoreArn),
  ]);
  const notAsked = { state: 'not-asked' } as const;
  const observation: StoreObservation = Object.freeze({
    at: readAt,
    store: { ...arn, bucket, prefix: prefix ?? '', sourceOrganizationId: sourceOrganizationId ?? null },
    memory: memoryIn(remembered),
    bucketOwner,
    bucket: facts,
    payer,
    policies: { 'bucket-policy': policy, 'key-policy': notAsked, 'topic-policy': notAsked },
  });
  return { observation, readAt, remembered };
}

/** One parallel round of reads for whatever CloudTrail delivers for. */
export async function observeSource(settings: SourceSettings, ports: Ports): Promise<ObservedSource | null> {
  return 'eventDataStoreArn' in settings ? observeStore(settings, ports) : observe(settings, ports);
}
