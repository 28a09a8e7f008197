import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { noMemory } from '../reconcile/memory.ts';
import { isLater, parseMemory } from '../reconcile/parse-memory.ts';
import type { Remembered, Store } from '../reconcile/ports.ts';
import type { Reading } from '../reconcile/reading.ts';
import { memoryKey } from '../trail/memory-key.ts';
import { errorName, httpStatus, unreadable, writeError } from './errors.ts';

function keyOf(arn: string): string {
  const key = memoryKey(arn);
  if (key === null) throw new Error(`\`${arn}\` is neither a trail's ARN nor an event data store's`);
  return key;
}

async function read(s3: S3Client, Bucket: string, trailArn: string): Promise<Reading<Remembered>> {
  const Key = keyOf(trailArn);
  try {
    const { Body, ETag: tag } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    const text = (await Body?.transformToString()) ?? '';
    if (isLater(text)) return { state: 'unreadable', reason: `${Key} in ${Bucket} was written by a later release` };
    // What is no memory protects from nothing, and is written anew; the bucket keeps the old version.
    const memory = parseMemory(text, trailArn) ?? noMemory(trailArn);
    return { state: 'present', value: { memory, tag: tag ?? '' } };
  } catch (error) {
    if (errorName(error) === 'NoSuchKey') return { state: 'absent' };
    return unreadable(error, 's3:GetObject', `${Bucket}/${Key}`);
  }
}

/** The memory of trails as objects in a bucket, written under a condition (S3 user guide, "Conditional writes"). */
export function s3Store(s3: S3Client, bucket: string): Store {
  return {
    read: (trailArn) => read(s3, bucket, trailArn),
    write: async (memory, tag) => {
      const Key = keyOf(memory.trailArn);
      const condition = tag === null ? { IfNoneMatch: '*' } : { IfMatch: tag };
      const Body = `${JSON.stringify(memory, null, 2)}\n`;
      try {
        const object = { Bucket: bucket, Key, Body, ContentType: 'application/json' };
        const { ETag } = await s3.send(new PutObjectCommand({ ...object, ...condition }));
        return ETag ?? '';
      } catch (error) {
        // 412: somebody wrote since; 409: somebody writes at this moment.
        if (httpStatus(error) === 412 || httpStatus(error) === 409) return null;
        throw writeError(error, 's3:PutObject', `${bucket}/${Key}`);
      }
    },
  };
}
