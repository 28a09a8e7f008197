import type { Caller } from '../policy/principal.ts';
import { servicePrincipals } from './context.ts';
import { ALL_LEGACY_ACCOUNTS } from './legacy-accounts.ts';
import type { Trail } from './trail.ts';

/** CloudTrail, as the policies of a partition may name it. */
export function callerOf({ partition }: Pick<Trail, 'partition'>): Caller {
  return {
    services: servicePrincipals(partition),
    legacyAccounts: ALL_LEGACY_ACCOUNTS,
  };
}
