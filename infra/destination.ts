import { Aws } from 'aws-cdk-lib';
import type { EventPattern } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Settings } from '../shared/settings/settings.ts';
import { eventPatterns, sourcesAt, type WakingSource } from './event-pattern.ts';
import type { AccountScope, OrganizationScope } from './organization-scope.ts';
import { type GuardingCheck, statementsFor } from './permissions.ts';
import { SettingsError } from './settings-file.ts';

/** What is made in one account, so that the hub hears of it and gets in. */
export type Destination = {
  readonly account: string;
  /** Every Region in which something is made. */
  readonly regions: readonly string[];
  /** What the hub may do there, and the Region that the role is made in; null where it gets in by roles of others, or not at all. */
  readonly role: { readonly region: string; readonly statements: readonly PolicyStatement[] } | null;
  /** What each Region forwards, in one rule if that is not too long. */
  readonly rules: readonly { readonly region: string; readonly pattern: EventPattern }[];
};

/** All destinations, and how the hub gets into their accounts. */
export type Destinations = {
  readonly destinations: readonly Destination[];
  /** The roles that the hub itself assumes: the first of each chain, for the next are assumed in the session of the one before. */
  readonly firstRoles: readonly string[];
};

/** What destinations are derived from. */
export type DestinationsProps = {
  readonly settings: Settings;
  readonly checks: readonly GuardingCheck[];
  readonly eventSources: readonly WakingSource[];
};

/** What all inline policies of a role may come to, without white space (IAM user guide, "IAM and AWS STS quotas"). */
const INLINE_LIMIT = 10_240;

/** The destinations of an organization, in the order of their accounts; throws a SettingsError where a role would be too large. */
export function destinationsOf(
  { reach, accounts }: OrganizationScope,
  { settings, checks, eventSources }: DestinationsProps,
): Destinations {
  const all = accounts.map((scope) => ({ scope, statements: statementsFor(checks, settings, scope.guarded) }));
  const asked = all.filter(({ statements }) => statements.length > 0);
  const firstRoles = asked.flatMap(({ scope: { account } }) => reach.chainTo(account).slice(0, 1));
  return {
    destinations: all.map(({ scope, statements }) => {
      const isOthers = settings.organization?.roles?.[scope.account] !== undefined;
      return destinationOf(scope, isOthers ? [] : statements, eventSources);
    }),
    firstRoles: [...new Set(firstRoles)].sort(),
  };
}

function destinationOf(
  { account, places, roleRegion }: AccountScope,
  statements: readonly PolicyStatement[],
  eventSources: readonly WakingSource[],
): Destination {
  const rules = places.flatMap((place) => {
    const sources = sourcesAt(eventSources, place);
    const patterns = sources.length === 0 ? [] : eventPatterns(sources, place.buckets);
    return patterns.map((pattern) => ({ region: place.region, pattern }));
  });
  refuseTooLarge(account, statements);
  const role =
    statements.length === 0
      ? null
      : { region: roleRegion, statements: statements.map((one) => inAnyAccount(one, account)) };
  const regions = [...rules.map(({ region }) => region), ...(role === null ? [] : [role.region])];
  return { account, regions: [...new Set(regions)].sort(), role, rules };
}

/** The statement with its own account left open, so that accounts which grant the same have the same text. */
function inAnyAccount({ sid, actions, resources }: PolicyStatement, account: string): PolicyStatement {
  const open = resources.map((resource) => {
    const [arn = '', partition = '', service = '', region = '', owner = '', ...rest] = resource.split(':');
    return owner === account ? [arn, partition, service, region, Aws.ACCOUNT_ID, ...rest].join(':') : resource;
  });
  return new PolicyStatement({ ...(sid === undefined ? {} : { sid }), actions, resources: open });
}

function refuseTooLarge(account: string, statements: readonly PolicyStatement[]): void {
  const policy = { Version: '2012-10-17', Statement: statements.map((one) => one.toStatementJson()) };
  const { length } = JSON.stringify(policy);
  if (length <= INLINE_LIMIT) return;
  throw new SettingsError(
    `the role in account \`${account}\` would need ${length} characters of policy, and IAM takes ${INLINE_LIMIT}: ` +
      'name a role of your own for it in `organization.roles`, or guard fewer trails of this account',
  );
}
