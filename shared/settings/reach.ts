import { parseTrailArn } from '../trail/arn.ts';
import type { Settings } from './settings.ts';

/** The role that the hub's function runs under; trusts name it before it exists. */
export const HUB_ROLE = 'TrailmendHub';

/** The role of every other account that the hub looks into. */
export const DESTINATION_ROLE = 'TrailmendDestination';

/** Where the hub lies, and how it gets into other accounts. */
export type Reach = {
  readonly partition: string;
  /** The hub's account: it is called with the hub's own role. */
  readonly account: string;
  readonly region: string;
  /** The roles to assume one after the other to call as an account; none for the hub's own. */
  readonly chainTo: (account: string) => readonly string[];
};

/** How the settings let the hub reach accounts: all of them by itself, where they name no organization. */
export function reachOf({ trails, organization }: Settings): Reach {
  const [first] = trails;
  const home = parseTrailArn(first?.trailArn ?? '');
  const partition = home?.partition ?? 'aws';
  const region = organization?.hubRegion ?? home?.region ?? '';
  if (organization === undefined) return { partition, region, account: home?.account ?? '', chainTo: () => [] };
  const hub = organization.hubAccount ?? organization.managementAccount;
  const chainTo = (account: string): readonly string[] => {
    if (account === hub) return [];
    return organization.roles?.[account] ?? [`arn:${partition}:iam::${account}:role/${DESTINATION_ROLE}`];
  };
  return { partition, region, account: hub, chainTo };
}

/** The ARN of the hub's role, where there is an organization. */
export function hubRoleArn({ partition, account }: Reach): string {
  return `arn:${partition}:iam::${account}:role/${HUB_ROLE}`;
}
