import { parseTrailArn } from '../trail/arn.ts';
import { once } from './once.ts';
import type { Ports } from './ports.ts';

/** Trails of one account and home Region see the same around them. */
function placeOf(name: string): string {
  const arn = parseTrailArn(name);
  return arn === null ? name : `${arn.partition} ${arn.region} ${arn.account}`;
}

/**
 * Ports for one invocation: what belongs to an account or an organization, and not to a trail, is read once, however many
 * trails are looked at. All of it is looked at after a repair; what a repair rests on is read for each group anew.
 */
export function aroundOnce(ports: Ports): Ports {
  const { accounts, buckets, landingZones, organizations, trails } = ports;
  const places = (...names: readonly string[]): string => names.map(placeOf).join(' ');
  return {
    ...ports,
    trails: { ...trails, ofAccount: once(trails.ofAccount, places) },
    accounts: {
      ...accounts,
      enabledRegions: once(accounts.enabledRegions, places),
      hasHomeRegion: once(accounts.hasHomeRegion, places),
    },
    buckets: { ...buckets, accountBlocksPublicPolicy: once(buckets.accountBlocksPublicPolicy, places) },
    landingZones: { current: once(landingZones.current, places) },
    organizations: {
      trusted: once(organizations.trusted, places),
      serviceLinkedRole: once(organizations.serviceLinkedRole, places),
      policies: once(organizations.policies, places),
    },
  };
}
