import type { RecordRange } from '../shared/reconcile/ports.ts';
import { BadInput } from './bad-input.ts';
import { one, type Values } from './options.ts';

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

const DATE = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z)?$/;

/** A time as it stands in the ids of records. */
const idTime = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replace(/\.\d+/, '').replaceAll(/[-:]/g, '');

/** A day of the calendar that there is: JavaScript takes February 31 for a day of March. */
function dateOf(text: string): number | null {
  const time = DATE.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) || !new Date(time).toISOString().startsWith(text.slice(0, 10)) ? null : time;
}

function timeOf(text: string, option: string, now: number): string {
  const [, count = '', unit = ''] = /^(\d{1,6})([mhdw])$/.exec(text) ?? [];
  const milliseconds = UNITS[unit];
  const time = milliseconds === undefined ? dateOf(text) : now - Number(count) * milliseconds;
  if (time !== null && time >= 0) return idTime(time);
  const is = 'a span such as 90m, 24h, 7d or 4w, or a date such as 2026-11-21 or 2026-11-21T16:55:00Z, in UTC';
  throw new BadInput(`--${option} must be ${is}, and is \`${text}\``);
}

/** The records that are asked for by --since and --until. `now` is in milliseconds since the epoch. */
export function rangeOf(values: Values, now: number): RecordRange {
  const [since, until] = [one(values, 'since'), one(values, 'until')];
  const range = {
    since: since === undefined ? null : timeOf(since, 'since', now),
    until: until === undefined ? null : timeOf(until, 'until', now),
  };
  if (range.since !== null && range.until !== null && range.since >= range.until)
    throw new BadInput('--since must be earlier than --until');
  return range;
}
