import { parseTrailArn } from './arn.ts';
import { parseEventDataStoreArn } from './event-data-store.ts';

/**
 * The object that holds what is remembered of a trail (`memory/ACCOUNT/REGION/NAME.json`) or of an event data store
 * (`memory/ACCOUNT/REGION/eventdatastore/ID.json`), by its ARN; null if it is the ARN of neither.
 */
export function memoryKey(arn: string): string | null {
  const store = parseEventDataStoreArn(arn);
  if (store !== null) return `memory/${store.account}/${store.region}/eventdatastore/${store.name}.json`;
  const trail = parseTrailArn(arn);
  if (trail === null) return null;
  const { account, region, name } = trail;
  return `memory/${account}/${region}/${name}.json`;
}
