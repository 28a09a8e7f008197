import {
  type CloudTrailClient,
  DescribeQueryCommand,
  GetEventDataStoreCommand,
  ListEventDataStoresCommand,
  ListQueriesCommand,
} from '@aws-sdk/client-cloudtrail';
import type { Discovery, StoreFacts } from '../discovery/ports.ts';
import type { Reading } from '../reconcile/reading.ts';
import { regionOf } from '../trail/arn.ts';
import { errorName, unreadable } from './errors.ts';

/** So many of the latest queries are asked where their results went; CloudTrail lists those of the last seven days. */
const QUERIES = 20;

/** So many pages of event data stores are read. */
const PAGES = 20;

/** A Region in which CloudTrail Lake does not exist, or is closed to this account. */
const NO_LAKE = ['UnsupportedOperationException', 'OperationNotPermittedException', 'UnknownOperationException'];

async function facts(
  client: CloudTrailClient,
  EventDataStore: string,
  listed: string | undefined,
): Promise<StoreFacts> {
  const { Name, Status } = await client.send(new GetEventDataStoreCommand({ EventDataStore }));
  return { arn: EventDataStore, name: Name ?? listed ?? EventDataStore, status: Status ?? '' };
}

async function stores(client: CloudTrailClient, region: string): Promise<Reading<readonly StoreFacts[]>> {
  let [action, on] = ['cloudtrail:ListEventDataStores', `the account in ${region}`];
  const found: StoreFacts[] = [];
  try {
    let token: string | undefined;
    for (let page = 0; page < PAGES; page += 1) {
      const answer = await client.send(new ListEventDataStoresCommand(token === undefined ? {} : { NextToken: token }));
      for (const { EventDataStoreArn: arn, Name } of answer.EventDataStores ?? []) {
        if (arn === undefined) continue;
        [action, on] = ['cloudtrail:GetEventDataStore', arn];
        found.push(await facts(client, arn, Name));
      }
      token = answer.NextToken;
      if (token === undefined || token === '') break;
      [action, on] = ['cloudtrail:ListEventDataStores', `the account in ${region}`];
    }
    return { state: 'present', value: found };
  } catch (error) {
    return NO_LAKE.includes(errorName(error)) ? { state: 'absent' } : unreadable(error, action, on);
  }
}

async function savedResults(client: CloudTrailClient, EventDataStore: string): Promise<Reading<readonly string[]>> {
  let action = 'cloudtrail:ListQueries';
  const uris: string[] = [];
  try {
    const { Queries = [] } = await client.send(new ListQueriesCommand({ EventDataStore, MaxResults: QUERIES }));
    action = 'cloudtrail:DescribeQuery';
    for (const { QueryId } of Queries.slice(0, QUERIES)) {
      const { DeliveryS3Uri: uri } = await client.send(new DescribeQueryCommand({ EventDataStore, QueryId }));
      if (uri !== undefined && uri !== '') uris.push(uri);
    }
    return { state: 'present', value: [...new Set(uris)] };
  } catch (error) {
    return unreadable(error, action, EventDataStore);
  }
}

/** What CloudTrail Lake says to whoever sets Trailmend up, in each Region (CloudTrail API reference). */
export function discoverLake(
  clientIn: (region: string) => CloudTrailClient,
): Pick<Discovery, 'eventDataStores' | 'savedResults'> {
  return {
    eventDataStores: (region) => stores(clientIn(region), region),
    savedResults: (storeArn) => savedResults(clientIn(regionOf(storeArn)), storeArn),
  };
}
