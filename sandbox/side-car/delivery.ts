import { createHash, randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Caller } from '../aws/caller.ts';
import { readBucketPolicy, writeObject } from '../aws/s3.ts';
import { decide } from '../delivery/decide.ts';
import { digestKey, type FileOf, logFileKey } from '../delivery/keys.ts';
import { cloudTrailRequest } from '../delivery/request.ts';
import type { CloudTrailRecord } from './record.ts';
import type { EngineTrail } from './trails.ts';

/** A file to be delivered: for which account, with what in it. */
export type LogFile = { readonly account: string; readonly records: readonly CloudTrailRecord[] };

/** The code that GetTrailStatus shows, or null if all was delivered. */
export type DeliveryError = 'AccessDenied' | 'NoSuchBucket' | null;

type Target = { readonly engine: Caller; readonly trail: EngineTrail; readonly policy: unknown };

function parsed(policy: string | null): unknown {
  return policy === null ? null : JSON.parse(policy);
}

async function policyOf(engine: Caller, bucket: string): Promise<{ readonly policy: unknown } | 'NoSuchBucket'> {
  try {
    return { policy: parsed(await readBucketPolicy(engine, bucket)) };
  } catch (error) {
    if (error instanceof Error && error.message.includes('NoSuchBucket')) return 'NoSuchBucket';
    throw error;
  }
}

/** A request that hangs on something unknown counts as refused: nobody has seen it succeed. */
function isAllowed({ engine, trail, policy }: Target, action: string, resource: string): boolean {
  const request = cloudTrailRequest(trail, action, resource, engine.region);
  return decide(policy, request).decision === 'allow';
}

async function put(target: Target, key: string, content: unknown): Promise<boolean> {
  const { engine, trail } = target;
  if (!isAllowed(target, 's3:PutObject', `arn:${trail.partition}:s3:::${trail.bucket}/${key}`)) return false;
  await writeObject(engine, trail.bucket, key, gzipSync(JSON.stringify(content)));
  return true;
}

function fileOf(trail: EngineTrail, account: string): FileOf {
  const id = randomBytes(12)
    .toString('base64')
    .replaceAll(/[^A-Za-z0-9]/g, '0')
    .slice(0, 16);
  return { account, region: trail.region, time: new Date(), id };
}

async function open(engine: Caller, trail: EngineTrail): Promise<Target | Exclude<DeliveryError, null>> {
  const read = await policyOf(engine, trail.bucket);
  if (read === 'NoSuchBucket') return read;
  const target = { engine, trail, policy: read.policy };
  return isAllowed(target, 's3:GetBucketAcl', `arn:${trail.partition}:s3:::${trail.bucket}`) ? target : 'AccessDenied';
}

/** Delivers log files as CloudTrail does: looks at the bucket's ACL, then writes each file, if the policy lets it. */
export async function deliverLogFiles(
  engine: Caller,
  trail: EngineTrail,
  files: readonly LogFile[],
): Promise<DeliveryError> {
  const target = await open(engine, trail);
  if (typeof target === 'string') return target;
  const written = await Promise.all(
    files.map(({ account, records }) => put(target, logFileKey(trail, fileOf(trail, account)), { Records: records })),
  );
  return written.every(Boolean) ? null : 'AccessDenied';
}

/** Delivers a digest of the hour, which CloudTrail writes even where no log file was. */
export async function deliverDigest(engine: Caller, trail: EngineTrail): Promise<DeliveryError> {
  const target = await open(engine, trail);
  if (typeof target === 'string') return target;
  const file = fileOf(trail, trail.account);
  const digest = {
    awsAccountId: trail.account,
    digestEndTime: file.time.toISOString(),
    digestS3Bucket: trail.bucket,
    digestPublicKeyFingerprint: createHash('md5').update(trail.arn).digest('hex'),
    logFiles: [],
  };
  return (await put(target, digestKey(trail, file), digest)) ? null : 'AccessDenied';
}
