import { ownerOf, type TrailSettings } from '../settings/settings.ts';
import type { Observation } from './observation.ts';
import type { Ports } from './ports.ts';
import type { Reading } from './reading.ts';
import { readingOnce } from './reading-once.ts';
import { NOT_SURVEYED, type Surroundings, type Survey } from './surroundings.ts';

/** The account is asked only where the bucket's own settings do not decide. */
async function blocks(bucket: string, owner: string, { buckets }: Ports): Promise<Blocks> {
  const bucketBlock = await buckets.blocksPublicPolicy(bucket, owner);
  if (bucketBlock.state === 'absent') return { bucketBlock, accountBlock: NO_BUCKET };
  if (bucketBlock.state === 'present' && bucketBlock.value) return { bucketBlock, accountBlock: BLOCKED_ALREADY };
  return { bucketBlock, accountBlock: await buckets.accountBlocksPublicPolicy(owner) };
}

type Blocks = Pick<Surroundings, 'bucketBlock' | 'accountBlock'>;

const NO_BUCKET = { state: 'not-asked', reason: 'the bucket does not exist' } as const;
const BLOCKED_ALREADY = { state: 'not-asked', reason: 'the bucket keeps public policies out already' } as const;

async function around(settings: TrailSettings, ports: Ports): Promise<Surroundings> {
  const { bucket } = settings;
  const owner = ownerOf(settings);
  const { buckets } = ports;
  const [expiry, grants, blocked] = await Promise.all([
    buckets.expiry(bucket, owner),
    buckets.grants(bucket, owner),
    blocks(bucket, owner, ports),
  ]);
  return { expiry, grants, ...blocked };
}

/** Looks around several trails, in one round. It never fails: what cannot be read is a reading that says so. */
export async function survey(trails: readonly TrailSettings[], given: Ports): Promise<Survey> {
  const ports = readingOnce(given);
  const all = await Promise.all(
    trails.map(async (settings) => [settings.trailArn, await around(settings, ports)] as const),
  );
  return new Map(all);
}

/** The bucket of a trail that delivers elsewhere is nobody's business: what was read of it counts for nothing. */
function unlessAstray<T>({ description, trail }: Observation, reading: Reading<T>): Reading<T> {
  if (description.state !== 'present' || description.value.bucket === trail.bucket) return reading;
  const reason = `the trail delivers to \`${description.value.bucket}\`, and the settings name \`${trail.bucket}\``;
  return { state: 'not-asked', reason };
}

/** The same look at a trail, with what lies around it. */
export function surveyed(observation: Observation, all: Survey | null): Observation {
  const found = all?.get(observation.trail.arn) ?? NOT_SURVEYED;
  const ofBucket = <T>(reading: Reading<T>): Reading<T> => unlessAstray(observation, reading);
  const { expiry, grants, bucketBlock, accountBlock } = found;
  const surroundings = {
    ...found,
    expiry: ofBucket(expiry),
    grants: ofBucket(grants),
    bucketBlock: ofBucket(bucketBlock),
    accountBlock: ofBucket(accountBlock),
  };
  return Object.freeze({ ...observation, surroundings });
}
