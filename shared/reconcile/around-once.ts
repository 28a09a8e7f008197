import { parseTrailArn } from '../trail/arn.ts';
import type { Ports } from './ports.ts';

/** Trails of one account and home Region see the same around them. */
function placeOf(name: string): string {
  const arn = parseTrailArn(name);
  return arn === null ? name : `${arn.partition} ${arn.region} ${arn.account}`;
}

/** What was asked of a place is not asked again. */
function oncePerPlace<A extends readonly string[], T>(
  read: (...asked: A) => Promise<T>,
  keyOf: (...asked: A) => string,
): (...asked: A) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (...asked) => {
    const key = keyOf(...asked);
    const answer = known.get(key) ?? read(...asked);
    known.set(key, answer);
    return answer;
  };
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
    trails: { ...trails, ofAccount: oncePerPlace(trails.ofAccount, places) },
    accounts: {
      ...accounts,
      enabledRegions: oncePerPlace(accounts.enabledRegions, places),
      hasHomeRegion: oncePerPlace(accounts.hasHomeRegion, places),
    },
    buckets: { ...buckets, accountBlocksPublicPolicy: oncePerPlace(buckets.accountBlocksPublicPolicy, places) },
    landingZones: { current: oncePerPlace(landingZones.current, places) },
    organizations: {
      trusted: oncePerPlace(organizations.trusted, places),
      serviceLinkedRole: oncePerPlace(organizations.serviceLinkedRole, places),
      policies: oncePerPlace(organizations.policies, places),
    },
  };
}
