import {
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { RecordRange, RecordReader, Records } from '../reconcile/ports.ts';
import { RECORDS, recordIdIn, recordKey } from '../trail/record-key.ts';
import { errorName, httpStatus, unreadable, writeError } from './errors.ts';

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

/** So many pages of at most a thousand names are read of one folder, and so many in all. */
const PAGES = { ofFolder: 20, all: 200 };

/** The pages that may still be read. */
type Left = { pages: number };

/** What lies in a folder: the folders right under it and the objects, in the order of their names. */
async function inFolder(
  s3: S3Client,
  Bucket: string,
  Prefix: string,
  left: Left,
): Promise<{ readonly names: readonly string[]; readonly isAll: boolean }> {
  const names: string[] = [];
  let token: string | undefined;
  for (let page = 0; page < PAGES.ofFolder && left.pages > 0; page += 1) {
    left.pages -= 1;
    const further = token === undefined ? {} : { ContinuationToken: token };
    const answer = await s3.send(new ListObjectsV2Command({ Bucket, Prefix, Delimiter: '/', ...further }));
    for (const { Prefix: folder = '' } of answer.CommonPrefixes ?? []) names.push(folder);
    for (const { Key = '' } of answer.Contents ?? []) names.push(Key);
    token = answer.NextContinuationToken;
    if (token === undefined || token === '') return { names, isAll: true };
  }
  return { names, isAll: false };
}

/** Whether a folder such as `records/2026/11/` may hold records of the range. */
function mayHold(folder: string, { since, until }: RecordRange): boolean {
  const begin = folder.slice(RECORDS.length).replaceAll('/', '');
  if (!/^\d{4,8}$/.test(begin)) return false;
  const isLate = since === null || begin >= since.slice(0, begin.length);
  return isLate && (until === null || begin <= until.slice(0, begin.length));
}

const isIn = (id: string, { since, until }: RecordRange): boolean =>
  (since === null || id >= since) && (until === null || id < until);

/** Walks year, month and day from the newest on, since S3 lists names in their order alone, until there are enough. */
async function newest(
  list: (folder: string) => Promise<{ readonly names: readonly string[]; readonly isAll: boolean }>,
  range: RecordRange,
  limit: number,
): Promise<{ readonly ids: readonly string[]; readonly isAll: boolean }> {
  const ids: string[] = [];
  let isAll = true;
  const walk = async (folder: string): Promise<void> => {
    const found = await list(folder);
    isAll &&= found.isAll;
    for (const name of found.names.toSorted().toReversed()) {
      if (ids.length > limit) return;
      const id = recordIdIn(name);
      if (id !== null && isIn(id, range)) ids.push(id);
      else if (name.endsWith('/') && name !== folder && mayHold(name, range)) await walk(name);
    }
  };
  await walk(RECORDS);
  return { ids: ids.slice(0, limit), isAll: isAll && ids.length <= limit };
}

/** Reads records: their names by the day, newest first (S3 API reference, ListObjectsV2), and single ones. */
export function s3RecordReader(s3: S3Client, bucket: string): RecordReader {
  return {
    list: async (range, limit) => {
      const left: Left = { pages: PAGES.all };
      try {
        const value = await newest((folder) => inFolder(s3, bucket, folder, left), range, limit);
        return { state: 'present', value };
      } catch (error) {
        if (errorName(error) === 'NoSuchBucket') return { state: 'absent' };
        return unreadable(error, 's3:ListBucket', bucket);
      }
    },
    read: async (id) => {
      const Key = recordKey(id);
      if (Key === null) return { state: 'absent' };
      try {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
        return { state: 'present', value: (await Body?.transformToString()) ?? '' };
      } catch (error) {
        if (errorName(error) === 'NoSuchKey') return { state: 'absent' };
        if (errorName(error) === 'NoSuchBucket')
          return { state: 'unreadable', reason: `there is no bucket \`${bucket}\`` };
        return unreadable(error, 's3:GetObject', `${bucket}/${Key}`);
      }
    },
  };
}
