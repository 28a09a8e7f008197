import { given } from '../settings/fields.ts';
import type { OrganizationSettings, TrailSettings } from '../settings/settings.ts';
import { accountOf } from '../trail/arn.ts';
import { bucketNamed, type Found, type FoundTrail } from './found.ts';

/** What AWS says that a field of a trail's entry should be: null where there is nothing, undefined where nobody could tell. */
type Said<T> = T | null | undefined;

/** An entry's fields as AWS says them. */
export type Facts = {
  readonly [K in keyof Omit<
    TrailSettings,
    'trailArn' | 'minimumRetentionDays' | 'sources' | 'formerAccounts' | 'modes'
  >]-?: Said<TrailSettings[K]>;
};

/** What the fields mean where the settings leave them out. */
type Defaults = { readonly bucketOwner: string; readonly bucketRegion: string };

/** The account is known to be in the organization. */
function isMember(account: string, { organization, caller }: Found): boolean {
  if (organization === null) return false;
  const { managementAccount, names } = organization;
  return account === managementAccount || account === caller.account || names.has(account);
}

/** The fields of a trail's entry, in the order in which a file has them. */
export function factsOf(trail: FoundTrail, found: Found): Facts {
  const { arn, description, keyArn, topicKeyArn } = trail;
  const bucket = bucketNamed(found, description.bucket);
  const organizationId = found.organization?.id;
  const source = !description.isOrganizationTrail && isMember(arn.account, found) ? organizationId : undefined;
  return {
    bucket: description.bucket,
    bucketOwner: bucket?.owner?.account,
    bucketRegion: bucket?.region ?? undefined,
    prefix: description.prefix === '' ? null : description.prefix,
    organizationId: description.isOrganizationTrail ? organizationId : null,
    sourceOrganizationId: source,
    kmsKeyArn: keyArn ?? (description.kmsKeyArn === null ? null : undefined),
    topicArn: description.topicArn,
    topicKmsKeyArn: topicKeyArn === 'unknown' ? undefined : topicKeyArn,
    logFileValidation: description.logFileValidation,
    multiRegion: description.multiRegion,
  };
}

/** What an entry of this trail means where it leaves the owner and the Region of the bucket out. */
export function defaultsOf({ arn }: FoundTrail, kmsKeyArn: Said<string>): Defaults {
  return { bucketOwner: arn.account, bucketRegion: kmsKeyArn?.split(':')[3] ?? arn.region };
}

/** The entry that a file gets for a trail: what goes without saying is left out, and so is what nobody could tell. */
export function entryOf(trail: FoundTrail, found: Found): TrailSettings {
  const facts = factsOf(trail, found);
  const { bucketOwner, bucketRegion } = defaultsOf(trail, facts.kmsKeyArn);
  const or = <T>(said: Said<T>, without: T | null = null): T | undefined =>
    said === null || said === without ? undefined : said;
  return {
    trailArn: trail.arn.arn,
    bucket: trail.description.bucket,
    ...given({
      bucketOwner: or(facts.bucketOwner, bucketOwner),
      bucketRegion: or(facts.bucketRegion, bucketRegion),
      prefix: or(facts.prefix),
      organizationId: or(facts.organizationId),
      sourceOrganizationId: or(facts.sourceOrganizationId),
      kmsKeyArn: or(facts.kmsKeyArn),
      topicArn: or(facts.topicArn),
      topicKmsKeyArn: or(facts.topicKmsKeyArn),
      logFileValidation: or(facts.logFileValidation, false),
      multiRegion: or(facts.multiRegion, false),
    }),
  };
}

/** Every account that an entry names. */
function accountsIn(entry: TrailSettings): readonly string[] {
  const { trailArn, bucketOwner, kmsKeyArn, topicArn, topicKmsKeyArn } = entry;
  const arns = [trailArn, kmsKeyArn, topicArn, topicKmsKeyArn].filter((arn) => arn !== undefined);
  return [...new Set([...arns.map(accountOf), ...(bucketOwner === undefined ? [] : [bucketOwner])])];
}

/** Whether one account does not hold all of it. */
export function needsOrganization(entries: readonly TrailSettings[]): boolean {
  const accounts = new Set(entries.flatMap(accountsIn));
  return accounts.size > 1 || entries.some(({ organizationId }) => organizationId !== undefined);
}

/** The section `organization`; null where the organization is not known. Without its root, people deploy templates. */
export function organizationOf({ organization, caller }: Found, controlTower: boolean): OrganizationSettings | null {
  if (organization === null) return null;
  const { id, managementAccount, rootId, callerIs, mayUseStackSets } = organization;
  const isTemplates = rootId === null || !mayUseStackSets;
  return {
    id,
    ...given({ rootId: rootId ?? undefined }),
    managementAccount,
    ...given({
      hubAccount: callerIs === 'delegated-administrator' ? caller.account : undefined,
      destinations: isTemplates ? ('templates' as const) : undefined,
      controlTower: controlTower ? { assumeExecutionRole: true } : undefined,
    }),
  };
}

/** What a person has to know of that section. */
export function remarksOn({ organization, caller }: Found, section: OrganizationSettings): readonly string[] {
  if (organization === null || section.destinations !== 'templates') return [];
  const { callerIs, managementAccount, rootId } = organization;
  const how =
    callerIs === 'delegated-administrator' && rootId !== null
      ? `account ${caller.account} may not make service-managed StackSets: register it for \`member.org.stacksets.cloudformation.amazonaws.com\``
      : `StackSets need the root of the organization: run again from the management account, ${managementAccount}, and fill in \`rootId\``;
  return [
    `\`organization.destinations\` is \`templates\`, by which people deploy what other accounts need; ${how}, then take \`destinations\` out`,
  ];
}
