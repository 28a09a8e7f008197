const trail = { trailArn: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit', bucket: 'audit-logs' };
const withRecords = (records: unknown) => ({ version: 1, trails: [trail], records });
const WHOLE = 'must be a whole number of days from 1 to 36500';

/** Settings of records that are right. */
export const goodRecords: Readonly<Record<string, unknown>> = {
  'nothing said of records': withRecords({}),
  'records that are locked': withRecords({ objectLock: { mode: 'governance', days: 365 } }),
  'records that are locked and removed on the same day': withRecords({
    objectLock: { mode: 'compliance', days: 2_555 },
    expireDays: 2_555,
  }),
  'records that are removed': withRecords({ expireDays: 1 }),
};

/** Settings of records that are wrong; the schema refuses them too. */
export const badRecords: Readonly<Record<string, { readonly value: unknown; readonly says: string }>> = {
  'records that are a text': {
    value: withRecords('locked'),
    says: '`records` must be an object with `objectLock` or `expireDays`, and is `locked`',
  },
  'a misspelt setting of records': {
    value: withRecords({ expiryDays: 30 }),
    says: '`records.expiryDays` is not a setting (did you mean `expireDays`?)',
  },
  'records that are never kept': {
    value: withRecords({ expireDays: 0 }),
    says: `\`records.expireDays\` ${WHOLE}, and is \`0\``,
  },
  'a lock that is a text': {
    value: withRecords({ objectLock: 'governance' }),
    says: '`records.objectLock` must be an object with `mode` and `days`, and is `governance`',
  },
  'a lock without its days': {
    value: withRecords({ objectLock: { mode: 'governance' } }),
    says: '`records.objectLock.days` is missing',
  },
  'a lock without its mode': {
    value: withRecords({ objectLock: { days: 30 } }),
    says: '`records.objectLock.mode` is missing',
  },
  'a lock in S3’s own letters': {
    value: withRecords({ objectLock: { mode: 'GOVERNANCE', days: 30 } }),
    says: '`records.objectLock.mode` must be `governance` or `compliance`, and is `GOVERNANCE`',
  },
  'a lock of half a day': {
    value: withRecords({ objectLock: { mode: 'governance', days: 0.5 } }),
    says: `\`records.objectLock.days\` ${WHOLE}, and is \`0.5\``,
  },
};

/** What no schema can say of them. */
export const contradictoryRecords: Readonly<Record<string, { readonly value: unknown; readonly says: string }>> = {
  'records that are to be removed while they are locked': {
    value: withRecords({ objectLock: { mode: 'governance', days: 365 }, expireDays: 90 }),
    says: '`records.expireDays` is `90`, and records are locked for `365` days',
  },
};
