import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import type { Reading } from '../reconcile/reading.ts';
import { errorName, unreadable } from './errors.ts';

/** So many pages of at most a thousand names are read: a bucket may hold any number of folders. */
const PAGES = 4;

/** The names of the folders right under a folder that ends with a slash (S3 API reference, ListObjectsV2: CommonPrefixes). */
export async function foldersUnder(
  s3: S3Client,
  Bucket: string,
  ExpectedBucketOwner: string,
  root: string,
): Promise<Reading<readonly string[]>> {
  const names: string[] = [];
  const input = { Bucket, ExpectedBucketOwner, Prefix: root, Delimiter: '/' };
  try {
    let token: string | undefined;
    for (let page = 0; page < PAGES; page += 1) {
      const answer = await s3.send(
        new ListObjectsV2Command(token === undefined ? input : { ...input, ContinuationToken: token }),
      );
      for (const { Prefix = '' } of answer.CommonPrefixes ?? []) names.push(Prefix.slice(root.length, -1));
      token = answer.NextContinuationToken;
      if (token === undefined || token === '') break;
    }
    return { state: 'present', value: names };
  } catch (error) {
    if (errorName(error) === 'NoSuchBucket') return { state: 'absent' };
    return unreadable(error, 's3:ListBucket', Bucket);
  }
}
