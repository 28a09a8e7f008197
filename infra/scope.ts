import {
  type GuardedStore,
  type GuardedTrail,
  guardedStores,
  guardedTrails,
} from '../shared/settings/guarded-trail.ts';
import type { Settings } from '../shared/settings/settings.ts';
import { isControlTowers } from '../shared/trail/control-tower.ts';
import { memoryKey } from '../shared/trail/memory-key.ts';
import { hasOptInRegions, isEnabledByDefault } from '../shared/trail/regions.ts';
import { organizationTargets } from './organization-targets.ts';
import type { GuardedTargets, Targets } from './permissions.ts';
import { SettingsError } from './settings-file.ts';

/** What one stack covers: the trails of one account and one home Region, its event data stores, and their buckets. */
export type Scope = {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  /** The objects that hold what is remembered of the trails and event data stores. */
  readonly memoryKeys: readonly string[];
  readonly buckets: readonly string[];
  /** True if some trail logs an organization, or its account is known to be a member of one. */
  readonly hasOrganization: boolean;
  /** What the rights for each trail and event data store are granted on. */
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
  const stores = guardedStores(settings);
  for (const store of stores) refuseOtherStore(first, store);
  const all = [...trails, ...stores];
  return {
    partition,
    account,
    region,
    memoryKeys: distinct(all.map(({ arn }) => memoryKey(arn.arn) ?? undefined)),
    buckets: distinct(all.map(({ bucket }) => bucket)),
    hasOrganization: trails.some((trail) => (trail.organizationId ?? trail.sourceOrganizationId) !== undefined),
    guarded: [...trails.map(targetsOf), ...stores.map(targetsOfStore)],
  };
}

/** Nothing of any kind. */
const NO_TARGETS: Targets = {
  ...{ trail: [], bucket: [], key: [], topic: [], 'topic-key': [], 'landing-zones': [], 'landing-zone': [] },
  ...{ organization: [], 'organization-policies': [], 'service-linked-role': [] },
  ...{ account: [], members: [], 'member-list': [], 'account-trails': [], 'trail-list': [], 'account-access': [] },
};

/** What is asked of accounts, if the trail calls for it: accounts differ in opt-in Regions alone. */
function accountTargets({ arn, organizationId }: GuardedTrail): Pick<Targets, 'account' | 'members' | 'member-list'> {
  const account = `arn:${arn.partition}:account::${arn.account}:account`;
  const hasMembers = organizationId !== undefined && !isEnabledByDefault(arn.region);
  return {
    account: hasOptInRegions(arn.partition) ? [account] : [],
    members: hasMembers ? [`${account}/${organizationId}/*`] : [],
    'member-list': hasMembers ? ['*'] : [],
  };
}

/**
 * The trails that the account sees: those of its organization too, which belong to an account that nobody may know of here. No
 * other account's trail can be read, whatever the right says.
 */
function accountTrails({ arn }: GuardedTrail): string {
  return `arn:${arn.partition}:cloudtrail:*:*:trail/*`;
}

function targetsOf(trail: GuardedTrail): GuardedTargets {
  const { arn, trailArn, bucket, kmsKeyArn, topicArn, topicKmsKeyArn, modes } = trail;
  const isTowers = isControlTowers(arn, bucket);
  return {
    modes: modes ?? {},
    targets: {
      trail: [trailArn],
      bucket: [`arn:${arn.partition}:s3:::${bucket}`],
      key: distinct([kmsKeyArn]),
      topic: distinct([topicArn]),
      'topic-key': distinct([topicKmsKeyArn]),
      'landing-zones': isTowers ? ['*'] : [],
      'landing-zone': isTowers ? [`arn:${arn.partition}:controltower:${arn.region}:${arn.account}:landingzone/*`] : [],
      'account-trails': [accountTrails(trail)],
      'trail-list': ['*'],
      'account-access': ['*'],
      ...organizationTargets(trail),
      ...accountTargets(trail),
    },
  };
}

/** Of an event data store Trailmend looks at the bucket alone. */
function targetsOfStore({ arn, bucket, modes }: GuardedStore): GuardedTargets {
  return {
    subject: 'event-data-store',
    modes: modes ?? {},
    targets: {
      ...NO_TARGETS,
      bucket: [`arn:${arn.partition}:s3:::${bucket}`],
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

function refuseOtherStore(first: GuardedTrail, { eventDataStoreArn, arn, bucket, bucketOwner }: GuardedStore): void {
  const { account, partition } = first.arn;
  if (bucketOwner === account && arn.account === account && arn.partition === partition) return;
  const other =
    arn.account === account ? `the bucket \`${bucket}\` of \`${eventDataStoreArn}\`` : `\`${eventDataStoreArn}\``;
  throw new SettingsError(
    `one stack covers one account: ${other} does not belong to \`${account}\`, as \`${first.trailArn}\` does, and guarding ` +
      'across accounts comes with the organization deploy, which this version does not have yet',
  );
}

function refuseOtherOwner(trail: GuardedTrail): void {
  if (trail.bucketOwner === trail.arn.account) return;
  throw new SettingsError(
    `the bucket \`${trail.bucket}\` belongs to account \`${trail.bucketOwner}\` and the trail to \`${trail.arn.account}\`: ` +
      'guarding a bucket in another account comes with the organization deploy, which this version does not have yet',
  );
}
