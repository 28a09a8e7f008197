import type { EventSource } from './event-source.ts';

/**
 * Bucket calls, as CloudTrail names them: the lifecycle and public-access calls lack the words that the API has (S3 user
 * guide, "Amazon S3 CloudTrail events"). CreateBucket is among them: a bucket that comes back has no policy yet.
 */
export const s3Events: EventSource = {
  source: 'aws.s3',
  subject: 'bucketName',
  eventNames: [
    'PutBucketPolicy',
    'DeleteBucketPolicy',
    'PutBucketAcl',
    'PutBucketOwnershipControls',
    'PutBucketRequestPayment',
    'PutBucketEncryption',
    'DeleteBucketEncryption',
    'PutBucketLifecycle',
    'PutBucketPublicAccessBlock',
    'DeleteBucketPublicAccessBlock',
    'PutAccountPublicAccessBlock',
    'DeleteAccountPublicAccessBlock',
    'DeleteBucket',
    'CreateBucket',
  ],
  documents: { PutBucketPolicy: 'bucket-policy', DeleteBucketPolicy: 'bucket-policy' },
  breaks: 'every-trail',
};
