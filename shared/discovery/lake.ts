import type { FoundStore } from './found.ts';
import type { Discovery } from './ports.ts';
import { type Notebook, seen } from './seen.ts';

/** The bucket and the prefix of `s3://BUCKET/PREFIX`; null if it is nothing of the kind. */
function placeOf(uri: string): FoundStore['savedIn'][number] | null {
  const [, bucket, prefix = ''] = /^s3:\/\/([^/]+)(?:\/(.*?))?\/?$/.exec(uri) ?? [];
  return bucket === undefined ? null : { bucket, prefix };
}

async function storesIn(region: string, ports: Discovery, notebook: Notebook): Promise<readonly FoundStore[]> {
  const listed = seen(await ports.eventDataStores(region), `the event data stores in ${region}`, notebook) ?? [];
  const going = listed.filter(({ status }) => status === 'PENDING_DELETION');
  for (const { name } of going)
    notebook.notes.push(`the event data store \`${name}\` in ${region} is about to be deleted, and was left out`);
  return Promise.all(
    listed
      .filter((store) => !going.includes(store))
      .map(async ({ arn, name }): Promise<FoundStore> => {
        const saved =
          seen(await ports.savedResults(arn), `the queries on the event data store \`${name}\``, notebook) ?? [];
        return { arn, name, savedIn: saved.map(placeOf).filter((place) => place !== null) };
      }),
  );
}

/** The event data stores of the caller's account in these Regions, and where results of their latest queries were saved. */
export async function findStores(
  regions: readonly string[],
  ports: Discovery,
  notebook: Notebook,
): Promise<readonly FoundStore[]> {
  return (await Promise.all(regions.map((region) => storesIn(region, ports, notebook)))).flat();
}
