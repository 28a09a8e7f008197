import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Check, Mode, Permission, Target } from '../shared/checks/check.ts';
import type { Settings } from '../shared/settings/settings.ts';

/** What the rights are granted on: exact ARNs, by the name that a check gives them. */
export type Targets = Readonly<Record<Target, readonly string[]>>;

/** What the rights of the function are derived from. */
export type GuardingCheck = Pick<Check, 'id' | 'mode' | 'permissions'>;

/**
 * Actions that IAM grants only on `*` (Service Authorization Reference, AWS CloudTrail and Amazon S3): a check that declares
 * one on a resource would be refused by AWS, and the local engine would not notice. On the account, no other is granted.
 */
const WITHOUT_RESOURCE = [
  'cloudtrail:DescribeTrails',
  'cloudtrail:ListTrails',
  'cloudtrail:LookupEvents',
  's3:GetAccountPublicAccessBlock',
  's3:ListAllMyBuckets',
];

/** One guarded trail: the modes of its own, and what its rights are granted on. */
export type GuardedTargets = { readonly modes: Settings['modes']; readonly targets: Targets };

/** One action, and everything that it is granted on. */
type Grant = { readonly permission: Permission; readonly resources: Set<string> };

/**
 * The least that the checks need: what is off is not read, and only what is repaired may be written, each on the resources
 * of the trails that it is so for.
 */
export function statementsFor(
  checks: readonly GuardingCheck[],
  settings: Settings,
  guarded: readonly GuardedTargets[],
): PolicyStatement[] {
  const grants = new Map<string, Grant>();
  for (const { modes, targets } of guarded) {
    for (const permission of checks.flatMap((check) => granted(check, settings, modes))) {
      if (WITHOUT_RESOURCE.includes(permission.action) !== (permission.target === 'account')) {
        throw new Error(
          `\`${permission.action}\` cannot be granted on ${permission.target === 'account' ? 'all resources' : `a ${permission.target}`}`,
        );
      }
      const name = `${sidOf(permission)} ${permission.action}`;
      const grant = grants.get(name) ?? { permission, resources: new Set() };
      for (const resource of targets[permission.target]) grant.resources.add(resource);
      grants.set(name, grant);
    }
  }
  return grouped([...grants.values()].filter(({ resources }) => resources.size > 0));
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
