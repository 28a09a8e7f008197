import type { Policy, Statement } from '../../policy/document.ts';
import { isAllowed } from '../../policy/evaluate.ts';
import { accountOf } from '../../policy/principal.ts';
import type { Observation } from '../../reconcile/observation.ts';
import { CLOUDTRAIL } from '../../trail/context.ts';
import { deliveryRequests } from '../../trail/delivery.ts';
import { ALL_LEGACY_ACCOUNTS, LEGACY_ACCOUNTS } from '../../trail/legacy-accounts.ts';
import { hasOptInRegions, knownRegions } from '../../trail/regions.ts';
import type { Trail } from '../../trail/trail.ts';
import { named } from './regions.ts';

/** Whether a statement is an Allow that names one of these accounts. */
function isNaming({ effect, principal: { negated, value } }: Statement, accounts: ReadonlySet<string>): boolean {
  if (effect !== 'Allow' || negated || value === '*') return false;
  return value.AWS.some((principal) => accounts.has(accountOf(principal) ?? ''));
}

/** The Allows that name CloudTrail by an account. */
export function legacyStatements({ statements }: Policy): readonly Statement[] {
  return statements.filter((statement) => isNaming(statement, ALL_LEGACY_ACCOUNTS));
}

/** The policy as if these accounts were CloudTrail itself. */
export function takingForCloudTrail(policy: Policy, accounts: ReadonlySet<string>): Policy {
  const statements = policy.statements.map((statement): Statement => {
    const { value } = statement.principal;
    if (value === '*' || !isNaming(statement, accounts)) return statement;
    return {
      ...statement,
      principal: { negated: false, value: { ...value, Service: [...value.Service, CLOUDTRAIL] } },
    };
  });
  return { ...policy, statements };
}

/** Whether the account of one Region may deliver the log files of that Region; where two sources disagree, either of both. */
function isCovered(policy: Policy, trail: Trail, region: string): boolean {
  const requests = deliveryRequests({ ...trail, region, multiRegion: false }, 'bucket-policy');
  const delivery = requests.filter(({ stake }) => stake === 'delivery');
  const accounts = LEGACY_ACCOUNTS.get(region) ?? [];
  const delivers = (account: string): boolean => {
    const taken = takingForCloudTrail(policy, new Set([account]));
    return delivery.every(({ family }) => isAllowed(taken, family, 'as-no').holds === true);
  };
  return accounts.length > 0 && accounts.every(delivers);
}

/**
 * The Regions that a trail delivers from: its home, the enabled ones of its account, or all of a partition in which accounts do not
 * differ. Null where nobody knows: offline, or of an organization, whose members may have enabled others.
 */
function regionsInUse({ trail, surroundings: { regions } }: Observation): readonly string[] | null {
  if (!trail.multiRegion) return [trail.region];
  if (!hasOptInRegions(trail.partition)) return knownRegions(trail.partition);
  return trail.organizationId === null && regions.state === 'present' ? regions.value : null;
}

/** Whether the Regions in use are still being asked for, so that nothing is added yet for the sake of one of them. */
export function areRegionsAwaited({ at, trail, surroundings: { regions } }: Observation): boolean {
  const areTold = trail.multiRegion && trail.organizationId === null && hasOptInRegions(trail.partition);
  return areTold && at !== null && regions.state === 'not-asked';
}

/** The Regions in use that the accounts of a policy leave out, as messages name them; null if none. */
export function leftOut(policy: Policy, observation: Observation): string | null {
  const regions = regionsInUse(observation);
  // Regions that opened since have no account.
  if (regions === null) return 'every Region without such an account';
  const open = regions.filter((region) => !isCovered(policy, observation.trail, region));
  return open.length === 0 ? null : named(open);
}
