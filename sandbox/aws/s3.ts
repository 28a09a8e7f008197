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

/** Writes one object. */
export async function writeObject(caller: Caller, bucket: string, key: string, body: Buffer): Promise<void> {
  const headers = { 'x-amz-acl': 'bucket-owner-full-control', 'x-amz-server-side-encryption': 'AES256' };
  const call = { service: 's3', method: 'PUT', path: objectPath(bucket, key), headers, body };
  succeeded(`writing ${key}`, await rest(caller, call));
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
