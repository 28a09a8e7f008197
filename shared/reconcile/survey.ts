import { ownerOf, type TrailSettings } from '../settings/settings.ts';
import type { Observation } from './observation.ts';
import type { Ports } from './ports.ts';
import type { Reading } from './reading.ts';
import { readingOnce } from './reading-once.ts';
import { NOT_SURVEYED, type Surroundings, type Survey } from './surroundings.ts';
import { homeInMembers } from './survey-members.ts';
import { regionsAround } from './survey-regions.ts';

async function around(settings: TrailSettings, ports: Ports): Promise<Surroundings> {
  const { bucket } = settings;
  const owner = ownerOf(settings);
  const [expiry, ofRegions, ofMembers] = await Promise.all([
    ports.buckets.expiry(bucket, owner),
    regionsAround(settings, ports),
    homeInMembers(settings, ports),
  ]);
  return { expiry, ...ofRegions, homeInMembers: ofMembers };
}

/** Looks around several trails. It never fails: what cannot be read is a reading that says so. */
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
  const surroundings = { ...found, expiry: unlessAstray(observation, found.expiry) };
  return Object.freeze({ ...observation, surroundings });
}
