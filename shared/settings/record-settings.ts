import {
  type Fields,
  given,
  inside,
  isObject,
  type Range,
  readWhole,
  refuseUnknownFields,
  requireField,
  shown,
} from './fields.ts';
import type { Report } from './problem.ts';
import type { ObjectLockSettings, RecordSettings } from './settings.ts';

/** S3 user guide, "Object Lock considerations": a retention period has no more than a hundred years. */
const DAYS: Range = { from: 1, to: 36_500, is: 'a whole number of days from 1 to 36500' };

const PLACE = 'records';

function readObjectLock(value: unknown, report: Report): ObjectLockSettings | undefined {
  const place = inside(PLACE, 'objectLock');
  if (!isObject(value)) {
    report(place, `must be an object with \`mode\` and \`days\`, and is \`${shown(value)}\``);
    return undefined;
  }
  refuseUnknownFields(value, ['mode', 'days'], place, report);
  requireField(value, 'mode', place, report);
  requireField(value, 'days', place, report);
  const { mode } = value;
  const days = readWhole(value, 'days', DAYS, place, report);
  if (mode !== undefined && mode !== 'governance' && mode !== 'compliance') {
    report(inside(place, 'mode'), `must be \`governance\` or \`compliance\`, and is \`${shown(mode)}\``);
    return undefined;
  }
  return mode === undefined || days === undefined ? undefined : { mode, days };
}

/** Reads `records`: nothing where it is absent or wrong. */
export function readRecords(fields: Fields, report: Report): RecordSettings | undefined {
  const value = fields.records;
  if (value === undefined) return undefined;
  if (!isObject(value)) {
    report(PLACE, `must be an object with \`objectLock\` or \`expireDays\`, and is \`${shown(value)}\``);
    return undefined;
  }
  refuseUnknownFields(value, ['objectLock', 'expireDays'], PLACE, report);
  const objectLock = value.objectLock === undefined ? undefined : readObjectLock(value.objectLock, report);
  const expireDays = readWhole(value, 'expireDays', DAYS, PLACE, report);
  if (objectLock !== undefined && expireDays !== undefined && expireDays < objectLock.days)
    report(inside(PLACE, 'expireDays'), `is \`${expireDays}\`, and records are locked for \`${objectLock.days}\` days`);
  return given({ objectLock, expireDays });
}
