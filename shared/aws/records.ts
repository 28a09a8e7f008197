import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Records } from '../reconcile/ports.ts';
import { recordKey } from '../trail/record-key.ts';
import { httpStatus, writeError } from './errors.ts';

/** Records as objects in a bucket: each is written once, under a condition (S3 user guide, "Conditional writes"). */
export function s3Records(s3: S3Client, bucket: string): Records {
  return {
    add: async ({ id, text }) => {
      const Key = recordKey(id);
      if (Key === null) throw new Error(`\`${id}\` is no id of a record`);
      try {
        const object = { Bucket: bucket, Key, Body: text, ContentType: 'application/json' };
        await s3.send(new PutObjectCommand({ ...object, IfNoneMatch: '*' }));
      } catch (error) {
        // 412: it is there already.
        if (httpStatus(error) === 412) return;
        throw writeError(error, 's3:PutObject', `${bucket}/${Key}`);
      }
    },
  };
}
