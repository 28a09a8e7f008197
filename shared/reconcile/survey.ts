import { ownerOf, type SourceSettings, type TrailSettings } from '../settings/settings.ts';
import { parseTrailArn } from '../trail/arn.ts';
import { isControlTowers } from '../trail/control-tower.ts';
import { logsRoot } from '../trail/statements.ts';
import { aroundOrganization } from './around-organization.ts';
import { type AskedFor, askedFor } from './asked-for.ts';
import { fellowsIn } from './fellows.ts';
import type { Run } from './look.ts';
import type { Observation } from './observation.ts';
import type { Ports } from './ports.ts';
import type { LandingZone, Reading } from './reading.ts';
import { readingOnce } from './reading-once.ts';
import type { SourceObservation } from './store-observation.ts';
import { heldTo, NOT_SURVEYED, type Surroundings, type Survey } from './surroundings.ts';
import { homeInMembers } from './survey-members.ts';
import { regionsAround } from './survey-regions.ts';

/** Only of Control Tower's own trails, so that nobody else's function calls Control Tower. */
function landingZoneOf({ trailArn, bucket }: TrailSettings, { landingZones }: Ports): Promise<Reading<LandingZone>> {
  const arn = parseTrailArn(trailArn);
  if (arn === null || !isControlTowers(arn, bucket)) return Promise.resolve({ state: 'not-asked' });
  return landingZones.current(arn.region, arn.account);
}

/** The account is asked only where the bucket's own settings do not decide. */
async function blocks(bucket: string, owner: string, { buckets }: Ports, asked: AskedFor): Promise<Blocks> {
  const bucketBlock = await asked('s3:GetBucketPublicAccessBlock', () => buckets.blocksPublicPolicy(bucket, owner));
  if (bucketBlock.state === 'not-asked') return { bucketBlock, accountBlock: bucketBlock };
  if (bucketBlock.state === 'absent') return { bucketBlock, accountBlock: NO_BUCKET };
  if (bucketBlock.state === 'present' && bucketBlock.value) return { bucketBlock, accountBlock: BLOCKED_ALREADY };
  return { bucketBlock, accountBlock: await buckets.accountBlocksPublicPolicy(owner) };
}

type Blocks = Pick<Surroundings, 'bucketBlock' | 'accountBlock'>;

const NO_BUCKET = { state: 'not-asked', reason: 'the bucket does not exist' } as const;
const BLOCKED_ALREADY = { state: 'not-asked', reason: 'the bucket keeps public policies out already' } as const;

/** How the bucket is set up, beside its policy, and what lies in the folder that CloudTrail writes under. */
async function bucketSettings(settings: TrailSettings, ports: Ports, asked: AskedFor): Promise<BucketSettings> {
  const { bucket, prefix = '' } = settings;
  const owner = ownerOf(settings);
  const { buckets } = ports;
  const [expiry, grants, folders, blocked] = await Promise.all([
    asked('s3:GetLifecycleConfiguration', () => buckets.expiry(bucket, owner)),
    asked('s3:GetBucketAcl', () => buckets.grants(bucket, owner)),
    buckets.folders(bucket, owner, logsRoot({ prefix })),
    blocks(bucket, owner, ports, asked),
  ]);
  return { expiry, grants, folders, ...blocked };
}

type BucketSettings = Blocks & Pick<Surroundings, 'expiry' | 'grants' | 'folders'>;

async function around(settings: TrailSettings, run: Surveying): Promise<Surroundings> {
  const { bucket, trailArn } = settings;
  const { ports } = run;
  const asked = askedFor(trailArn, run.checks, run.settings);
  const { account = '', region = '' } = parseTrailArn(trailArn) ?? {};
  const [ofBucket, landingZone, organization, ofRegions, ofMembers, accountTrails] = await Promise.all([
    bucketSettings(settings, ports, asked),
    asked('controltower:ListLandingZones', () => landingZoneOf(settings, ports)),
    aroundOrganization(settings, ports.organizations, asked),
    regionsAround(settings, ports),
    asked('organizations:ListAccounts', () => homeInMembers(settings, ports)),
    asked('cloudtrail:ListTrails', () => ports.trails.ofAccount(account, region)),
  ]);
  const fellows = fellowsIn(bucket, run.settings.trails, accountTrails);
  return {
    ...ofBucket,
    ...organization,
    ...ofRegions,
    ...{ landingZone, homeInMembers: ofMembers, accountTrails, fellows },
  };
}

/** What trails are surveyed with. */
type Surveying = Pick<Run, 'settings' | 'checks' | 'ports'>;

/** Looks around several trails. It never fails: what cannot be read is a reading that says so. */
export async function survey(
  sources: readonly SourceSettings[],
  { settings: all, checks, ports: given }: Surveying,
): Promise<Survey> {
  const run = { settings: all, checks, ports: readingOnce(given) };
  const trails = sources.filter((settings) => 'trailArn' in settings);
  const found = await Promise.all(
    trails.map(async (settings) => [settings.trailArn, await around(settings, run)] as const),
  );
  return new Map(found);
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
  const ofBucket = heldTo(found, (reading) => unlessAstray(observation, reading));
  const surroundings = { ...found, ...ofBucket };
  return Object.freeze({ ...observation, surroundings });
}
