import type { Observation } from '../../reconcile/observation.ts';

/** The states in which KMS generates data keys (KMS developer guide, "Key states of AWS KMS keys"). */
const USABLE: readonly string[] = ['Enabled', 'Updating'];

/** Whether the trail's key can encrypt at all; null if its state is not known or there is no key. */
export function isKeyUsable({ key }: Observation): boolean | null {
  if (key.state === 'absent') return false;
  return key.state === 'present' ? USABLE.includes(key.value.state) && key.value.isSymmetric : null;
}
