import {
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  GetBucketRequestPaymentCommand,
  HeadBucketCommand,
  PutBucketPolicyCommand,
  PutBucketRequestPaymentCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { S3ControlClient } from '@aws-sdk/client-s3-control';
import type { Buckets } from '../reconcile/ports.ts';
import type { BucketFacts, Payer, Reading } from '../reconcile/reading.ts';
import { accountBlock, bucketBlock, grantsToOthers } from './access.ts';
import { errorName, httpStatus, isDenied, unreadable, writeError } from './errors.ts';
import { foldersUnder } from './folders.ts';
import { expiryRules } from './lifecycle.ts';

type Head = { readonly region: string | null } | 'denied' | 'missing' | Error;

async function head(s3: S3Client, Bucket: string, owner: string | null): Promise<Head> {
  try {
    const input = { Bucket, ...(owner === null ? {} : { ExpectedBucketOwner: owner }) };
    const { BucketRegion: region } = await s3.send(new HeadBucketCommand(input));
    return { region: region ?? null };
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
  const [asOwner, bucketKey] = await Promise.all([head(s3, bucket, owner), isBucketKeyOn(s3, bucket, owner)]);
  if (asOwner === 'missing') return { state: 'absent' };
  if (asOwner instanceof Error) return unreadable(asOwner, 's3:ListBucket', bucket);
  if (asOwner !== 'denied') return { state: 'present', value: { ownerIsExpected: true, ...asOwner, bucketKey } };
  const asAnybody = await head(s3, bucket, null);
  if (typeof asAnybody === 'object' && !(asAnybody instanceof Error)) {
    return { state: 'present', value: { ownerIsExpected: false, ...asAnybody, bucketKey: { state: 'not-asked' } } };
  }
  const reason = `AWS denied \`s3:ListBucket\` on ${bucket}: either the right is missing, or the bucket does not belong to account ${owner}`;
  return { state: 'unreadable', reason, missing: { action: 's3:ListBucket', resource: bucket } };
}

/** Whether the bucket's default encryption uses an S3 Bucket Key. */
async function isBucketKeyOn(s3: S3Client, Bucket: string, ExpectedBucketOwner: string): Promise<Reading<boolean>> {
  try {
    const answer = await s3.send(new GetBucketEncryptionCommand({ Bucket, ExpectedBucketOwner }));
    const rules = answer.ServerSideEncryptionConfiguration?.Rules ?? [];
    return { state: 'present', value: rules.some(({ BucketKeyEnabled }) => BucketKeyEnabled === true) };
  } catch (error) {
    if (errorName(error) === 'ServerSideEncryptionConfigurationNotFoundError')
      return { state: 'present', value: false };
    return unreadable(error, 's3:GetEncryptionConfiguration', Bucket);
  }
}

async function policy(s3: S3Client, bucket: string, owner: string): Promise<Reading<string>> {
  try {
    const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket: bucket, ExpectedBucketOwner: owner }));
    return Policy === undefined ? { state: 'absent' } : { state: 'present', value: Policy };
  } catch (error) {
    if (errorName(error) === 'NoSuchBucketPolicy') return { state: 'absent' };
    return unreadable(error, 's3:GetBucketPolicy', bucket);
  }
}

async function payer(s3: S3Client, Bucket: string, ExpectedBucketOwner: string): Promise<Reading<Payer>> {
  const action = 's3:GetBucketRequestPayment';
  try {
    const { Payer: said } = await s3.send(new GetBucketRequestPaymentCommand({ Bucket, ExpectedBucketOwner }));
    if (said === 'BucketOwner' || said === 'Requester') return { state: 'present', value: said };
    return { state: 'unreadable', reason: `\`${action}\` on ${Bucket} did not say who pays` };
  } catch (error) {
    if (errorName(error) === 'NoSuchBucket') return { state: 'absent' };
    return unreadable(error, action, Bucket);
  }
}

/** The clients that call as an account: of buckets, and of what holds for a whole account, which is seldom needed. */
export type BucketClients = {
  readonly s3: (account: string) => S3Client;
  readonly control: (account: string) => S3ControlClient;
};

/** The policies of buckets: S3 takes a policy whole, whatever is new in it. */
export type BucketPolicies = Pick<Buckets, 'policy'> & {
  readonly putPolicy: (bucket: string, owner: string, policy: string) => Promise<void>;
};

/** The policies of buckets alone. */
export function bucketPolicies(s3: BucketClients['s3']): BucketPolicies {
  return {
    policy: (bucket, owner) => policy(s3(owner), bucket, owner),
    putPolicy: async (bucket, owner, document) => {
      const input = { Bucket: bucket, ExpectedBucketOwner: owner, Policy: document };
      try {
        await s3(owner).send(new PutBucketPolicyCommand(input));
      } catch (error) {
        throw writeError(error, 's3:PutBucketPolicy', bucket);
      }
    },
  };
}

/**
 * The S3 port. Every call is made as the account that is to own the bucket, and but for one names it, against bucket sniping (S3
 * user guide, "bucket owner condition").
 */
export function s3Buckets({ s3, control }: BucketClients): Omit<Buckets, 'putPolicy'> & BucketPolicies {
  return {
    ...bucketPolicies(s3),
    facts: (bucket, owner) => facts(s3(owner), bucket, owner),
    payer: (bucket, owner) => payer(s3(owner), bucket, owner),
    expiry: (bucket, owner) => expiryRules(s3(owner), bucket, owner),
    folders: (bucket, owner, root) => foldersUnder(s3(owner), bucket, owner, root),
    grants: (bucket, owner) => grantsToOthers(s3(owner), bucket, owner),
    blocksPublicPolicy: (bucket, owner) => bucketBlock(s3(owner), bucket, owner),
    accountBlocksPublicPolicy: (account) => accountBlock(control(account), account),
    payAsOwner: async (Bucket, ExpectedBucketOwner) => {
      const input = { Bucket, ExpectedBucketOwner, RequestPaymentConfiguration: { Payer: 'BucketOwner' } } as const;
      try {
        await s3(ExpectedBucketOwner).send(new PutBucketRequestPaymentCommand(input));
      } catch (error) {
        throw writeError(error, 's3:PutBucketRequestPayment', Bucket);
      }
    },
  };
}
