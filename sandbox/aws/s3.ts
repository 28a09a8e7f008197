import { type Answer, type Caller, rest, succeeded } from './caller.ts';
import { encode } from './sign.ts';

/** One object in a listing. */
export type ListedObject = { readonly key: string; readonly lastModified: Date };

function objectPath(bucket: string, key: string): string {
  return `/${bucket}/${key.split('/').map(encode).join('/')}`;
}

/** A call on a bucket's subresource, such as `policy`; on the bucket itself without one. */
export function bucketCall(
  caller: Caller,
  method: 'GET' | 'PUT' | 'DELETE',
  bucket: string,
  subresource: string | null,
  body = '',
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const search = subresource === null ? {} : { [subresource]: '' };
  return rest(caller, { service: 's3', method, path: `/${bucket}`, query: search, body, headers });
}

/** The bucket's policy as text, or null if it has none. */
export async function readBucketPolicy(caller: Caller, bucket: string): Promise<string | null> {
  const answer = await bucketCall(caller, 'GET', bucket, 'policy');
  if (answer.errorCode === 'NoSuchBucketPolicy') return null;
  return succeeded(`reading the policy of ${bucket}`, answer).text;
}

/** The Region that a bucket lies in. */
export async function bucketRegion(caller: Caller, bucket: string): Promise<string> {
  const { text } = succeeded(`locating ${bucket}`, await bucketCall(caller, 'GET', bucket, 'location'));
  return />([a-z]{2}(?:-[a-z]+)+-[0-9])<\/LocationConstraint>/.exec(text)?.[1] ?? 'us-east-1';
}

/** Whether the bucket's default encryption has a Bucket Key. */
export async function hasBucketKey(caller: Caller, bucket: string): Promise<boolean> {
  const answer = await bucketCall(caller, 'GET', bucket, 'encryption');
  return /<BucketKeyEnabled>\s*true\s*</.test(succeeded(`reading the encryption of ${bucket}`, answer).text);
}

/** Who pays for requests to the bucket, by the name under which the engine tells it. */
export async function requestPayer(caller: Caller, bucket: string): Promise<string> {
  const { text } = succeeded(`reading who pays for ${bucket}`, await bucketCall(caller, 'GET', bucket, ENGINE_PAYMENT));
  return /<Payer>\s*(\w+)\s*<\/Payer>/.exec(text)?.[1] ?? 'BucketOwner';
}

/** The engine takes the payer under S3's own name, and tells it under another. */
const ENGINE_PAYMENT = 'request-payment';

/** How a log file is encrypted: with S3's own keys, or with the key of this ARN. */
function encryptionHeaders(keyArn: string | null): Record<string, string> {
  if (keyArn === null) return { 'x-amz-server-side-encryption': 'AES256' };
  return { 'x-amz-server-side-encryption': 'aws:kms', 'x-amz-server-side-encryption-aws-kms-key-id': keyArn };
}

/** Writes one object as CloudTrail does. */
export async function writeLogFile(
  caller: Caller,
  { bucket, kmsKeyArn }: { readonly bucket: string; readonly kmsKeyArn: string | null },
  key: string,
  body: Buffer,
): Promise<void> {
  const headers = { 'x-amz-acl': 'bucket-owner-full-control', ...encryptionHeaders(kmsKeyArn) };
  const call = { service: 's3', method: 'PUT', path: objectPath(bucket, key), headers, body };
  succeeded(`writing ${key}`, await rest(caller, call));
}

/** A call on one object, with any headers. */
export function objectCall(
  caller: Caller,
  method: 'GET' | 'PUT' | 'HEAD' | 'DELETE',
  bucket: string,
  key: string,
  headers: Readonly<Record<string, string>> = {},
  body: string | Buffer = '',
): Promise<Answer> {
  return rest(caller, { service: 's3', method, path: objectPath(bucket, key), headers, body });
}

/** The objects under a prefix; at most a thousand, which no test run reaches. */
export async function listObjects(caller: Caller, bucket: string, prefix: string): Promise<ListedObject[]> {
  const search = { 'list-type': '2', prefix };
  const answer = await rest(caller, { service: 's3', method: 'GET', path: `/${bucket}`, query: search });
  const { text } = succeeded(`listing ${bucket}`, answer);
  return [...text.matchAll(/<Contents>(.*?)<\/Contents>/gs)].map(([, entry = '']) => ({
    key: /<Key>(.*?)<\/Key>/.exec(entry)?.[1] ?? '',
    lastModified: new Date(/<LastModified>(.*?)<\/LastModified>/.exec(entry)?.[1] ?? 0),
  }));
}

/** The bytes of one object. */
export async function readObject(caller: Caller, bucket: string, key: string): Promise<Buffer> {
  const call = { service: 's3', method: 'GET', path: objectPath(bucket, key) };
  return succeeded(`reading ${key}`, await rest(caller, call)).body;
}
