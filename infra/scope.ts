import { type GuardedTrail, guardedTrails } from '../shared/settings/guarded-trail.ts';
import type { Settings } from '../shared/settings/settings.ts';
import { memoryKey } from '../shared/trail/memory-key.ts';
import type { GuardedTargets } from './permissions.ts';
import { SettingsError } from './settings-file.ts';

/** What one stack covers: the trails of one account and one home Region, and their buckets. */
export type Scope = {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  /** The objects that hold what is remembered of the trails. */
  readonly memoryKeys: readonly string[];
  readonly buckets: readonly string[];
  /** What the rights for each trail are granted on. */
  readonly guarded: readonly GuardedTargets[];
};

/** The scope of a stack in one account, or a SettingsError where the settings reach beyond it. */
export function scopeOf(settings: Settings): Scope {
  const trails = guardedTrails(settings);
  const [first] = trails;
  if (first === undefined) throw new SettingsError('the settings name no trail');
  const { partition, account, region } = first.arn;
  for (const trail of trails) {
    refuseOtherHome(first, trail);
    refuseOtherOwner(trail);
    refuseOtherAccount(trail);
  }
  return {
    partition,
    account,
    region,
    memoryKeys: trails.map(({ arn }) => memoryKey(arn)),
    buckets: distinct(trails.map(({ bucket }) => bucket)),
    guarded: trails.map(targetsOf),
  };
}

function targetsOf({
  arn,
  trailArn,
  bucket,
  kmsKeyArn,
  topicArn,
  topicKmsKeyArn,
  modes,
}: GuardedTrail): GuardedTargets {
  return {
    modes: modes ?? {},
    targets: {
      trail: [trailArn],
      bucket: [`arn:${arn.partition}:s3:::${bucket}`],
      key: distinct([kmsKeyArn]),
      topic: distinct([topicArn]),
      'topic-key': distinct([topicKmsKeyArn]),
      // Rights on a whole account have no resource.
      account: ['*'],
    },
  };
}

function distinct(names: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(names.filter((name) => name !== undefined))];
}

function refuseOtherAccount({ arn, trailArn, kmsKeyArn, topicArn, topicKmsKeyArn }: GuardedTrail): void {
  const other = [kmsKeyArn, topicArn, topicKmsKeyArn].find(
    (resource) => resource !== undefined && resource.split(':')[4] !== arn.account,
  );
  if (other === undefined) return;
  throw new SettingsError(
    `\`${other}\` lies in another account than \`${trailArn}\`: KMS takes no key policy from another account, and guarding ` +
      'across accounts comes with the organization deploy, which this version does not have yet',
  );
}

function refuseOtherHome(first: GuardedTrail, trail: GuardedTrail): void {
  const { account, region } = first.arn;
  if (trail.arn.account === account && trail.arn.region === region) return;
  throw new SettingsError(
    `one stack covers one account and home Region: \`${first.trailArn}\` and \`${trail.trailArn}\` need a settings file each`,
  );
}

function refuseOtherOwner(trail: GuardedTrail): void {
  if (trail.bucketOwner === trail.arn.account) return;
  throw new SettingsError(
    `the bucket \`${trail.bucket}\` belongs to account \`${trail.bucketOwner}\` and the trail to \`${trail.arn.account}\`: ` +
      'guarding a bucket in another account comes with the organization deploy, which this version does not have yet',
  );
}
