import type { Reading } from '../../shared/reconcile/reading.ts';

/** What a case says of something that is not there, or that nobody may read. */
export type Unread = 'absent' | 'unreadable';

/** What a case says of one thing, as a reading; what it leaves out was not asked for. */
export function read<T>(given: Unread | T | undefined): Reading<T> {
  if (given === undefined) return { state: 'not-asked' };
  if (given === 'absent') return { state: 'absent' };
  if (given === 'unreadable') return { state: 'unreadable', reason: 'AWS denied it' };
  return { state: 'present', value: given };
}
