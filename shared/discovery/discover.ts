import { bounded } from '../reconcile/bounded.ts';
import { parseTrailArn, type TrailArn } from '../trail/arn.ts';
import { findLandingZone } from './control-tower.ts';
import { noteStrangers } from './folders.ts';
import type { Found, FoundTrail } from './found.ts';
import { findStores } from './lake.ts';
import { findOrganization } from './organization.ts';
import { findBucket } from './owner.ts';
import type { Caller, Discovery } from './ports.ts';
import { type Notebook, seen } from './seen.ts';
import { describeTrails } from './trails.ts';

/** So many buckets are looked for at the same time; each tries several accounts at once. */
const AT_ONCE = 4;

/** What to find. */
export type Wanted = {
  /** These trails alone; every one that the caller sees if left out. */
  readonly only?: readonly string[];
  /** Trails that the settings name already. */
  readonly known: readonly string[];
  /** Accounts whose folders in buckets the settings explain. */
  readonly explained: readonly string[];
  /** The Region that the caller calls in; empty if it is not known. */
  readonly region: string;
  /** Says what is being done. */
  readonly progress: (doing: string) => void;
};

async function trailsToDescribe(
  { only, known }: Wanted,
  ports: Discovery,
  notebook: Notebook,
): Promise<readonly string[]> {
  const listed = seen(await ports.trailArns(), 'the trails of the account', notebook) ?? [];
  return [...new Set([...listed, ...known, ...(only ?? [])])].sort();
}

/** The trails that were asked for; of the others those are said that share a bucket with one of them. */
function chosen(all: readonly FoundTrail[], { only }: Wanted, { notes }: Notebook): readonly FoundTrail[] {
  if (only === undefined) return all;
  const trails = all.filter(({ arn }) => only.includes(arn.arn));
  for (const { arn, description } of all) {
    const shares = trails.find((other) => other.description.bucket === description.bucket);
    if (shares === undefined || trails.some((other) => other.arn.arn === arn.arn)) continue;
    notes.push(
      `\`${arn.arn}\` delivers into \`${description.bucket}\` too: guard it as well, or name it in the \`sources\` of \`${shares.arn.name}\``,
    );
  }
  return trails;
}

const partitionOf = ({ arn }: Caller): TrailArn['partition'] => {
  const partition = arn.split(':')[1];
  return partition === 'aws-us-gov' || partition === 'aws-cn' ? partition : 'aws';
};

/** What only the trail's own account shows of an organization trail. */
function remarksOnForeign(trails: readonly FoundTrail[], caller: Caller): readonly string[] {
  const foreign = trails.filter(({ arn }) => arn.account !== caller.account);
  return foreign.map(
    ({ arn }) =>
      `\`${arn.name}\` is a trail of account ${arn.account}, seen from account ${caller.account}: its bucket, key and topic may be out of sight from here`,
  );
}

/** Finds the trails, and everything that their delivery rests on; nothing is written. */
export async function discover(caller: Caller, wanted: Wanted, ports: Discovery): Promise<Found> {
  const { progress } = wanted;
  const notebook: Notebook = { unseen: [], notes: [] };
  progress('asking which trails there are, and about the organization');
  const [arns, { organization, list }] = await Promise.all([
    trailsToDescribe(wanted, ports, notebook),
    findOrganization(caller, partitionOf(caller), ports, notebook),
  ]);
  const described = await describeTrails(arns, ports, notebook);
  const trails = chosen(described.trails, wanted, notebook);
  const gone = described.gone.filter((arn) => (wanted.only ?? described.gone).includes(arn));
  notebook.notes.push(...remarksOnForeign(trails, caller));
  const regions = [...new Set([wanted.region, ...trails.map(({ arn }) => arn.region)])].filter((name) => name !== '');
  progress('asking about CloudTrail Lake');
  const stores = await findStores(regions, ports, notebook);
  const names = [...new Set([...trails.map(({ description }) => description.bucket), ...resultBuckets(stores)])];
  progress(`asking whose ${names.length === 1 ? 'the bucket is' : `the ${names.length} buckets are`}`);
  const buckets = await bounded(names, AT_ONCE, (name) => {
    const owners = trails.filter(({ description }) => description.bucket === name).map(({ arn }) => arn.account);
    const search = { first: [...owners, caller.account], organization: list.accounts, isComplete: list.isComplete };
    return findBucket(name, search, ports, notebook);
  });
  await noteStrangers(
    { ...{ trails: described.trails, buckets, organization }, explained: wanted.explained },
    ports,
    notebook,
  );
  const landingZone = await findLandingZone(trails, regions, organization, ports, notebook);
  const foreign = arns.filter((arn) => parseTrailArn(arn) === null);
  return { caller, trails, buckets, organization, stores, landingZone, gone, foreign, ...notebook };
}

const resultBuckets = (stores: Found['stores']): readonly string[] =>
  stores.flatMap(({ savedIn }) => savedIn.map(({ bucket }) => bucket));
