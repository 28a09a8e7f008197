import { parseTrailArn } from '../trail/arn.ts';
import type { Report } from './problem.ts';
import {
  type EventDataStoreSettings,
  type OrganizationSettings,
  ownerOf,
  type SourceSettings,
  sourceArn,
  type TrailSettings,
} from './settings.ts';
import { refuseContradictorySources } from './source-settings.ts';

/** An entry, and where it stands. */
type Placed = { readonly place: string; readonly entry: SourceSettings };

const placed = (list: string, entries: readonly (SourceSettings | null)[]): readonly Placed[] =>
  entries.flatMap((entry, at) => (entry === null ? [] : [{ place: `${list}[${at}]`, entry }]));

/** A bucket has one owner and lies in one Region. */
function refuseTornBucket({ place, entry }: Placed, earlier: readonly Placed[], report: Report): void {
  const { bucket, bucketRegion } = entry;
  const same = earlier.filter((other) => other.entry.bucket === bucket);
  const [known] = same;
  if (known !== undefined && ownerOf(known.entry) !== ownerOf(entry)) {
    const other = `\`${known.place}\` says \`${ownerOf(known.entry)}\``;
    report(`${place}.bucketOwner`, `makes \`${ownerOf(entry)}\` the owner of \`${bucket}\`, and ${other}`);
  }
  const placed = same.find((other) => other.entry.bucketRegion !== undefined);
  if (placed === undefined || bucketRegion === undefined || placed.entry.bucketRegion === bucketRegion) return;
  const other = `\`${placed.place}\` says \`${placed.entry.bucketRegion}\``;
  report(`${place}.bucketRegion`, `puts \`${bucket}\` into \`${bucketRegion}\`, and ${other}`);
}

/** Reports trails and event data stores that are named twice, and buckets that would have two owners or lie in two Regions. */
export function refuseContradictions(
  trails: readonly (TrailSettings | null)[],
  stores: readonly (EventDataStoreSettings | null)[],
  report: Report,
): void {
  const all = [...placed('trails', trails), ...placed('eventDataStores', stores)];
  for (const [at, { place, entry }] of all.entries()) {
    const earlier = all.slice(0, at);
    const twin = earlier.find((other) => sourceArn(other.entry) === sourceArn(entry));
    const [field, what] =
      'trailArn' in entry ? (['trailArn', 'trail'] as const) : (['eventDataStoreArn', 'event data store'] as const);
    if (twin !== undefined) report(`${place}.${field}`, `names the same ${what} as \`${twin.place}\``);
    refuseTornBucket({ place, entry }, earlier, report);
  }
  refuseContradictorySources(trails, report);
}

/** Reports what cannot be of the organization: what is another one's, or an organization trail that another account owns. */
export function refuseOtherOrganization(
  { id, managementAccount }: OrganizationSettings,
  trails: readonly (TrailSettings | null)[],
  stores: readonly (EventDataStoreSettings | null)[],
  report: Report,
): void {
  for (const { place, entry } of [...placed('trails', trails), ...placed('eventDataStores', stores)]) {
    const { sourceOrganizationId: named = id } = entry;
    if (named !== id)
      report(`${place}.sourceOrganizationId`, `names \`${named}\`, and \`organization.id\` is \`${id}\``);
  }
  for (const [at, trail] of trails.entries()) {
    const { organizationId, trailArn = '' } = trail ?? {};
    if (organizationId === undefined) continue;
    const place = `trails[${at}]`;
    const account = parseTrailArn(trailArn)?.account;
    if (organizationId !== id)
      report(`${place}.organizationId`, `names \`${organizationId}\`, and \`organization.id\` is \`${id}\``);
    else if (account !== managementAccount)
      report(
        `${place}.trailArn`,
        `is of account \`${account}\`, and an organization trail belongs to the management account, \`${managementAccount}\``,
      );
  }
}
