import { guardedStores, guardedTrails } from '../shared/settings/guarded-trail.ts';
import { reachOf } from '../shared/settings/reach.ts';
import type { Settings } from '../shared/settings/settings.ts';
import { memoryKey } from '../shared/trail/memory-key.ts';
import { type OrganizationScope, organizationScope } from './organization-scope.ts';
import type { GuardedTargets } from './permissions.ts';
import { refuseIdleRoles, refuseOtherAccounts, refuseOtherPartitions } from './refusals.ts';
import { SettingsError } from './settings-file.ts';
import { targetsOf, targetsOfStore } from './targets.ts';

/** What the hub covers, and where it lies. */
export type Scope = {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  /** The objects that hold what is remembered of the trails and event data stores. */
  readonly memoryKeys: readonly string[];
  readonly buckets: readonly string[];
  /** True if some trail logs an organization, or its account is known to be a member of one. */
  readonly hasOrganization: boolean;
  /** What the rights of the hub's own role are granted on, for each trail and event data store. */
  readonly guarded: readonly GuardedTargets[];
  /** What lies elsewhere; null where everything lies in the hub's account. */
  readonly organization: OrganizationScope | null;
};

/** The scope of a deploy, or a SettingsError where the settings reach beyond one account and name no organization. */
export function scopeOf(settings: Settings): Scope {
  const trails = guardedTrails(settings);
  const [first] = trails;
  if (first === undefined) throw new SettingsError('the settings name no trail');
  const stores = guardedStores(settings);
  const organization = organizationScope(settings);
  if (organization === null) refuseOtherAccounts(first, trails, stores);
  refuseOtherPartitions(first, trails, stores, settings.organization);
  if (organization !== null) refuseIdleRoles(organization, settings.organization ?? {});
  const { partition, account, region } = reachOf(settings);
  const all = [...trails, ...stores];
  return {
    partition,
    account,
    region,
    memoryKeys: distinct(all.map(({ arn }) => memoryKey(arn.arn) ?? undefined)),
    buckets: distinct(all.map(({ bucket }) => bucket)),
    hasOrganization: trails.some((trail) => (trail.organizationId ?? trail.sourceOrganizationId) !== undefined),
    guarded: organization?.guarded ?? [...trails.map(targetsOf), ...stores.map(targetsOfStore)],
    organization,
  };
}

function distinct(names: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(names.filter((name) => name !== undefined))];
}
