import { ownerOf, type SourceSettings, type TrailSettings } from '../settings/settings.ts';
import { parseTrailArn } from '../trail/arn.ts';
import { isControlTowers } from '../trail/control-tower.ts';
import { logsRoot } from '../trail/statements.ts';
import { aroundOrganization } from './around-organization.ts';
import { fellowsIn } from './fellows.ts';
import type { Observation } from './observation.ts';
import type { Ports } from './ports.ts';
import type { LandingZone, Reading } from './reading.ts';
import { readingOnce } from './reading-once.ts';
import type { SourceObservation } from './store-observation.ts';
import { NOT_SURVEYED, type Surroundings, type Survey } from './surroundings.ts';
import { homeInMembers } from './survey-members.ts';
import { regionsAround } from './survey-regions.ts';

/** Only of Control Tower's own trails, so that nobody else's function calls Control Tower. */
function landingZoneOf({ trailArn, bucket }: TrailSettings, { landingZones }: Ports): Promise<Reading<LandingZone>> {
  const arn = parseTrailArn(trailArn);
  if (arn === null || !isControlTowers(arn, bucket)) return Promise.resolve({ state: 'not-asked' });
  return landingZones.current(arn.region);
}

async function around(settings: TrailSettings, guarded: readonly TrailSettings[], ports: Ports): Promise<Surroundings> {
  const { bucket, prefix = '', trailArn } = settings;
  const owner = ownerOf(settings);
  const [expiry, landingZone, organization, ofRegions, ofMembers, accountTrails, folders] = await Promise.all([
    ports.buckets.expiry(bucket, owner),
    landingZoneOf(settings, ports),
    aroundOrganization(settings, ports.organizations),
    regionsAround(settings, ports),
    homeInMembers(settings, ports),
    ports.trails.ofAccount(parseTrailArn(trailArn)?.region ?? ''),
    ports.buckets.folders(bucket, owner, logsRoot({ prefix })),
  ]);
  const fellows = fellowsIn(bucket, guarded, accountTrails);
  return {
    expiry,
    landingZone,
    ...organization,
    ...ofRegions,
    homeInMembers: ofMembers,
    accountTrails,
    fellows,
    folders,
  };
}

/**
 * Looks around several trails. It never fails: what cannot be read is a reading that says so.
 *
 * @param guarded every trail of the settings
 */
export async function survey(
  sources: readonly SourceSettings[],
  guarded: readonly TrailSettings[],
  given: Ports,
): Promise<Survey> {
  const ports = readingOnce(given);
  const trails = sources.filter((settings) => 'trailArn' in settings);
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

/** The same look at a trail, with what lies around it; an event data store has nothing of the kind. */
export function surveyed(observation: SourceObservation, all: Survey | null): SourceObservation {
  if ('store' in observation) return observation;
  const found = all?.get(observation.trail.arn) ?? NOT_SURVEYED;
  const surroundings = {
    ...found,
    expiry: unlessAstray(observation, found.expiry),
    resourcePolicies: unlessAstray(observation, found.resourcePolicies),
    servicePolicies: unlessAstray(observation, found.servicePolicies),
    fellows: unlessAstray(observation, found.fellows),
    folders: unlessAstray(observation, found.folders),
  };
  return Object.freeze({ ...observation, surroundings });
}
