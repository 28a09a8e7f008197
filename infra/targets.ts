import type { Target } from '../shared/checks/check.ts';
import type { GuardedStore, GuardedTrail } from '../shared/settings/guarded-trail.ts';
import { isControlTowers } from '../shared/trail/control-tower.ts';
import { hasOptInRegions, isEnabledByDefault } from '../shared/trail/regions.ts';
import { organizationTargets } from './organization-targets.ts';
import type { GuardedTargets, Targets } from './permissions.ts';

/** Nothing of any kind. */
const NO_TARGETS: Targets = {
  ...{ trail: [], bucket: [], key: [], topic: [], 'topic-key': [], 'landing-zones': [], 'landing-zone': [] },
  ...{ organization: [], 'organization-policies': [], 'service-linked-role': [] },
  ...{ account: [], members: [], 'member-list': [], 'account-trails': [], 'trail-list': [], 'account-access': [] },
};

const isKind = (name: string): name is Target => name in NO_TARGETS;

const KINDS = Object.keys(NO_TARGETS).filter(isKind);

/** What the rights for a trail are granted on. */
export function targetsOf(trail: GuardedTrail): GuardedTargets {
  const { arn, trailArn, bucket, kmsKeyArn, topicArn, topicKmsKeyArn, modes } = trail;
  const isTowers = isControlTowers(arn, bucket);
  return {
    modes: modes ?? {},
    targets: {
      trail: [trailArn],
      bucket: [`arn:${arn.partition}:s3:::${bucket}`],
      key: given(kmsKeyArn),
      topic: given(topicArn),
      'topic-key': given(topicKmsKeyArn),
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

/** What the rights for an event data store are granted on: Trailmend looks at its bucket alone. */
export function targetsOfStore({ arn, bucket, modes }: GuardedStore): GuardedTargets {
  return {
    subject: 'event-data-store',
    modes: modes ?? {},
    targets: {
      ...NO_TARGETS,
      bucket: [`arn:${arn.partition}:s3:::${bucket}`],
    },
  };
}

/** Shares what the rights for a trail or event data store are granted on out to the accounts that are asked about it. */
export function sharedOut(
  guarded: GuardedTargets,
  owner: Pick<GuardedTrail, 'bucketOwner'> & { readonly arn: { readonly account: string } },
): readonly { readonly account: string; readonly guarded: GuardedTargets }[] {
  const owned = KINDS.flatMap((kind) =>
    guarded.targets[kind].map((resource) => ({ kind, resource, account: askedAs(kind, resource, owner) })),
  );
  return [...new Set(owned.map(({ account }) => account))].map((account) => {
    const own = (kind: Target): readonly string[] =>
      owned.filter((one) => one.account === account && one.kind === kind).map(({ resource }) => resource);
    const targets = { ...NO_TARGETS, ...Object.fromEntries(KINDS.map((kind) => [kind, own(kind)])) };
    return { account, guarded: { ...guarded, targets } };
  });
}

/**
 * The account that a resource is asked about as, which is the one that owns it: whose key or topic it is says its ARN, whose bucket
 * the settings. All else belongs to the account of the trail, or is asked about its organization.
 */
function askedAs(
  kind: Target,
  resource: string,
  { bucketOwner, arn }: { readonly bucketOwner: string; readonly arn: { readonly account: string } },
): string {
  if (kind === 'bucket' || kind === 'account-access') return bucketOwner;
  if (kind === 'key' || kind === 'topic' || kind === 'topic-key') return resource.split(':')[4] ?? arn.account;
  return arn.account;
}

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

function given(name: string | undefined): readonly string[] {
  return name === undefined ? [] : [name];
}
