import type { Reading } from '../../reconcile/reading.ts';
import { type Finding, notApplicable, unknown } from '../check.ts';

/** What a read showed, or what a check says where it showed nothing. */
export type Shown<T> = { readonly value: T } | { readonly finding: Finding };

/**
 * The value of a reading. What was not asked for is not applicable, what could not be read is unknown.
 *
 * @param absent what the check says where AWS has nothing of the kind
 * @param what what could not be read, as the beginning of a sentence: `the status of the trail could not be read`
 */
export function shownBy<T>(reading: Reading<T>, absent: Finding, what: string): Shown<T> {
  switch (reading.state) {
    case 'not-asked':
      return { finding: notApplicable(reading.reason ?? 'AWS was not asked') };
    case 'absent':
      return { finding: absent };
    case 'unreadable':
      return { finding: unknown(`${what}: ${reading.reason}`) };
    case 'present':
      return { value: reading.value };
  }
}

/** Who may ask an organization, for a read that AWS refused (Organizations API reference, ListPoliciesForTarget). */
export function deniedTo(reading: Reading<unknown>): string {
  const isDenied = reading.state === 'unreadable' && reading.missing !== undefined;
  return isDenied ? ' (only the management account and delegated administrators may ask)' : '';
}

/** A trail that is gone is told by one check; the others have nothing to look at. */
export const NO_TRAIL: Finding = notApplicable('the trail does not exist');
