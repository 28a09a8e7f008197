import type { TrailArn } from './arn.ts';
import type { Trail } from './trail.ts';

/** The parts of an event data store's ARN: `arn:PARTITION:cloudtrail:REGION:ACCOUNT:eventdatastore/ID`. */
type EventDataStoreArn = {
  readonly kind: 'event-data-store';
  readonly arn: string;
  readonly partition: TrailArn['partition'];
  /** Where the event data store is, and where its queries run. */
  readonly region: string;
  /** The owner; of an organization event data store the management account. */
  readonly account: string;
  /** Its ID: the ARN has no other name. */
  readonly name: string;
};

/** What has to be known of a CloudTrail Lake event data store to say how CloudTrail saves the results of its queries. */
export type EventDataStore = EventDataStoreArn & {
  /** The bucket for query results: whoever runs a query chooses it, and CloudTrail does not tell it. */
  readonly bucket: string;
  /** The key prefix that was chosen with the bucket, without its trailing slash; empty if there is none. */
  readonly prefix: string;
  /** The organization that the account is a member of, or null if that is not known (aws:SourceOrgID). */
  readonly sourceOrganizationId: string | null;
};

/** On whose behalf CloudTrail writes to a bucket: it names the source's ARN and account in every request. */
export type Source = Trail | EventDataStore;

/** Whether it is a trail that CloudTrail delivers for, and no event data store. */
export function isTrail(source: Source): source is Trail {
  return !('kind' in source);
}

const EVENT_DATA_STORE_ARN =
  /^arn:(aws|aws-us-gov|aws-cn):cloudtrail:([a-z]{2}(?:-[a-z]+)+-[0-9]):([0-9]{12}):eventdatastore\/([A-Za-z0-9-]{1,64})$/;

/** Reads the ARN of an event data store, or returns null if it is none (CloudTrail API reference, CreateEventDataStore). */
export function parseEventDataStoreArn(arn: string): EventDataStoreArn | null {
  const match = EVENT_DATA_STORE_ARN.exec(arn);
  if (match === null) return null;
  const [, partition, region = '', account = '', name = ''] = match;
  if (partition !== 'aws' && partition !== 'aws-us-gov' && partition !== 'aws-cn') return null;
  return { kind: 'event-data-store', arn, partition, region, account, name };
}
