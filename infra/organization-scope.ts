import {
  type GuardedStore,
  type GuardedTrail,
  guardedStores,
  guardedTrails,
} from '../shared/settings/guarded-trail.ts';
import { type Reach, reachOf } from '../shared/settings/reach.ts';
import type { Settings } from '../shared/settings/settings.ts';
import { isEnabledByDefault } from '../shared/trail/regions.ts';
import type { GuardedTargets } from './permissions.ts';
import { type Place, placesOf } from './places.ts';
import { sharedOut, targetsOf, targetsOfStore } from './targets.ts';

/** What one account holds of everything that is guarded. */
export type AccountScope = {
  readonly account: string;
  /** What it is asked about, by the trail or event data store that it is asked for. */
  readonly guarded: readonly GuardedTargets[];
  /** Where it has something that can be broken; of the hub's own account without the hub's Region. */
  readonly places: readonly Place[];
  /** The Region that its role is made in. */
  readonly roleRegion: string;
};

/** How one deploy covers an organization. */
export type OrganizationScope = {
  readonly id: string;
  /** Absent where no StackSet is made. */
  readonly rootId: string | undefined;
  readonly managementAccount: string;
  readonly destinations: 'stack-sets' | 'templates';
  readonly reach: Reach;
  /** What the hub hears on its own account's default bus; null if nothing lies where it does. */
  readonly home: Place | null;
  /** What the hub asks its own account about, under its own role. */
  readonly guarded: readonly GuardedTargets[];
  /** Every account that has anything for the hub, its own included if that has something in other Regions. */
  readonly accounts: readonly AccountScope[];
};

/** Shares everything that is guarded out to accounts and Regions; null where the settings name no organization. */
export function organizationScope(settings: Settings): OrganizationScope | null {
  const { organization } = settings;
  if (organization === undefined) return null;
  const trails = guardedTrails(settings);
  const stores = guardedStores(settings);
  const reach = reachOf(settings);
  const shares = sharesOf(trails, stores);
  const places = placesOf(trails, stores, organization.managementAccount);
  const isHome = ({ account, region }: Place): boolean => account === reach.account && region === reach.region;
  const abroad = places.filter((place) => !isHome(place));
  const asked = [...shares.keys()].filter((account) => account !== reach.account);
  const accounts = [...new Set([...asked, ...abroad.map(({ account }) => account)])].sort();
  return {
    id: organization.id,
    rootId: organization.rootId,
    managementAccount: organization.managementAccount,
    destinations: organization.destinations ?? 'stack-sets',
    reach,
    home: places.find(isHome) ?? null,
    guarded: shares.get(reach.account) ?? [],
    accounts: accounts.map((account) => {
      const own = abroad.filter((place) => place.account === account);
      const guarded = account === reach.account ? [] : (shares.get(account) ?? []);
      return { account, guarded, places: own, roleRegion: roleRegion(reach, own) };
    }),
  };
}

function sharesOf(
  trails: readonly GuardedTrail[],
  stores: readonly GuardedStore[],
): ReadonlyMap<string, readonly GuardedTargets[]> {
  const all = [
    ...trails.flatMap((trail) => sharedOut(targetsOf(trail), trail)),
    ...stores.flatMap((store) => sharedOut(targetsOfStore(store), store)),
  ];
  const shares = new Map<string, GuardedTargets[]>();
  for (const { account, guarded } of all) shares.set(account, [...(shares.get(account) ?? []), guarded]);
  return shares;
}

/**
 * The hub's Region, in every account that has it: a role that moved with the account's own Regions would have to be made in one
 * stack while another one still holds its name.
 */
function roleRegion({ region }: Reach, places: readonly Place[]): string {
  const [first] = places.map((place) => place.region).toSorted();
  return isEnabledByDefault(region) || first === undefined
    ? region
    : (places.find((p) => p.region === region)?.region ?? first);
}
