const TRAIL = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit';
const STORE = 'arn:aws:cloudtrail:eu-west-1:111122223333:eventdatastore/1234abcd-12ab-34cd-56ef-1234567890ab';
const store = { eventDataStoreArn: STORE, bucket: 'query-results' };
const least = { version: 1, trails: [{ trailArn: TRAIL, bucket: 'audit-logs' }] };
const withStores = (...eventDataStores: readonly unknown[]) => ({ ...least, eventDataStores });

/** Settings with event data stores that are right. */
export const goodStores: Readonly<Record<string, unknown>> = {
  'every field of an event data store': withStores({
    ...store,
    bucketOwner: '444455556666',
    prefix: 'lake',
    sourceOrganizationId: 'o-a1b2c3d4e5',
    modes: { 'trail-delivers-log-files': 'alert' },
  }),
  'no event data store': withStores(),
  'an event data store beside a trail in one bucket': withStores({ ...store, bucket: 'audit-logs' }),
  'two event data stores in one bucket': withStores(store, { ...store, eventDataStoreArn: `${STORE}2` }),
  'an event data store with the ID of an example': withStores({
    ...store,
    eventDataStoreArn: STORE.replace(/[^/]*$/, 'EXAMPLE-f852-4e8f-8bd1-bcf6cEXAMPLE'),
  }),
};

const IS_STORE = `must be the ARN of an event data store, like \`${STORE}\``;

/** Settings with event data stores that are wrong. */
export const badStores: Readonly<Record<string, { readonly value: unknown; readonly says: string }>> = {
  'event data stores without any trail': {
    value: { version: 1, trails: [], eventDataStores: [store] },
    says: '`trails` must list at least one trail, and is `[]`',
  },
  'event data stores that are no list': {
    value: { ...least, eventDataStores: 'all' },
    says: '`eventDataStores` must be a list of event data stores, and is `all`',
  },
  'an event data store that is a text': {
    value: withStores('lake'),
    says: '`eventDataStores[0]` must be an object with `eventDataStoreArn` and `bucket`, and is `lake`',
  },
  'an event data store without bucket': {
    value: withStores({ eventDataStoreArn: STORE }),
    says: '`eventDataStores[0].bucket` is missing',
  },
  'an event data store without ARN': {
    value: withStores({ bucket: 'query-results' }),
    says: '`eventDataStores[0].eventDataStoreArn` is missing',
  },
  'an event data store by its name': {
    value: withStores({ ...store, eventDataStoreArn: 'lake' }),
    says: `\`eventDataStores[0].eventDataStoreArn\` ${IS_STORE}, and is \`lake\``,
  },
  'the ARN of a trail for an event data store': {
    value: withStores({ ...store, eventDataStoreArn: TRAIL }),
    says: `\`eventDataStores[0].eventDataStoreArn\` ${IS_STORE}, and is \`${TRAIL}\``,
  },
  'an owner of a results bucket that is none': {
    value: withStores({ ...store, bucketOwner: 'me' }),
    says: '`eventDataStores[0].bucketOwner` must be an account id of 12 digits, as a text, and is `me`',
  },
  'a prefix that would widen what is judged': {
    value: withStores({ ...store, prefix: 'lake*' }),
    says: '`eventDataStores[0].prefix` must be a key prefix of at most 200 characters, without a slash at its end and without `*`, `?` and `$`, and is `lake*`',
  },
  'a mode of an event data store that is none': {
    value: withStores({ ...store, modes: { 'trail-delivers-log-files': 'restore' } }),
    says: '`eventDataStores[0].modes.trail-delivers-log-files` cannot be `restore`: the check has no repair',
  },
  'a setting of trails for an event data store': {
    value: withStores({ ...store, multiRegion: true }),
    says: '`eventDataStores[0].multiRegion` is not a setting',
  },
};

/** What no schema can say of event data stores. */
export const storeContradictions: Readonly<Record<string, { readonly value: unknown; readonly says: string }>> = {
  'an event data store twice': {
    value: withStores(store, { ...store, bucket: 'more-results' }),
    says: '`eventDataStores[1].eventDataStoreArn` names the same event data store as `eventDataStores[0]`',
  },
  'a bucket of a trail and an event data store with two owners': {
    value: withStores({ ...store, bucket: 'audit-logs', bucketOwner: '444455556666' }),
    says: '`eventDataStores[0].bucketOwner` makes `444455556666` the owner of `audit-logs`, and `trails[0]` says `111122223333`',
  },
  'an organization event data store in the bucket of a trail of a member': {
    value: withStores({
      bucket: 'audit-logs',
      eventDataStoreArn: STORE.replace('111122223333', '444455556666'),
    }),
    says: '`eventDataStores[0].bucketOwner` makes `444455556666` the owner of `audit-logs`, and `trails[0]` says `111122223333`',
  },
};
