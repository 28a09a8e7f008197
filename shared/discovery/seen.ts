import type { Reading } from '../reconcile/reading.ts';
import type { Unseen } from './found.ts';

/** Takes note of what could not be seen, each thing once; it goes on growing while AWS is asked. */
export type Notebook = {
  readonly unseen: Unseen[];
  readonly notes: string[];
};

/** What was read; null where nothing is there, or where it could not be seen, which is taken note of. */
export function seen<T>(reading: Reading<T>, what: string, { unseen }: Notebook): T | null {
  if (reading.state === 'present') return reading.value;
  if (reading.state !== 'unreadable') return null;
  const { reason: why, missing = null } = reading;
  if (!unseen.some((other) => other.what === what && other.why === why)) unseen.push({ what, why, missing });
  return null;
}
