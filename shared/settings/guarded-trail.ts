import { parseTrailArn, type TrailArn } from '../trail/arn.ts';
import { type EventDataStore, parseEventDataStoreArn } from '../trail/event-data-store.ts';
import type { EventDataStoreSettings, Settings, TrailSettings } from './settings.ts';

/** A trail of the settings, with its ARN taken apart and the bucket's owner filled in. */
export type GuardedTrail = TrailSettings & { readonly arn: TrailArn; readonly bucketOwner: string };

/** The trails with what their ARNs say; settings that were parsed hold no other. */
export function guardedTrails(settings: Settings): readonly GuardedTrail[] {
  return settings.trails.flatMap((trail) => {
    const arn = parseTrailArn(trail.trailArn);
    return arn === null ? [] : [{ ...trail, arn, bucketOwner: trail.bucketOwner ?? arn.account }];
  });
}

/** An event data store of the settings, in the same way. */
export type GuardedStore = EventDataStoreSettings & {
  readonly arn: Pick<EventDataStore, 'arn' | 'partition' | 'account' | 'region'>;
  readonly bucketOwner: string;
};

/** The event data stores with what their ARNs say. */
export function guardedStores({ eventDataStores = [] }: Settings): readonly GuardedStore[] {
  return eventDataStores.flatMap((store) => {
    const arn = parseEventDataStoreArn(store.eventDataStoreArn);
    return arn === null ? [] : [{ ...store, arn, bucketOwner: store.bucketOwner ?? arn.account }];
  });
}
