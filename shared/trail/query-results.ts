import { ABSENT, type ContextValue, UNKNOWN } from '../policy/context.ts';
import type { RequestFamily } from '../policy/family.ts';
import { exactly, type LanguagePart } from '../policy/language.ts';
import { bucketArn } from './arn.ts';
import { callerOf } from './caller.ts';
import { SSE_HEADERS, s3Context } from './context.ts';
import type { EventDataStore } from './event-data-store.ts';
import { DATE_FOLDERS } from './keys.ts';
import { logsRoot } from './statements.ts';

const text = (value: string): LanguagePart => ({ text: value });
const hexadecimal = (times: number): LanguagePart => ({ classOf: '0123456789abcdef', times });

/** Results come in numbered files. How many a query may have no page says; a policy that tells a hundred apart is not known. */
const FILES = [
  ...Array.from({ length: 99 }, (_, at) => `result_${at + 1}.csv.gz`),
  // Written last, with the hash of each of them.
  'result_sign.json',
];

/** A query's ID is a UUID (CloudTrail API reference, StartQuery: QueryId). */
const QUERY_ID: readonly LanguagePart[] = [
  ...[hexadecimal(8), text('-'), hexadecimal(4), text('-'), hexadecimal(4), text('-'), hexadecimal(4), text('-')],
  hexadecimal(12),
];

/**
 * The objects of query results: `[prefix/]AWSLogs/ACCOUNT/CloudTrail-Lake/Query/YYYY/MM/DD/QUERY-ID/FILE` (CloudTrail user
 * guide, "Download saved query results", "CloudTrail sign file structure"). That ACCOUNT is the event data store's own, also
 * where a delegated administrator runs the query, is inferred.
 */
function onObjects(store: EventDataStore): Pick<RequestFamily, 'varying' | 'values' | 'samples' | 'refine'> {
  const root = `${bucketArn(store.partition, store.bucket)}/${logsRoot(store)}${store.account}/CloudTrail-Lake/Query/`;
  const query = '2026/11/21/12345678-90ab-cdef-1234-567890abcdef';
  return {
    varying: { kind: 'resource' },
    values: [text(root), ...DATE_FOLDERS, text('/'), ...QUERY_ID, text('/'), { choice: FILES }],
    samples: [`${root}${query}/result_1.csv.gz`, `${root}${query}/result_sign.json`],
    refine: (resource) => [resource],
  };
}

/** No such request was ever seen in a published log: that it has no ACL is inferred from the documented policy, which asks for none. */
const HEADERS: readonly [string, ContextValue][] = [
  ['s3:x-amz-acl', ABSENT],
  ...SSE_HEADERS.map((key): [string, ContextValue] => [key, UNKNOWN]),
];

const NO_HEADERS: readonly [string, ContextValue][] = ['s3:x-amz-acl', ...SSE_HEADERS].map((key) => [key, ABSENT]);

/** GetBucketAcl, which CloudTrail calls before it saves query results. */
export function resultsAclFamily(store: EventDataStore): RequestFamily {
  const bucket = bucketArn(store.partition, store.bucket);
  return {
    caller: callerOf(store),
    action: 's3:GetBucketAcl',
    context: s3Context(store, NO_HEADERS),
    ...{ varying: { kind: 'resource' }, values: exactly(bucket), samples: [bucket], refine: () => [bucket] },
  };
}

/** PutObject, by which CloudTrail writes the files of a query, in several parts where they are large. */
export function resultsWriteFamily(store: EventDataStore): RequestFamily {
  return {
    caller: callerOf(store),
    action: 's3:PutObject',
    context: s3Context(store, HEADERS),
    ...onObjects(store),
  };
}

/** AbortMultipartUpload, by which CloudTrail takes back a file that it could not finish. */
export function resultsAbortFamily(store: EventDataStore): RequestFamily {
  return {
    caller: callerOf(store),
    action: 's3:AbortMultipartUpload',
    context: s3Context(store, NO_HEADERS),
    ...onObjects(store),
  };
}
