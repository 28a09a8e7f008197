import { parseEventDataStoreArn } from '../trail/event-data-store.ts';
import {
  type Fields,
  type Form,
  given,
  inside,
  isObject,
  readText,
  refuseUnknownFields,
  requireField,
  shown,
} from './fields.ts';
import { ACCOUNT, BUCKET, ORGANIZATION, PREFIX, REGION } from './forms.ts';
import { type KnownCheck, readModes } from './modes.ts';
import type { Report } from './problem.ts';
import type { EventDataStoreSettings } from './settings.ts';

const FIELDS = [
  ...['eventDataStoreArn', 'bucket', 'bucketOwner', 'bucketRegion', 'prefix', 'sourceOrganizationId', 'modes'],
];

const EVENT_DATA_STORE_ARN: Form = {
  pattern: /^arn:/,
  is: 'the ARN of an event data store, like `arn:aws:cloudtrail:eu-west-1:111122223333:eventdatastore/1234abcd-12ab-34cd-56ef-1234567890ab`',
};

/** Reads one entry of `eventDataStores`, or reports what is wrong with it and returns null. */
function readEventDataStore(
  value: unknown,
  place: string,
  checks: readonly KnownCheck[],
  report: Report,
): EventDataStoreSettings | null {
  if (!isObject(value)) {
    report(place, `must be an object with \`eventDataStoreArn\` and \`bucket\`, and is \`${shown(value)}\``);
    return null;
  }
  refuseUnknownFields(value, FIELDS, place, report);
  requireField(value, 'eventDataStoreArn', place, report);
  requireField(value, 'bucket', place, report);
  const eventDataStoreArn = readArn(value, place, report);
  const bucket = readText(value, 'bucket', BUCKET, place, report);
  const optional = {
    bucketOwner: readText(value, 'bucketOwner', ACCOUNT, place, report),
    bucketRegion: readText(value, 'bucketRegion', REGION, place, report),
    prefix: readText(value, 'prefix', PREFIX, place, report),
    sourceOrganizationId: readText(value, 'sourceOrganizationId', ORGANIZATION, place, report),
    modes: value.modes === undefined ? undefined : readModes(value.modes, inside(place, 'modes'), checks, report),
  };
  if (eventDataStoreArn === undefined || bucket === undefined) return null;
  return { eventDataStoreArn, bucket, ...given(optional) };
}

function readArn(fields: Fields, place: string, report: Report): string | undefined {
  const text = readText(fields, 'eventDataStoreArn', EVENT_DATA_STORE_ARN, place, report);
  if (text === undefined || parseEventDataStoreArn(text) !== null) return text;
  report(inside(place, 'eventDataStoreArn'), `must be ${EVENT_DATA_STORE_ARN.is}, and is \`${shown(text)}\``);
  return undefined;
}

/** Reads `eventDataStores`: nothing where it is absent, and null for an entry that is wrong. */
export function readEventDataStores(
  fields: Fields,
  checks: readonly KnownCheck[],
  report: Report,
): readonly (EventDataStoreSettings | null)[] | undefined {
  const value = fields.eventDataStores;
  if (value === undefined) return undefined;
  if (Array.isArray(value))
    return value.map((entry: unknown, at) => readEventDataStore(entry, `eventDataStores[${at}]`, checks, report));
  report('eventDataStores', `must be a list of event data stores, and is \`${shown(value)}\``);
  return undefined;
}
