import type { Caller } from '../policy/principal.ts';
import { servicePrincipals } from './context.ts';
import { ALL_LEGACY_ACCOUNTS } from './legacy-accounts.ts';
import type { Trail } from './trail.ts';

/** CloudTrail, as the policies of the trail's partition may name it. */
export function callerOf(trail: Trail): Caller {
  return {
    services: servicePrincipals(trail.partition),
    legacyAccounts: ALL_LEGACY_ACCOUNTS,
  };
}
