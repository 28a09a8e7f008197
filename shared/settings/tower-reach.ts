import { parseTrailArn } from '../trail/arn.ts';
import { EXECUTION_ROLE, isControlTowersBucket } from '../trail/control-tower.ts';
import type { NamedTrail } from '../trail/tower-addition.ts';
import type { GuardedTowerBucket } from '../trail/tower-request.ts';
import { reachOf } from './reach.ts';
import { ownerOf, type Settings, sourcesIn, type TrailSettings } from './settings.ts';

/** The role of the function that writes Control Tower's bucket policies; a trust names it before it exists. */
export const TOWER_FUNCTION_ROLE = 'TrailmendControlTowerWriter';

/** The role of the management account through which that function gets in, where it lies elsewhere. */
export const TOWER_MANAGEMENT_ROLE = 'TrailmendControlTower';

function namedTrail(arn: string, prefix = '', organizationId: string | null = null): readonly NamedTrail[] {
  const parsed = parseTrailArn(arn);
  return parsed === null ? [] : [{ arn, account: parsed.account, prefix, organizationId }];
}

/** The trail itself, and the further trails that deliver into its bucket. */
function trailsOf({ trailArn, prefix, organizationId, sources = [] }: TrailSettings): readonly NamedTrail[] {
  return [
    ...namedTrail(trailArn, prefix, organizationId),
    ...sources.flatMap((source) => namedTrail(source.trailArn, source.prefix, source.organizationId)),
  ];
}

/**
 * The buckets whose policies are written as AWSControlTowerExecution: Control Tower's, where the settings turn that on. The
 * management account has no such role, and no policy of an organization binds it.
 */
export function towerBuckets(settings: Settings): readonly GuardedTowerBucket[] {
  const { organization, trails } = settings;
  if (organization?.controlTower?.assumeExecutionRole !== true) return [];
  const towers = sourcesIn(settings).filter(
    (entry) => isControlTowersBucket(entry.bucket) && ownerOf(entry) !== organization.managementAccount,
  );
  return [...new Set(towers.map(({ bucket }) => bucket))].flatMap((bucket) => {
    const there = trails.filter((trail) => trail.bucket === bucket);
    const [first] = there;
    const partition = parseTrailArn(first?.trailArn ?? '')?.partition;
    if (first === undefined || partition === undefined) return [];
    const named = there.flatMap(trailsOf);
    return [{ partition, bucket, owner: ownerOf(first), organizationId: organization.id, trails: named }];
  });
}

/** The role that writes the policy of such a bucket. */
export function executionRoleArn({ partition, owner }: Pick<GuardedTowerBucket, 'partition' | 'owner'>): string {
  return `arn:${partition}:iam::${owner}:role/${EXECUTION_ROLE}`;
}

/** Whoever writes the policy of the bucket with this ARN, where that is not the role which writes whatever else the account has. */
export function towerWriterOf(settings: Settings, bucketArn: string): string | null {
  const bucket = towerBuckets(settings).find((one) => `arn:${one.partition}:s3:::${one.bucket}` === bucketArn);
  return bucket === undefined ? null : executionRoleArn(bucket);
}

/** How the function gets to AWSControlTowerExecution, which trusts the management account alone. */
export type TowerReach = {
  /** The role of the function itself. */
  readonly functionRole: string;
  /** The role of the management account that comes first; null where the function lies there. */
  readonly managementRole: string | null;
  /** The roles to assume one after the other to write the policy of a bucket. */
  readonly chainTo: (bucket: GuardedTowerBucket) => readonly string[];
};

/** The way from the function to the buckets; null where no policy is written so. */
export function towerReachOf(settings: Settings): TowerReach | null {
  const { organization } = settings;
  if (organization === undefined || towerBuckets(settings).length === 0) return null;
  const { partition, account } = reachOf(settings);
  const { managementAccount } = organization;
  const roleIn = (owner: string, name: string): string => `arn:${partition}:iam::${owner}:role/${name}`;
  const managementRole = account === managementAccount ? null : roleIn(managementAccount, TOWER_MANAGEMENT_ROLE);
  return {
    functionRole: roleIn(account, TOWER_FUNCTION_ROLE),
    managementRole,
    chainTo: (bucket) => [...(managementRole === null ? [] : [managementRole]), executionRoleArn(bucket)],
  };
}
