import type { Reading } from '../shared/reconcile/reading.ts';
import { offlineStoreObservation, type StoreObservation } from '../shared/reconcile/store-observation.ts';
import { type EventDataStore, parseEventDataStoreArn } from '../shared/trail/event-data-store.ts';
import { BadInput } from './bad-input.ts';
import { BUCKET, type OptionName, ORGANIZATION, one, oneFormed, refuse, type Values } from './options.ts';
import { keyPrefix } from './trails.ts';

/** What describes a trail, and says nothing of an event data store. */
const OF_TRAILS: readonly OptionName[] = [
  ...(['trail-arn', 'source-trail-arn', 'kms-key-arn', 'key-policy', 'bucket-key'] as const),
  ...(['topic-arn', 'topic-policy', 'log-file-validation'] as const),
];

/** The event data store that the options describe. Throws BadInput. */
export function describedStore(values: Values): EventDataStore {
  refuse(values, OF_TRAILS, 'describes a trail, and --lake is about an event data store');
  const text = one(values, 'event-data-store-arn');
  if (text === undefined) throw new BadInput('--event-data-store-arn is missing: which event data store is it?');
  const arn = parseEventDataStoreArn(text);
  if (arn === null) {
    const form = "an event data store's ARN, arn:PARTITION:cloudtrail:REGION:ACCOUNT:eventdatastore/ID";
    throw new BadInput(`--event-data-store-arn must be ${form}, and is \`${text}\``);
  }
  const bucket = oneFormed(values, 'bucket', BUCKET);
  if (bucket === null) throw new BadInput('--bucket is missing: in which bucket are query results saved?');
  const organizationId = oneFormed(values, 'organization-id', ORGANIZATION);
  return {
    ...arn,
    bucket,
    prefix: keyPrefix(one(values, 'prefix') ?? ''),
    // Of an organization event data store the account is a member of that very organization.
    sourceOrganizationId: oneFormed(values, 'source-organization-id', ORGANIZATION) ?? organizationId,
  };
}

/** The event data store, with the policy of its bucket. */
export function storeObservation(values: Values, policy: Reading<string>): StoreObservation {
  const store = describedStore(values);
  if (policy.state === 'not-asked')
    throw new BadInput('no document to judge: give --bucket-policy FILE or --no-bucket-policy');
  return offlineStoreObservation(store, policy);
}
