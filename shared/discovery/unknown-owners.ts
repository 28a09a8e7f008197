import { ownerOf, type TrailSettings } from '../settings/settings.ts';
import { parseTrailArn } from '../trail/arn.ts';
import { bucketNamed, type Found } from './found.ts';
import { isLikely } from './owner.ts';

/** So many accounts are named as likely owners. */
const NAMED = 3;

/** Accounts of the organization that people named after logs. */
function likely({ organization }: Found): string {
  const all = [...(organization?.names ?? [])].map(([id, name]) => ({ id, name })).filter(isLikely);
  const named = all.slice(0, NAMED).map(({ id, name }) => `${id} \`${name}\``);
  return named.length === 0 ? '' : `; accounts whose names speak of logs: ${named.join(', ')}`;
}

/** What entries come to mean whose bucket's owner nobody could tell: whoever leaves `bucketOwner` out says that it is the trail's account. */
export function remarksOnOwners(entries: readonly TrailSettings[], found: Found): readonly string[] {
  const silent = entries.filter(({ bucket, bucketOwner }) => {
    const there = bucketNamed(found, bucket);
    return bucketOwner === undefined && there?.isThere === true && there.owner === null;
  });
  return silent.map((entry) => {
    const name = parseTrailArn(entry.trailArn)?.name ?? entry.trailArn;
    return `who owns \`${entry.bucket}\`, the bucket of \`${name}\`, could not be told, and without \`bucketOwner\` the file says that account ${ownerOf(entry)} does: fill it in, or run again with --yes as the account that owns it${likely(found)}`;
  });
}
