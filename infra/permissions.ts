import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Check, Mode, Permission, Target } from '../shared/checks/check.ts';
import type { Settings } from '../shared/settings/settings.ts';

/** What the rights are granted on: exact ARNs, by the name that a check gives them. */
export type Targets = Readonly<Record<Target, readonly string[]>>;

/** What the rights of the function are derived from. */
export type GuardingCheck = Pick<Check, 'id' | 'mode' | 'permissions' | 'subject'>;

/**
 * Actions that IAM grants only on `*` (Service Authorization Reference): granted on anything else, AWS would refuse the call, and
 * the local engine would not notice. No other action is granted on `*`.
 */
const WITHOUT_RESOURCE = [
  'cloudtrail:DescribeTrails',
  'cloudtrail:ListTrails',
  'cloudtrail:LookupEvents',
  'organizations:ListAWSServiceAccessForOrganization',
  'organizations:ListAccounts',
  's3:GetAccountPublicAccessBlock',
  's3:ListAllMyBuckets',
  'controltower:ListLandingZones',
];

/** What is granted on `*` whatever the action: what an organization consists of is not known before it is read. */
const ON_EVERYTHING: readonly Target[] = ['organization', 'organization-policies'];

/** One guarded trail or event data store: the modes of its own, and what its rights are granted on. */
export type GuardedTargets = {
  /** What it is; a trail if absent. */
  readonly subject?: Check['subject'];
  readonly modes: Settings['modes'];
  readonly targets: Targets;
};

/** One action, and everything that it is granted on. */
type Grant = { readonly permission: Permission; readonly resources: Set<string> };

/**
 * The least that the checks need: what is off is not read, and only what is repaired may be written, each on the resources
 * of the trails and event data stores that it is so for.
 */
export function statementsFor(
  checks: readonly GuardingCheck[],
  settings: Settings,
  guarded: readonly GuardedTargets[],
): PolicyStatement[] {
  const grants = new Map<string, Grant>();
  for (const { subject, modes, targets } of guarded) {
    const asked = checks.filter((check) => (check.subject ?? 'trail') === (subject ?? 'trail'));
    for (const permission of asked.flatMap((check) => granted(check, settings, modes))) {
      refuseOtherResource(permission, targets[permission.target]);
      const name = `${sidOf(permission)} ${permission.action}`;
      const grant = grants.get(name) ?? { permission, resources: new Set() };
      for (const resource of targets[permission.target]) grant.resources.add(resource);
      grants.set(name, grant);
    }
  }
  return grouped([...grants.values()].filter(({ resources }) => resources.size > 0));
}

function refuseOtherResource({ action, target }: Permission, resources: readonly string[]): void {
  if (ON_EVERYTHING.includes(target)) return;
  const isForAll = WITHOUT_RESOURCE.includes(action);
  if (resources.some((resource) => (resource === '*') !== isForAll))
    throw new Error(`\`${action}\` cannot be granted on a ${target}`);
}

/** Actions of one kind on the same resources, in one statement; the second of a kind gets a number. */
function grouped(grants: readonly Grant[]): PolicyStatement[] {
  const groups = new Map<string, { sid: string; actions: string[]; resources: string[] }>();
  for (const { permission, resources } of grants) {
    const sid = sidOf(permission);
    const sorted = [...resources].sort();
    const group = groups.get(`${sid} ${sorted}`) ?? { sid, actions: [], resources: sorted };
    group.actions.push(permission.action);
    groups.set(`${sid} ${sorted}`, group);
  }
  const sorted = [...groups.values()].sort((a, b) =>
    `${a.sid} ${a.resources}`.localeCompare(`${b.sid} ${b.resources}`),
  );
  return sorted.map(({ sid, actions, resources }, at) => {
    const before = sorted.slice(0, at).filter((other) => other.sid === sid).length;
    const number = before === 0 ? '' : String(before + 1);
    return new PolicyStatement({ sid: `${sid}${number}`, actions: actions.sort(), resources });
  });
}

function granted(check: GuardingCheck, settings: Settings, own: Settings['modes']): readonly Permission[] {
  const set = own[check.id] ?? settings.modes[check.id];
  const mode: Mode = set ?? check.mode;
  if (mode === 'off') return [];
  return check.permissions.filter(({ access, byDefault }) => {
    if (access === 'read') return true;
    return (mode === 'restore' || (byDefault === true && set === undefined)) && !settings.alertOnly;
  });
}

function sidOf({ access, target }: Permission): string {
  const name = target.replaceAll(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
  return `${access === 'read' ? 'Read' : 'Repair'}${name}`;
}
