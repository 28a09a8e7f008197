import { type Observation, readingsOf } from '../../reconcile/observation.ts';
import type { Advice } from '../check.ts';

/** The roles that could not be assumed for want of a right, so that nothing is read or repaired in their accounts. */
export function unreachedAccounts(observation: Observation): readonly Advice[] {
  const roles = readingsOf(observation).flatMap((reading) =>
    reading.state === 'unreadable' && reading.missing?.action === 'sts:AssumeRole' ? [reading.missing.resource] : [],
  );
  return [...new Set(roles)].map((roleArn) => {
    const account = roleArn.split(':')[4];
    return {
      message: `the role \`${roleArn}\` could not be assumed, so that nothing in account ${account} can be read or repaired`,
      suggestion:
        `deploy Trailmend’s destination to account ${account} (again), or mend the trust of the role; where a service control policy ` +
        'denies sts:AssumeRole to the hub’s role, exempt it there',
    };
  });
}
