import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Check, Mode, Permission, Target } from '../shared/checks/check.ts';
import type { Settings } from '../shared/settings/settings.ts';

/** What the rights are granted on: exact ARNs, by the name that a check gives them. */
export type Targets = Readonly<Record<Target, readonly string[]>>;

/** What the rights of the function are derived from. */
export type GuardingCheck = Pick<Check, 'id' | 'mode' | 'permissions'>;

/**
 * Actions that IAM grants only on `*` (Service Authorization Reference, AWS CloudTrail): a check that declares one on
 * its target would be refused by AWS, and the local engine would not notice.
 */
const WITHOUT_RESOURCE = [
  'cloudtrail:DescribeTrails',
  'cloudtrail:ListTrails',
  'cloudtrail:LookupEvents',
  's3:ListAllMyBuckets',
];

/** The least that the checks need: what is off is not read, and only what is repaired may be written. */
export function statementsFor(
  checks: readonly GuardingCheck[],
  settings: Settings,
  targets: Targets,
): PolicyStatement[] {
  const actions = new Map<string, { permission: Permission; names: Set<string> }>();
  for (const permission of checks.flatMap((check) => granted(check, settings))) {
    if (WITHOUT_RESOURCE.includes(permission.action)) {
      throw new Error(`\`${permission.action}\` cannot be granted on a ${permission.target}`);
    }
    const sid = sidOf(permission);
    const group = actions.get(sid) ?? { permission, names: new Set() };
    actions.set(sid, { ...group, names: group.names.add(permission.action) });
  }
  return [...actions]
    .filter(([, { permission }]) => targets[permission.target].length > 0)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([sid, { permission, names }]) => {
      const resources = [...targets[permission.target]];
      return new PolicyStatement({ sid, actions: [...names].sort(), resources });
    });
}

function granted(check: GuardingCheck, settings: Settings): readonly Permission[] {
  const own = settings.trails.map(({ modes }) => modes?.[check.id]);
  const set = own.map((mode) => mode ?? settings.modes[check.id]);
  const modes: readonly Mode[] = set.map((mode) => mode ?? check.mode);
  if (modes.every((mode) => mode === 'off')) return [];
  return check.permissions.filter(({ access, byDefault }) => {
    if (access === 'read') return true;
    const isDefault = byDefault === true && set.includes(undefined);
    return (modes.includes('restore') || isDefault) && !settings.alertOnly;
  });
}

function sidOf({ access, target }: Permission): string {
  const name = target.replaceAll(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
  return `${access === 'read' ? 'Read' : 'Repair'}${name}`;
}
