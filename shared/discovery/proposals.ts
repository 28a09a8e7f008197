import type { JsonObject } from '../policy/json.ts';
import type { Settings } from '../settings/settings.ts';
import { accountOf } from '../trail/arn.ts';
import { bucketNamed, type Found } from './found.ts';

/** An entry of `eventDataStores` for a person to paste: where results go is chosen anew with every query, so that nobody else can say. */
export type Proposal = {
  readonly name: string;
  readonly entry: JsonObject;
  /** False if the bucket has to be filled in: no query of the last days saved its results. */
  readonly isComplete: boolean;
};

/** Entries for the event data stores that the settings do not name. */
export function proposals(found: Found, settings: Settings | null): readonly Proposal[] {
  const named = (settings?.eventDataStores ?? []).map(({ eventDataStoreArn }) => eventDataStoreArn);
  return found.stores
    .filter(({ arn }) => !named.includes(arn))
    .flatMap(({ arn, name, savedIn }): readonly Proposal[] => {
      if (savedIn.length === 0)
        return [{ name, entry: { eventDataStoreArn: arn, bucket: 'the-bucket-for-query-results' }, isComplete: false }];
      return savedIn.map(({ bucket, prefix }) => {
        const { owner = null, region = null } = bucketNamed(found, bucket) ?? {};
        const entry = {
          ...{ eventDataStoreArn: arn, bucket },
          ...(owner === null || owner.account === accountOf(arn) ? {} : { bucketOwner: owner.account }),
          ...(region === null || region === arn.split(':')[3] ? {} : { bucketRegion: region }),
          ...(prefix === '' ? {} : { prefix }),
        };
        return { name, entry, isComplete: true };
      });
    });
}
