import type { GuardedStore, GuardedTrail } from '../shared/settings/guarded-trail.ts';
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
): void {
  const { partition } = first.arn;
  const other = [...trails, ...stores].find(({ arn }) => arn.partition !== partition);
  if (other === undefined) return;
  throw new SettingsError(
    `one deploy covers one partition: \`${first.trailArn}\` and \`${other.arn.arn}\` need a settings file each`,
  );
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
