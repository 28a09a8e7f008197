import { createHash, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { EventDataStore } from '../../shared/trail/event-data-store.ts';
import { type Caller, succeeded } from '../aws/caller.ts';
import { objectCall, readBucketPolicy, requestPayer } from '../aws/s3.ts';
import { decide } from '../delivery/decide.ts';
import { resultKeys, resultsRequest } from '../delivery/query-results.ts';

/** The delivery status of a query whose results are saved (facts §1.1e), and the keys of the files that are there then. */
export type SavedResults = { readonly status: 'SUCCESS' | 'ACCESS_DENIED'; readonly keys: readonly string[] };

const RESULT = gzipSync('eventName\nPutBucketPolicy\n');

/** Signs nothing: the hash is all that the file holds of what it holds in reality. */
const SIGN_FILE = JSON.stringify({
  files: [{ fileName: 'result_1.csv.gz', fileHashValue: createHash('sha256').update(RESULT).digest('hex') }],
});

/** Whether the bucket and its policy let CloudTrail look at the ACL, write each file, and take an upload back. */
async function lets(engine: Caller, store: EventDataStore, keys: readonly string[]): Promise<boolean> {
  if ((await requestPayer(engine, store.bucket)) === 'Requester') return false;
  const text = await readBucketPolicy(engine, store.bucket);
  const policy: unknown = text === null ? null : JSON.parse(text);
  const bucketArn = `arn:${store.partition}:s3:::${store.bucket}`;
  const asks = (action: string, resource: string): boolean =>
    decide(policy, resultsRequest(store, action, resource, engine.region)).decision === 'allow';
  const onObjects = keys.flatMap((key) =>
    ['s3:PutObject', 's3:AbortMultipartUpload'].map((action) => asks(action, `${bucketArn}/${key}`)),
  );
  return asks('s3:GetBucketAcl', bucketArn) && onObjects.every((isAllowed) => isAllowed);
}

/** Saves the results of a query on the event data store as CloudTrail does, if the bucket lets it. The query itself is not played. */
export async function saveResults(engine: Caller, store: EventDataStore): Promise<SavedResults> {
  const keys = resultKeys(store, randomUUID(), new Date());
  if (!(await lets(engine, store, keys))) return { status: 'ACCESS_DENIED', keys: [] };
  for (const key of keys) {
    const body = key.endsWith('.gz') ? RESULT : SIGN_FILE;
    succeeded(`writing ${key}`, await objectCall(engine, 'PUT', store.bucket, key, {}, body));
  }
  return { status: 'SUCCESS', keys };
}
