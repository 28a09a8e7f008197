import type { TrailSettings } from '../settings/settings.ts';
import { parseTrailArn, type TrailArn } from '../trail/arn.ts';
import { hasOptInRegions, isEnabledByDefault, knownRegions } from '../trail/regions.ts';
import { bounded } from './bounded.ts';
import type { Ports } from './ports.ts';
import type { Reading, RegionalStatus, TrailDescription, TrailStatus } from './reading.ts';
import type { Surroundings } from './surroundings.ts';

/** So many Regions are asked at the same time. */
const AT_ONCE = 8;

/** A Region that is slow or down is asked again by the next run: no run is repeated for its sake. */
function asItIs<T>(reading: Reading<T>): Reading<T> {
  return reading.state === 'unreadable' ? { ...reading, retryable: false } : reading;
}

/** The Regions of the account; where the partition has no opt-in Regions, nobody has to be asked. */
async function enabledRegions(
  { partition, account, region }: TrailArn,
  { accounts }: Ports,
): Promise<Reading<readonly string[]>> {
  if (!hasOptInRegions(partition)) return { state: 'present', value: knownRegions(partition) };
  return asItIs(await accounts.enabledRegions(account, region));
}

/**
 * A Region that a policy of the organization keeps the caller out of (IAM user guide, "Access denied error message examples"): people of the
 * account use nothing there, and CloudTrail itself is not bound. It is left out like one that is not enabled.
 */
const isKeptOut = (status: Reading<TrailStatus>): boolean =>
  status.state === 'unreadable' && status.missing !== undefined && /service control policy/i.test(status.reason);

/** Where nobody said which Regions there are, one that takes the credentials for a stranger's is not enabled. */
function statusRead(
  region: string,
  regions: Reading<readonly string[]>,
  status: Reading<TrailStatus>,
): Reading<TrailStatus> {
  const mayBeDisabled = regions.state !== 'present' && !isEnabledByDefault(region);
  const isDisabled = mayBeDisabled && status.state === 'unreadable' && status.isStranger === true;
  return isDisabled || isKeptOut(status) ? { state: 'absent' } : asItIs(status);
}

/** Why a trail has no other Regions; null if it may have some. */
function whyNoOther(settings: TrailSettings, description: Reading<TrailDescription>): string | null {
  if (description.state === 'absent') return 'the trail does not exist';
  const isMultiRegion =
    description.state === 'present' ? description.value.multiRegion : (settings.multiRegion ?? true);
  return isMultiRegion ? null : 'the trail logs its home Region alone';
}

/**
 * What CloudTrail says of a multi-Region trail outside of its home Region: GetTrailStatus answers for one Region (CloudTrail
 * API reference). Where the account's Regions cannot be listed, all that are known are asked.
 */
export async function regionsAround(
  settings: TrailSettings,
  ports: Ports,
): Promise<Pick<Surroundings, 'regions' | 'elsewhere'>> {
  const arn = parseTrailArn(settings.trailArn);
  if (arn === null) return { regions: { state: 'not-asked' }, elsewhere: { state: 'not-asked' } };
  const reason = whyNoOther(settings, await ports.trails.describe(arn.arn));
  if (reason !== null) {
    return { regions: { state: 'not-asked', reason }, elsewhere: { state: 'not-asked', reason } };
  }
  const regions = await enabledRegions(arn, ports);
  const others = (regions.state === 'present' ? regions.value : knownRegions(arn.partition)).filter(
    (region) => region !== arn.region,
  );
  const value = await bounded(others, AT_ONCE, async (region): Promise<RegionalStatus> => {
    const status = await ports.trails.statusIn(arn.arn, region);
    return { region, status: statusRead(region, regions, status) };
  });
  return { regions, elsewhere: { state: 'present', value } };
}
