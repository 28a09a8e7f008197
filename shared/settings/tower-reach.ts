import { parseTrailArn } from '../trail/arn.ts';
import { EXECUTION_ROLE, isControlTowersBucket } from '../trail/control-tower.ts';
import type { NamedTrail } from '../trail/tower-addition.ts';
import type { GuardedTowerBucket } from '../trail/tower-request.ts';
import { reachOf } from './reach.ts';
import { ownerOf, type Settings, type TrailSettings } from './settings.ts';

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

const roleIn = (partition: string, account: string, name: string): string =>
  `arn:${partition}:iam::${account}:role/${name}`;

/** The roles to assume: AWSControlTowerExecution trusts the management account, through which comes who lies elsewhere. */
function rolesTo(settings: Settings, owner: string): GuardedTowerBucket['roles'] {
  const { partition } = reachOf(settings);
  const execution = roleIn(partition, owner, EXECUTION_ROLE);
  const through = managementRoleOf(settings);
  return through === null ? [execution] : [through, execution];
}

/**
 * The buckets whose policies are written as AWSControlTowerExecution: Control Tower's, where the settings turn that on and let
 * anything be written. The management account has no such role, and no policy of an organization binds it.
 */
export function towerBuckets(settings: Settings): readonly GuardedTowerBucket[] {
  const { alertOnly, organization, trails } = settings;
  if (alertOnly || organization?.controlTower?.assumeExecutionRole !== true) return [];
  const towers = trails.filter(
    (trail) => isControlTowersBucket(trail.bucket) && ownerOf(trail) !== organization.managementAccount,
  );
  return towers
    .filter(({ bucket }, at) => towers.findIndex((other) => other.bucket === bucket) === at)
    .map((first) => {
      const owner = ownerOf(first);
      const there = towers.filter(({ bucket }) => bucket === first.bucket);
      return {
        ...{ partition: parseTrailArn(first.trailArn)?.partition ?? 'aws', bucket: first.bucket, owner },
        ...{ organizationId: organization.id, trails: there.flatMap(trailsOf), roles: rolesTo(settings, owner) },
      };
    });
}

/** Whoever writes the policy of the bucket with this ARN, where that is not the role which writes whatever else the account has. */
export function towerWriterOf(settings: Settings, bucketArn: string): string | null {
  const bucket = towerBuckets(settings).find((one) => `arn:${one.partition}:s3:::${one.bucket}` === bucketArn);
  return bucket?.roles.at(-1) ?? null;
}

/**
 * Who writes a document that is owned by an account: AWSControlTowerExecution, or the role that the hub ends with there, or the hub's
 * own, of which the ARN is given.
 */
export function writerIn(settings: Settings, hubRole: string): (resource: string, owner: string) => string {
  const { chainTo } = reachOf(settings);
  return (resource, owner) => towerWriterOf(settings, resource) ?? chainTo(owner).at(-1) ?? hubRole;
}

/** The ARN of the role of the function; it lies with the hub. */
export function towerFunctionRole(settings: Settings): string {
  const { partition, account } = reachOf(settings);
  return roleIn(partition, account, TOWER_FUNCTION_ROLE);
}

/** The ARN of the role of the management account through which the function comes; null where it lies there. */
export function managementRoleOf(settings: Settings): string | null {
  const { partition, account } = reachOf(settings);
  const management = settings.organization?.managementAccount ?? account;
  return account === management ? null : roleIn(partition, management, TOWER_MANAGEMENT_ROLE);
}
