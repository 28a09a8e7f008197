import { DeleteBucketPolicyCommand, GetBucketPolicyCommand } from '@aws-sdk/client-s3';
import type { Keys, PolicyDocument, PolicyDocuments, Topics } from '../reconcile/ports.ts';
import { type BucketClients, bucketPolicies } from './buckets.ts';
import { errorName, unreadable, writeError } from './errors.ts';

/** The bucket's name in its ARN. */
const bucketIn = (arn: string): string => arn.slice(arn.lastIndexOf(':') + 1);

/** Bucket policies: a bucket without one is there all the same (S3 API reference, GetBucketPolicy). */
function ofBuckets(s3: BucketClients['s3']): PolicyDocument {
  return {
    read: async (resource, owner) => {
      const Bucket = bucketIn(resource);
      try {
        const { Policy } = await s3(owner).send(new GetBucketPolicyCommand({ Bucket, ExpectedBucketOwner: owner }));
        return { state: 'present', value: Policy ?? null };
      } catch (error) {
        if (errorName(error) === 'NoSuchBucketPolicy') return { state: 'present', value: null };
        if (errorName(error) === 'NoSuchBucket') return { state: 'absent' };
        return unreadable(error, 's3:GetBucketPolicy', Bucket);
      }
    },
    put: (resource, owner, policy) => bucketPolicies(s3).putPolicy(bucketIn(resource), owner, policy),
    remove: async (resource, owner) => {
      const Bucket = bucketIn(resource);
      try {
        await s3(owner).send(new DeleteBucketPolicyCommand({ Bucket, ExpectedBucketOwner: owner }));
      } catch (error) {
        throw writeError(error, 's3:DeleteBucketPolicy', Bucket);
      }
    },
  };
}

/** The policies of buckets, keys and topics as texts. A key and a topic always have one. */
export function policyDocuments(
  s3: BucketClients['s3'],
  keys: Pick<Keys, 'policy' | 'putPolicy'>,
  topics: Topics,
): PolicyDocuments {
  return {
    'bucket-policy': ofBuckets(s3),
    'key-policy': {
      read: (resource) => keys.policy(resource),
      put: (resource, _owner, policy) => keys.putPolicy(resource, policy),
      remove: null,
    },
    'topic-policy': {
      read: async (resource) => {
        const { facts, policy } = await topics.attributes(resource);
        if (facts.state !== 'present') return facts;
        return policy.state === 'absent' ? { state: 'present', value: null } : policy;
      },
      put: (resource, _owner, policy) => topics.putPolicy(resource, policy),
      remove: null,
    },
  };
}
