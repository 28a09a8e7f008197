import { PutObjectCommand, type PutObjectCommandInput, type S3Client } from '@aws-sdk/client-s3';
import type { Records } from '../reconcile/ports.ts';
import { recordKey } from '../trail/record-key.ts';
import { httpStatus, writeError } from './errors.ts';

/** For how long S3 refuses everybody who would remove a record. */
export type RecordLock = { readonly mode: 'governance' | 'compliance'; readonly days: number };

const MODES = { governance: 'GOVERNANCE', compliance: 'COMPLIANCE' } as const;

const DAY = 24 * 3600 * 1000;

/** The end of the lock counts from the time in the id, so that a run that is repeated writes the same (`20261121T165541Z-64be7403`). */
function lockOf(id: string, { mode, days }: RecordLock): Pick<PutObjectCommandInput, LockFields> {
  const written = id.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ).*$/, '$1-$2-$3:$4:$5');
  return { ObjectLockMode: MODES[mode], ObjectLockRetainUntilDate: new Date(Date.parse(written) + days * DAY) };
}

type LockFields = 'ObjectLockMode' | 'ObjectLockRetainUntilDate';

/** Records as objects in a bucket: each is written once, under a condition (S3 user guide, "Conditional writes"). */
export function s3Records(s3: S3Client, bucket: string, lock: RecordLock | null = null): Records {
  return {
    add: async ({ id, text }) => {
      const Key = recordKey(id);
      if (Key === null) throw new Error(`\`${id}\` is no id of a record`);
      try {
        const object = { Bucket: bucket, Key, Body: text, ContentType: 'application/json' };
        const locked = lock === null ? {} : lockOf(id, lock);
        await s3.send(new PutObjectCommand({ ...object, ...locked, IfNoneMatch: '*' }));
      } catch (error) {
        // 412: it is there already.
        if (httpStatus(error) === 412) return;
        throw writeError(error, 's3:PutObject', `${bucket}/${Key}`);
      }
    },
  };
}
