import { readXml } from '../aws/xml.ts';
import type { Call } from './call.ts';

/** What a write call is in a CloudTrail record. */
export type Write = {
  readonly eventName: string;
  readonly requestParameters: Readonly<Record<string, unknown>> | null;
  readonly responseElements: Readonly<Record<string, unknown>> | null;
  readonly resources: readonly { readonly accountId: string; readonly type: string; readonly ARN: string }[];
};

/** CloudTrail's own names of the writes on a bucket's subresources (facts §6.2): [subresource, PUT, DELETE]. */
const NAMES: readonly (readonly [string, string, string])[] = [
  ['policy', 'PutBucketPolicy', 'DeleteBucketPolicy'],
  ['acl', 'PutBucketAcl', ''],
  ['lifecycle', 'PutBucketLifecycle', 'DeleteBucketLifecycle'],
  ['publicAccessBlock', 'PutBucketPublicAccessBlock', 'DeleteBucketPublicAccessBlock'],
  ['requestPayment', 'PutBucketRequestPayment', ''],
  ['encryption', 'PutBucketEncryption', 'DeleteBucketEncryption'],
  ['ownershipControls', 'PutBucketOwnershipControls', 'DeleteBucketOwnershipControls'],
  ['versioning', 'PutBucketVersioning', ''],
  ['replication', 'PutBucketReplication', 'DeleteBucketReplication'],
  ['logging', 'PutBucketLogging', ''],
  ['notification', 'PutBucketNotification', ''],
  ['tagging', 'PutBucketTagging', 'DeleteBucketTagging'],
  ['cors', 'PutBucketCors', 'DeleteBucketCors'],
  ['website', 'PutBucketWebsite', 'DeleteBucketWebsite'],
  ['object-lock', 'PutBucketObjectLockConfiguration', ''],
];

/** The path under which S3 Control has its account-wide calls; it is no bucket. */
const S3_CONTROL = 'v20180820';

function policyParameters(body: string): Record<string, unknown> {
  try {
    return { bucketPolicy: JSON.parse(body) };
  } catch {
    return {};
  }
}

function bodyParameters(call: Call, subresource: string): Record<string, unknown> {
  const body = call.body.toString('utf8');
  if (call.method === 'DELETE' || body === '') return {};
  if (subresource === 'policy') return policyParameters(body);
  const members = readXml(body);
  return typeof members === 'string' ? {} : { ...members };
}

function aclHeaders(call: Call): Record<string, unknown> {
  const acl = call.rawHeaders.findIndex((name) => name.toLowerCase() === 'x-amz-acl');
  return acl < 0 ? {} : { 'x-amz-acl': [call.rawHeaders[acl + 1]] };
}

/** Reads a write on a bucket's configuration, or null: object calls and reads are no such events. */
export function s3Write(call: Call, account: string): Write | null {
  const { bucket, key, method, host } = call;
  if (bucket === null || bucket === S3_CONTROL || key !== null || (method !== 'PUT' && method !== 'DELETE'))
    return null;
  const resources = [{ accountId: account, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucket}` }];
  const row = NAMES.find(([subresource]) => call.query.has(subresource));
  if (row === undefined) {
    const eventName = method === 'PUT' ? 'CreateBucket' : 'DeleteBucket';
    return { eventName, requestParameters: { bucketName: bucket, Host: host }, responseElements: null, resources };
  }
  const [subresource, put, remove] = row;
  const eventName = method === 'PUT' ? put : remove;
  if (eventName === '') return null;
  const requestParameters = {
    bucketName: bucket,
    Host: host,
    ...bodyParameters(call, subresource),
    ...aclHeaders(call),
    [subresource]: '',
  };
  return { eventName, requestParameters, responseElements: null, resources };
}
