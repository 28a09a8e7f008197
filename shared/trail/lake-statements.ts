import type { JsonObject } from '../policy/json.ts';
import { bucketArn } from './arn.ts';
import type { EventDataStore } from './event-data-store.ts';

/** The statements that AWS documents for a bucket for query results: AWSCloudTrailLake1 and 2. */
export type LakeStatement = 'lake-write' | 'lake-acl-check';

/** Both, in the order of the page. */
export const LAKE_STATEMENTS: readonly LakeStatement[] = ['lake-write', 'lake-acl-check'];

/** What the statement is about. It takes in every event data store that the account has in the Region, as the page does. */
function held(store: EventDataStore, name: LakeStatement, condition: JsonObject): JsonObject {
  const bucket = bucketArn(store.partition, store.bucket);
  if (name === 'lake-acl-check') return { Action: 's3:GetBucketAcl', Resource: bucket, Condition: condition };
  return { Action: ['s3:PutObject*', 's3:Abort*'], Resource: [bucket, `${bucket}/*`], Condition: condition };
}

/**
 * The statement in the forms that the page has had (CloudTrail user guide, "Amazon S3 bucket policy for CloudTrail Lake query
 * results"): with StringLike for both keys, which is the one to write, and with StringEquals and ArnLike.
 */
export function lakeForms(store: EventDataStore, name: LakeStatement): readonly [JsonObject, ...JsonObject[]] {
  const { partition, region, account } = store;
  const stores = `arn:${partition}:cloudtrail:${region}:${account}:eventdatastore/*`;
  const [sourceAccount, sourceArn] = [{ 'aws:sourceAccount': account }, { 'aws:sourceArn': stores }];
  return [
    held(store, name, { StringLike: { ...sourceAccount, ...sourceArn } }),
    held(store, name, { StringEquals: sourceAccount, ArnLike: sourceArn }),
  ];
}
