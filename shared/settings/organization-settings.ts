import {
  type Fields,
  type Form,
  given,
  inside,
  isObject,
  readText,
  readTruth,
  refuseUnknownFields,
  requireField,
  shown,
} from './fields.ts';
import { ACCOUNT, ORGANIZATION, REGION } from './forms.ts';
import type { Report } from './problem.ts';
import type { OrganizationSettings } from './settings.ts';

const FIELDS = [
  ...['id', 'rootId', 'managementAccount', 'hubAccount', 'hubRegion', 'destinations', 'roles', 'controlTower'],
];

/** Organizations API reference, Root: Id. */
const ROOT: Form = { pattern: /^r-[0-9a-z]{4,32}$/, is: 'the id of an organization’s root, like `r-a1b2`' };

const DESTINATIONS: Form = { pattern: /^(stack-sets|templates)$/, is: '`stack-sets` or `templates`' };

/** IAM API reference, Role: RoleName and Path. */
const ROLE: Form = {
  pattern: /^arn:aws(-us-gov|-cn)?:iam::[0-9]{12}:role\/[\w+=,.@/-]{1,512}$/,
  is: 'the ARN of a role',
};

function readChain(value: unknown, account: string, place: string, report: Report): readonly string[] {
  if (!Array.isArray(value) || value.length === 0) {
    report(place, `must list the ARNs of roles that are assumed one after the other, and is \`${shown(value)}\``);
    return [];
  }
  const roles = value.flatMap((entry: unknown, at): string[] => {
    if (typeof entry === 'string' && ROLE.pattern.test(entry)) return [entry];
    report(`${place}[${at}]`, `must be ${ROLE.is}, and is \`${shown(entry)}\``);
    return [];
  });
  const last = roles.at(-1);
  if (last !== undefined && last.split(':')[4] !== account)
    report(place, `ends with a role of another account than \`${account}\`: \`${last}\``);
  return roles;
}

function readRoles(value: unknown, where: string, report: Report): Readonly<Record<string, readonly string[]>> {
  if (!isObject(value)) {
    report(where, `must be an object from account to roles, and is \`${shown(value)}\``);
    return {};
  }
  const read = Object.entries(value).map(([account, chain]): [string, readonly string[]] => {
    const place = inside(where, account);
    if (ACCOUNT.pattern.test(account)) return [account, readChain(chain, account, place, report)];
    report(place, `is not ${ACCOUNT.is}`);
    return [account, []];
  });
  return Object.fromEntries(read);
}

function readControlTower(value: unknown, place: string, report: Report): OrganizationSettings['controlTower'] {
  if (!isObject(value)) {
    report(place, `must be an object with \`assumeExecutionRole\`, and is \`${shown(value)}\``);
    return undefined;
  }
  refuseUnknownFields(value, ['assumeExecutionRole'], place, report);
  return { assumeExecutionRole: readTruth(value, 'assumeExecutionRole', place, report) ?? false };
}

/** Reads `organization`: nothing where it is absent or wrong. */
export function readOrganization(fields: Fields, report: Report): OrganizationSettings | undefined {
  const value = fields.organization;
  if (value === undefined) return undefined;
  const place = 'organization';
  if (!isObject(value)) {
    report(place, `must be an object with \`id\` and \`managementAccount\`, and is \`${shown(value)}\``);
    return undefined;
  }
  refuseUnknownFields(value, FIELDS, place, report);
  requireField(value, 'id', place, report);
  requireField(value, 'managementAccount', place, report);
  const text = (name: string, form: Form): string | undefined => readText(value, name, form, place, report);
  const id = text('id', ORGANIZATION);
  const managementAccount = text('managementAccount', ACCOUNT);
  const destinations = text('destinations', DESTINATIONS);
  const optional = {
    rootId: text('rootId', ROOT),
    hubAccount: text('hubAccount', ACCOUNT),
    hubRegion: text('hubRegion', REGION),
    destinations: destinations === 'templates' ? ('templates' as const) : undefined,
    roles: value.roles === undefined ? undefined : readRoles(value.roles, inside(place, 'roles'), report),
    controlTower:
      value.controlTower === undefined
        ? undefined
        : readControlTower(value.controlTower, inside(place, 'controlTower'), report),
  };
  if (value.rootId === undefined && destinations !== 'templates')
    report(inside(place, 'rootId'), 'is missing: StackSets need the root; or set `destinations` to `templates`');
  return id === undefined || managementAccount === undefined
    ? undefined
    : { id, managementAccount, ...given(optional) };
}
