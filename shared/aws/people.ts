import { KMSClient } from '@aws-sdk/client-kms';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import type { PolicyDocuments, RecordReader, Records, Store } from '../reconcile/ports.ts';
import type { Reading } from '../reconcile/reading.ts';
import { byArn, type CredentialsOf, clientsAt, requestHandler } from './clients.ts';
import { unreadable } from './errors.ts';
import { kmsKeys } from './keys.ts';
import { policyDocuments } from './policy-documents.ts';
import { s3RecordReader, s3Records } from './records.ts';
import { s3Store } from './store.ts';
import { snsTopics } from './topics.ts';

/** S3 with the credentials and the Region that the SDK finds; the bucket may lie in another Region. */
const ownS3 = (): S3Client => new S3Client({ requestHandler, followRegionRedirects: true });

/** So many pages of buckets are read; an account has 10,000 buckets if nobody asked for more. */
const PAGES = 20;

/** The names of the caller's buckets that begin so (S3 API reference, ListBuckets). */
export async function bucketsNamed(Prefix: string, s3: S3Client = ownS3()): Promise<Reading<readonly string[]>> {
  const names: string[] = [];
  try {
    let token: string | undefined;
    for (let page = 0; page < PAGES; page += 1) {
      const further = token === undefined ? {} : { ContinuationToken: token };
      const answer = await s3.send(new ListBucketsCommand({ Prefix, MaxBuckets: 1_000, ...further }));
      for (const { Name = '' } of answer.Buckets ?? []) if (Name.startsWith(Prefix)) names.push(Name);
      token = answer.ContinuationToken;
      if (token === undefined || token === '') break;
    }
    return { state: 'present', value: names };
  } catch (error) {
    return unreadable(error, 's3:ListAllMyBuckets', 'the account');
  }
}

/** The records in this bucket, for people to read. */
export function recordReader(bucket: string): RecordReader {
  return s3RecordReader(ownS3(), bucket);
}

/** Where a person who puts a document back keeps that, and the memories that have to know. */
export function keeping(bucket: string): { readonly records: Records; readonly store: Store } {
  const s3 = ownS3();
  return { records: s3Records(s3, bucket), store: s3Store(s3, bucket) };
}

/** The policies that a person puts back, each asked for as the account that owns the resource. */
export function ownedDocuments(credentialsOf: CredentialsOf = () => undefined): PolicyDocuments {
  const s3 = clientsAt(credentialsOf, (options) => new S3Client({ ...options, followRegionRedirects: true }));
  const keys = kmsKeys(byArn(clientsAt(credentialsOf, (options) => new KMSClient(options))));
  const topics = snsTopics(byArn(clientsAt(credentialsOf, (options) => new SNSClient(options))));
  return policyDocuments((account) => s3(account, ''), keys, topics);
}
