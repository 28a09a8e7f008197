import { createHash, randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Caller } from '../aws/caller.ts';
import { writeLogFile } from '../aws/s3.ts';
import { digestKey, type FileOf, logFileKey } from '../delivery/keys.ts';
import { bucketLets, type Destination, encryptionError, readDestination } from './destination.ts';
import type { KeyError } from './keys.ts';
import type { Organization } from './organization.ts';
import type { CloudTrailRecord } from './record.ts';
import type { EngineTrail } from './trails.ts';

/** A file to be delivered: for which account, with what in it. */
export type LogFile = { readonly account: string; readonly records: readonly CloudTrailRecord[] };

/** The code that GetTrailStatus shows, or null if all was delivered. */
export type DeliveryError = 'AccessDenied' | 'NoSuchBucket' | `KMS.${string}` | null;

/** What came of a delivery: the error, and the keys of the files that are there now. */
export type Delivered = { readonly error: DeliveryError; readonly keys: readonly string[] };

/** S3 passes KMS's errors on under their names, but for a refusal, which is its own (facts §5.1). */
function shown(error: KeyError): DeliveryError {
  return error === 'AccessDenied' ? error : `KMS.${error}`;
}

async function put(destination: Destination, key: string, content: unknown): Promise<DeliveryError> {
  const { owner, trail, bucketArn } = destination;
  const objectArn = `${bucketArn}/${key}`;
  if (!bucketLets(destination, 's3:PutObject', objectArn)) return 'AccessDenied';
  const refused = encryptionError(destination, objectArn);
  if (refused !== null) return shown(refused);
  await writeLogFile(owner, trail, key, gzipSync(JSON.stringify(content)));
  return null;
}

function fileOf(trail: EngineTrail, account: string): FileOf {
  const id = randomBytes(12)
    .toString('base64')
    .replaceAll(/[^A-Za-z0-9]/g, '0')
    .slice(0, 16);
  return { account, region: trail.region, time: new Date(), id };
}

async function open(
  engine: Caller,
  organization: Organization,
  trail: EngineTrail,
): Promise<Destination | Exclude<DeliveryError, null>> {
  const destination = await readDestination(engine, organization, trail);
  if (destination === 'NoSuchBucket') return destination;
  return bucketLets(destination, 's3:GetBucketAcl', destination.bucketArn) ? destination : 'AccessDenied';
}

/** Delivers log files as CloudTrail does: looks at the bucket's ACL, then writes each file, if policy and key let it. */
export async function deliverLogFiles(
  engine: Caller,
  organization: Organization,
  trail: EngineTrail,
  files: readonly LogFile[],
): Promise<Delivered> {
  const destination = await open(engine, organization, trail);
  if (typeof destination === 'string') return { error: destination, keys: [] };
  const written = await Promise.all(
    files.map(async ({ account, records }) => {
      const key = logFileKey(trail, fileOf(trail, account));
      return { key, error: await put(destination, key, { Records: records }) };
    }),
  );
  return {
    error: written.find(({ error }) => error !== null)?.error ?? null,
    keys: written.filter(({ error }) => error === null).map(({ key }) => key),
  };
}

/** Delivers a digest of the hour, which CloudTrail writes even where no log file was. */
export async function deliverDigest(
  engine: Caller,
  organization: Organization,
  trail: EngineTrail,
): Promise<DeliveryError> {
  const destination = await open(engine, organization, trail);
  if (typeof destination === 'string') return destination;
  const file = fileOf(trail, trail.account);
  const digest = {
    awsAccountId: trail.account,
    digestEndTime: file.time.toISOString(),
    digestS3Bucket: trail.bucket,
    digestPublicKeyFingerprint: createHash('md5').update(trail.arn).digest('hex'),
    logFiles: [],
  };
  return put(destination, digestKey(trail, file), digest);
}
