import { ownerOf, type TrailSettings } from '../settings/settings.ts';
import { parseTrailArn } from '../trail/arn.ts';
import { bucketNamed, type Found } from './found.ts';
import { isLikely } from './owner.ts';

/** So many accounts are named as likely owners. */
const NAMED = 3;

const nameOf = ({ trailArn }: TrailSettings): string => parseTrailArn(trailArn)?.name ?? trailArn;

/** Accounts of the organization that people named after logs. */
function likely({ organization }: Found): string {
  const all = [...(organization?.names ?? [])].map(([id, name]) => ({ id, name })).filter(isLikely);
  const named = all.slice(0, NAMED).map(({ id, name }) => `${id} \`${name}\``);
  return named.length === 0 ? '' : `; accounts whose names speak of logs: ${named.join(', ')}`;
}

/** Whoever leaves `bucketOwner` out says that it is the trail's account. */
function remarksOnOwner(entry: TrailSettings, found: Found): readonly string[] {
  const there = bucketNamed(found, entry.bucket);
  if (entry.bucketOwner !== undefined || there === undefined || !there.isThere || there.owner !== null) return [];
  return [
    `who owns \`${entry.bucket}\`, the bucket of \`${nameOf(entry)}\`, could not be told, and without \`bucketOwner\` the file says that account ${ownerOf(entry)} does: fill it in, or run again with --yes as the account that owns it${likely(found)}`,
  ];
}

/** Whoever leaves `organizationId` out says that the trail delivers for its own account alone. */
function remarksOnOrganization(entry: TrailSettings, { trails, organization }: Found): readonly string[] {
  const trail = trails.find(({ arn }) => arn.arn === entry.trailArn);
  const isUnsaid = entry.organizationId === undefined && organization === null;
  if (!isUnsaid || trail?.description.isOrganizationTrail !== true) return [];
  return [
    `\`${nameOf(entry)}\` is an organization trail, the organization could not be told, and the file says that the trail delivers for account ${trail.arn.account} alone: fill in \`organizationId\``,
  ];
}

/** What entries come to mean by what nobody could tell. */
export function remarksOnGaps(entries: readonly TrailSettings[], found: Found): readonly string[] {
  return entries.flatMap((entry) => [...remarksOnOwner(entry, found), ...remarksOnOrganization(entry, found)]);
}
