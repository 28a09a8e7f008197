import { GetBucketPolicyCommand, HeadBucketCommand, PutBucketPolicyCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Buckets } from '../reconcile/ports.ts';
import type { BucketFacts, Reading } from '../reconcile/reading.ts';
import { describe, errorName, httpStatus, isDenied, writeError } from './errors.ts';

async function head(s3: S3Client, Bucket: string, owner: string | null): Promise<'ok' | 'denied' | 'missing' | Error> {
  try {
    await s3.send(new HeadBucketCommand({ Bucket, ...(owner === null ? {} : { ExpectedBucketOwner: owner }) }));
    return 'ok';
  } catch (error) {
    if (errorName(error) === 'NotFound' || errorName(error) === 'NoSuchBucket' || httpStatus(error) === 404)
      return 'missing';
    if (isDenied(error)) return 'denied';
    return error instanceof Error ? error : new Error(String(error));
  }
}

/**
 * Whether the bucket is there and whose it is. S3 answers a wrong ExpectedBucketOwner and a missing right alike, with 403;
 * the same call without an expected owner tells the two apart, unless the owner keeps us out altogether.
 */
async function facts(s3: S3Client, bucket: string, owner: string): Promise<Reading<BucketFacts>> {
  const asOwner = await head(s3, bucket, owner);
  if (asOwner === 'ok') return { state: 'present', value: { ownerIsExpected: true } };
  if (asOwner === 'missing') return { state: 'absent' };
  if (asOwner !== 'denied') return { state: 'unreadable', reason: describe(asOwner, 's3:ListBucket', bucket) };
  if ((await head(s3, bucket, null)) === 'ok') return { state: 'present', value: { ownerIsExpected: false } };
  return {
    state: 'unreadable',
    reason: `AWS denied \`s3:ListBucket\` on ${bucket}: either the right is missing, or the bucket does not belong to account ${owner}`,
  };
}

async function policy(s3: S3Client, bucket: string, owner: string): Promise<Reading<string>> {
  try {
    const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket: bucket, ExpectedBucketOwner: owner }));
    return Policy === undefined ? { state: 'absent' } : { state: 'present', value: Policy };
  } catch (error) {
    if (errorName(error) === 'NoSuchBucketPolicy') return { state: 'absent' };
    return { state: 'unreadable', reason: describe(error, 's3:GetBucketPolicy', bucket) };
  }
}

/** The S3 port. Every call but one names the expected owner, against bucket sniping (S3 user guide, "bucket owner condition"). */
export function s3Buckets(s3: S3Client): Buckets {
  return {
    facts: (bucket, owner) => facts(s3, bucket, owner),
    policy: (bucket, owner) => policy(s3, bucket, owner),
    putPolicy: async (bucket, owner, document) => {
      try {
        await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, ExpectedBucketOwner: owner, Policy: document }));
      } catch (error) {
        throw writeError(error, 's3:PutBucketPolicy', bucket);
      }
    },
  };
}
