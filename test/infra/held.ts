import assert from 'node:assert/strict';
import type { Target } from '../../shared/checks/check.ts';
import { checks } from '../../shared/checks/index.ts';
import { type Settings, sourceArn, sourcesIn } from '../../shared/settings/settings.ts';
import type { Deploy } from './organization.ts';
import { placedBy, type Resource, standingAt } from './placed.ts';

/** What accounts hold of one trail or event data store, written down by hand: by account, the resources of each kind. */
export type Held = {
  readonly entry: string;
  readonly holders: Readonly<Record<string, Readonly<Partial<Record<Target, readonly string[]>>>>>;
};

/** One action on one resource. */
export type Right = { readonly action: string; readonly resource: string; readonly account?: string };

/** What the checks declare for what an account holds, as the settings switch them. */
export function owed(settings: Settings, held: readonly Held[], account: string): readonly Right[] {
  const rights = held.flatMap(({ entry, holders }) => {
    const own = sourcesIn(settings).find((one) => sourceArn(one) === entry);
    assert.ok(own !== undefined);
    const subject = 'eventDataStoreArn' in own ? 'event-data-store' : 'trail';
    return checks
      .filter((check) => (check.subject ?? 'trail') === subject)
      .flatMap(({ id, mode, permissions }) => {
        const set = own.modes?.[id] ?? settings.modes[id];
        const isOff = (set ?? mode) === 'off';
        const isRepaired = (set ?? mode) === 'restore' && !settings.alertOnly;
        const allowed = permissions.filter(({ access, byDefault }) => {
          if (isOff) return false;
          return access === 'read' || isRepaired || (byDefault === true && set === undefined && !settings.alertOnly);
        });
        return allowed.flatMap(({ action, target }) =>
          (holders[account]?.[target] ?? []).map((resource) => ({ action, resource })),
        );
      });
  });
  return sorted(rights);
}

/** What the destination's role of an account may do. */
export function rightsIn(deploy: Deploy, account: string): readonly Right[] {
  const placed = placedBy(deploy).filter((one) => one.account === account);
  return sorted(placed.flatMap(({ resources }) => rightsOf(resources, 'TrailmendDestination', () => true)));
}

/** What the hub's own role may do on what it guards: its own parts (topic, store, log) are not the checks'. */
export function hubRights({ hub, settings }: Deploy): readonly Right[] {
  const account = settings.organization?.hubAccount ?? settings.organization?.managementAccount ?? '';
  const resources = standingAt(hub, { account, region: '' });
  return sorted(rightsOf(resources, 'TrailmendHub', (sid) => /^(Read|Repair)/.test(sid)));
}

/** The rights of the role of this name by the policies that are attached to it. */
function rightsOf(
  resources: Readonly<Record<string, Resource>>,
  roleName: string,
  isMeant: (sid: string) => boolean,
): readonly Right[] {
  const roles = Object.entries(resources).filter(([, { Properties }]) => Properties.RoleName === roleName);
  const attached = Object.values(resources).filter(
    ({ Type, Properties }) =>
      Type === 'AWS::IAM::Policy' && Properties.Roles.some((one: Resource) => roles.some(([id]) => one.Ref === id)),
  );
  const statements: Resource[] = attached.flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
  return statements
    .filter(({ Sid }) => isMeant(String(Sid)))
    .flatMap(({ Action, Resource, Effect, ...rest }) => {
      assert.deepEqual([Effect, Object.keys(rest)], ['Allow', ['Sid']]);
      const resources: string[] = [Resource].flat();
      return [Action].flat().flatMap((action) => resources.map((resource) => ({ action, resource })));
    });
}

function sorted(rights: readonly Right[]): readonly Right[] {
  const byName = new Map(rights.map((right) => [`${right.action} ${right.resource}`, right]));
  return [...byName].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, right]) => right);
}
