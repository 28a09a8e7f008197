import { spanText } from '../words.ts';
import { type Html, html } from './html.ts';

/** Reads and writes times: a page is made of records, and has no clock. */
export type Times = {
  /** Milliseconds since the epoch of an ISO 8601 time; NaN if it is none. */
  readonly timeOf: (text: string) => number;
  /** ISO 8601 in UTC. */
  readonly timeText: (milliseconds: number) => string;
  /** The day that is shown already, `2026-11-21`: times of it stand without it. */
  readonly day?: string;
};

/** Engines find a date in nearly any text that has a number. */
const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

/** The time that a text says, in milliseconds since the epoch; null if it says none. */
export function readTime(text: string | null, { timeOf }: Pick<Times, 'timeOf'>): number | null {
  if (text === null || !ISO.test(text)) return null;
  const time = timeOf(text);
  return Number.isNaN(time) ? null : time;
}

/** A span of time, with the seconds where they matter: `0.8 s`, `12 s`, `40 min`, `3 h 20 min`. */
export function durationText(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1_000;
  if (seconds < 9.95) return `${Math.round(seconds * 10) / 10} s`;
  return seconds < 59.5 ? `${Math.round(seconds)} s` : spanText(milliseconds);
}

/** The day of a time, in UTC: `2026-11-21`. */
export const dayOf = (time: number, { timeText }: Times): string => timeText(time).slice(0, 10);

/** No date is further from the epoch (ECMAScript, "Time Values and Time Range"); records may say any number. */
const FARTHEST = 8_640_000_000_000_000;

/** The time of day, to the second, in UTC; with its day where that is not shown already. */
export function clock(time: number, times: Times): Html {
  if (!(Math.abs(time) <= FARTHEST)) return html`at no time`;
  const text = times.timeText(time);
  const own = text.slice(0, 10);
  const shown = own === times.day ? text.slice(11, 19) : `${own} ${text.slice(11, 19)}`;
  return html`<time datetime="${text}">${shown}</time>`;
}
