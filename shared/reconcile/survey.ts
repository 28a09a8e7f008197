import { ownerOf, type TrailSettings } from '../settings/settings.ts';
import { parseTrailArn } from '../trail/arn.ts';
import { logsRoot } from '../trail/statements.ts';
import { fellowsIn } from './fellows.ts';
import type { Observation } from './observation.ts';
import type { Ports } from './ports.ts';
import type { Reading } from './reading.ts';
import { readingOnce } from './reading-once.ts';
import { NOT_SURVEYED, type Surroundings, type Survey } from './surroundings.ts';

async function around(
  settings: TrailSettings,
  guarded: readonly TrailSettings[],
  { buckets, trails }: Ports,
): Promise<Surroundings> {
  const { bucket, prefix = '', trailArn } = settings;
  const owner = ownerOf(settings);
  const [expiry, accountTrails, folders] = await Promise.all([
    buckets.expiry(bucket, owner),
    trails.ofAccount(parseTrailArn(trailArn)?.region ?? ''),
    buckets.folders(bucket, owner, logsRoot({ prefix })),
  ]);
  return { expiry, accountTrails, fellows: fellowsIn(bucket, guarded, accountTrails), folders };
}

/**
 * Looks around several trails, in one round. It never fails: what cannot be read is a reading that says so.
 *
 * @param guarded every trail of the settings
 */
export async function survey(
  trails: readonly TrailSettings[],
  guarded: readonly TrailSettings[],
  given: Ports,
): Promise<Survey> {
  const ports = readingOnce(given);
  const all = await Promise.all(
    trails.map(async (settings) => [settings.trailArn, await around(settings, guarded, ports)] as const),
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
  const surroundings = {
    ...found,
    expiry: unlessAstray(observation, found.expiry),
    fellows: unlessAstray(observation, found.fellows),
    folders: unlessAstray(observation, found.folders),
  };
  return Object.freeze({ ...observation, surroundings });
}
