import type { Settings } from '../shared/settings/settings.ts';
import { managementRoleOf, towerBuckets } from '../shared/settings/tower-reach.ts';

/** Who writes the policies of Control Tower's buckets, and on which way. */
export type TowerScope = {
  /** What the function itself may assume. */
  readonly firstRoles: readonly string[];
  /** AWSControlTowerExecution of each account that owns such a bucket. */
  readonly executionRoles: readonly string[];
  /** The account of the role in between; null where the hub lies in it, and needs none. */
  readonly through: string | null;
};

const withoutTwins = (arns: readonly string[]): readonly string[] => [...new Set(arns)].sort();

/** Null where no policy is written for Control Tower: no bucket of its, not turned on, or nothing is to be written at all. */
export function towerScopeOf(settings: Settings): TowerScope | null {
  const buckets = towerBuckets(settings);
  if (buckets.length === 0) return null;
  return {
    firstRoles: withoutTwins(buckets.map(({ roles: [first] }) => first)),
    executionRoles: withoutTwins(buckets.map(({ roles }) => roles.at(-1) ?? '')),
    through: managementRoleOf(settings) === null ? null : (settings.organization?.managementAccount ?? null),
  };
}
