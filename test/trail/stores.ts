import type { EventDataStore } from '../../shared/trail/event-data-store.ts';

/** An event data store of the account 111122223333 whose query results go into `example-results`; the ARN follows from the parts. */
export function storeWith(parts: Partial<EventDataStore> = {}): EventDataStore {
  const store = {
    kind: 'event-data-store' as const,
    partition: 'aws' as const,
    region: 'us-east-1',
    account: '111122223333',
    name: 'EXAMPLE-f852-4e8f-8bd1-bcf6cEXAMPLE',
    bucket: 'example-results',
    prefix: '',
    sourceOrganizationId: null,
    ...parts,
  };
  const { partition, region, account, name } = store;
  return { ...store, arn: `arn:${partition}:cloudtrail:${region}:${account}:eventdatastore/${name}` };
}

export const STORE: EventDataStore = storeWith();

/** Keys of query results under a prefix, by the layout of AWS's pages (facts §1.1e), and apart from the product. */
export function resultPattern({ account, prefix }: EventDataStore): RegExp {
  const quote = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(
    `^${prefix === '' ? '' : `${quote(prefix)}/`}AWSLogs/${account}/CloudTrail-Lake/Query/\\d{4}/\\d{2}/\\d{2}` +
      '/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/(?:result_[1-9][0-9]*\\.csv\\.gz|result_sign\\.json)$',
  );
}
