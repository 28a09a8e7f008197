import type { GuardedStore, GuardedTrail } from '../shared/settings/guarded-trail.ts';
import type { OrganizationSettings } from '../shared/settings/settings.ts';
import type { OrganizationScope } from './organization-scope.ts';
import { SettingsError } from './settings-file.ts';

const WAY_OUT = 'set `organization` to guard across accounts and Regions with one deploy';

/** Throws a SettingsError where the settings reach beyond the account and home Region of the first trail. */
export function refuseOtherAccounts(
  first: GuardedTrail,
  trails: readonly GuardedTrail[],
  stores: readonly GuardedStore[],
): void {
  for (const trail of trails) {
    refuseOtherHome(first, trail);
    refuseOtherOwner(trail);
    refuseOtherAccount(trail);
  }
  for (const store of stores) refuseOtherStore(first, store);
}

/** Throws a SettingsError where the settings name two partitions: no role of one can be assumed from another. */
export function refuseOtherPartitions(
  first: GuardedTrail,
  trails: readonly GuardedTrail[],
  stores: readonly GuardedStore[],
  organization: OrganizationSettings | undefined,
): void {
  const { partition } = first.arn;
  const other = [...trails, ...stores].find(({ arn }) => arn.partition !== partition);
  if (other !== undefined)
    throw new SettingsError(
      `one deploy covers one partition: \`${first.trailArn}\` and \`${other.arn.arn}\` need a settings file each`,
    );
  const arns = [
    ...trails.flatMap(({ kmsKeyArn, topicArn, topicKmsKeyArn }) => [kmsKeyArn, topicArn, topicKmsKeyArn]),
    ...Object.values(organization?.roles ?? {}).flat(),
  ];
  const named = [...[...trails, ...stores].map(({ arn }) => arn.arn), ...arns].filter((arn) => arn !== undefined);
  const torn = named.find((arn) => isTorn(arn));
  if (torn !== undefined) throw new SettingsError(`\`${torn}\` names a Region of another partition than its own`);
  const regions = [...[...trails, ...stores].map(({ bucketRegion }) => bucketRegion), organization?.hubRegion];
  const stray =
    arns.find((arn) => arn !== undefined && arn.split(':')[1] !== partition) ??
    regions.find((region) => region !== undefined && partitionOf(region) !== partition);
  if (stray === undefined) return;
  throw new SettingsError(`one deploy covers one partition: \`${stray}\` is not in that of \`${first.trailArn}\``);
}

/** The partition of a Region, which its name tells (AWS General Reference, "AWS Regions"). */
function partitionOf(region: string): GuardedTrail['arn']['partition'] {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** True of an ARN whose Region and partition contradict each other; that of a role names no Region. */
function isTorn(arn: string): boolean {
  const [, partition, , region = ''] = arn.split(':');
  return region !== '' && partitionOf(region) !== partition;
}

/** Throws a SettingsError where the settings name roles that would never be assumed. */
export function refuseIdleRoles(
  { reach, accounts }: OrganizationScope,
  { roles = {} }: Pick<OrganizationSettings, 'roles'>,
): void {
  for (const account of Object.keys(roles)) {
    const name = `\`organization.roles\` names account \`${account}\`, in which`;
    if (account === reach.account)
      throw new SettingsError(`${name} the hub lies: it is called with the hub’s own role`);
    if (!accounts.some((one) => one.account === account))
      throw new SettingsError(`${name} nothing lies that the settings name`);
  }
}

function refuseOtherAccount({ arn, trailArn, kmsKeyArn, topicArn, topicKmsKeyArn }: GuardedTrail): void {
  const other = [kmsKeyArn, topicArn, topicKmsKeyArn].find(
    (resource) => resource !== undefined && resource.split(':')[4] !== arn.account,
  );
  if (other === undefined) return;
  throw new SettingsError(`\`${other}\` lies in another account than \`${trailArn}\`: ${WAY_OUT}`);
}

function refuseOtherHome(first: GuardedTrail, trail: GuardedTrail): void {
  const { account, region } = first.arn;
  if (trail.arn.account === account && trail.arn.region === region) return;
  throw new SettingsError(
    'without an organization one stack covers one account and home Region, and the homes of ' +
      `\`${first.trailArn}\` and \`${trail.trailArn}\` differ: ${WAY_OUT}`,
  );
}

function refuseOtherStore(first: GuardedTrail, { eventDataStoreArn, arn, bucket, bucketOwner }: GuardedStore): void {
  const { account, partition } = first.arn;
  if (bucketOwner === account && arn.account === account && arn.partition === partition) return;
  const other =
    arn.account === account ? `the bucket \`${bucket}\` of \`${eventDataStoreArn}\`` : `\`${eventDataStoreArn}\``;
  throw new SettingsError(
    `${other} does not belong to account \`${account}\`, as \`${first.trailArn}\` does: ${WAY_OUT}`,
  );
}

function refuseOtherOwner(trail: GuardedTrail): void {
  if (trail.bucketOwner === trail.arn.account) return;
  throw new SettingsError(
    `the bucket \`${trail.bucket}\` belongs to account \`${trail.bucketOwner}\` and the trail to ` +
      `\`${trail.arn.account}\`: ${WAY_OUT}`,
  );
}
