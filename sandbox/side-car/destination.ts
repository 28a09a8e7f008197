import type { Caller } from '../aws/caller.ts';
import { bucketRegion, hasBucketKey, readBucketPolicy, requestPayer } from '../aws/s3.ts';
import { decide } from '../delivery/decide.ts';
import { type Key, logFileContext } from '../delivery/key-request.ts';
import { cloudTrailRequest } from '../delivery/request.ts';
import { asBucketOwner } from './bucket-owner.ts';
import { dataKeyError, type KeyError, readKey } from './keys.ts';
import type { Organization } from './organization.ts';
import type { EngineTrail } from './trails.ts';

/** Where a trail delivers to, as the engine says now: the bucket's policy, and the key's state and policy. */
export type Destination = {
  /** The root of the bucket's account. */
  readonly owner: Caller;
  readonly trail: EngineTrail;
  readonly policy: unknown;
  readonly bucketArn: string;
  /** CloudTrail does not say that it pays, so that S3 refuses it, whatever the policy says (facts §1.2). */
  readonly isRequesterPays: boolean;
  readonly region: string;
  readonly hasBucketKey: boolean;
  /** Null if the trail has no key, or one that does not exist. */
  readonly key: Key | null;
};

/** The bucket's policy; one that an account outside the organization keeps cannot be read, and counts as none. */
async function policyOf(engine: Caller, bucket: string): Promise<unknown> {
  try {
    const text = await readBucketPolicy(engine, bucket);
    return text === null ? null : JSON.parse(text);
  } catch (error) {
    if (error instanceof Error && /AccessDenied|MethodNotAllowed/.test(error.message)) return null;
    throw error;
  }
}

/** Reads all of it; the bucket's Region and encryption matter only to a trail with a key. */
export async function readDestination(
  engine: Caller,
  organization: Organization,
  trail: EngineTrail,
): Promise<Destination | 'NoSuchBucket'> {
  const { bucket, kmsKeyArn } = trail;
  const owner = await asBucketOwner(engine, organization, bucket);
  try {
    const policy = await policyOf(owner, bucket);
    const isRequesterPays = policy !== null && (await requestPayer(owner, bucket)) === 'Requester';
    const bucketArn = `arn:${trail.partition}:s3:::${bucket}`;
    const plain = { owner, trail, policy, bucketArn, isRequesterPays };
    // Nothing more is asked of a bucket that lets nobody.
    if (kmsKeyArn === null || policy === null)
      return { ...plain, region: engine.region, hasBucketKey: false, key: null };
    const [region, bucketKey, key] = await Promise.all([
      bucketRegion(owner, bucket),
      hasBucketKey(owner, bucket),
      readKey(engine, kmsKeyArn),
    ]);
    return { ...plain, region, hasBucketKey: bucketKey, key };
  } catch (error) {
    if (error instanceof Error && error.message.includes('NoSuchBucket')) return 'NoSuchBucket';
    throw error;
  }
}

/** Whether the bucket and its policy let CloudTrail; a request that hangs on something unknown counts as refused: nobody has seen it succeed. */
export function bucketLets(destination: Destination, action: string, resource: string): boolean {
  const { policy, trail, region, isRequesterPays } = destination;
  return !isRequesterPays && decide(policy, cloudTrailRequest(trail, action, resource, region)).decision === 'allow';
}

/** Why a log file cannot be encrypted with the trail's key, or null: S3 asks KMS for it (facts §2.2). */
export function encryptionError(destination: Destination, objectArn: string): KeyError | null {
  const { trail, key, region } = destination;
  if (trail.kmsKeyArn === null) return null;
  const encryptionContext = logFileContext(trail, objectArn, destination.hasBucketKey);
  return dataKeyError(trail, key, region, { encryptionContext, through: `s3.${region}.amazonaws.com` });
}
