import type { Policy, Statement } from '../../policy/document.ts';
import { isAllowed } from '../../policy/evaluate.ts';
import { accountOf } from '../../policy/principal.ts';
import { CLOUDTRAIL } from '../../trail/context.ts';
import { deliveryRequests } from '../../trail/delivery.ts';
import { ALL_LEGACY_ACCOUNTS, LEGACY_ACCOUNTS } from '../../trail/legacy-accounts.ts';
import type { Trail } from '../../trail/trail.ts';

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

const partitionOf = (region: string): Trail['partition'] => {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
};

/** The Regions that the accounts of a policy leave out although the trail has them, as messages name them; null if none. */
export function leftOut(policy: Policy, trail: Trail): string | null {
  if (!trail.multiRegion) return isCovered(policy, trail, trail.region) ? null : trail.region;
  // In the other partitions every Region has its account; here those that opened since have none.
  if (trail.partition === 'aws') return 'every Region without such an account';
  const regions = [...LEGACY_ACCOUNTS.keys()].filter((region) => partitionOf(region) === trail.partition);
  const open = regions.filter((region) => !isCovered(policy, trail, region));
  return open.length === 0 ? null : open.join(' and ');
}
