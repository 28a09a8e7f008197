import type { TrailSettings } from '../settings/settings.ts';
import { parseTrailArn } from '../trail/arn.ts';
import { isEnabledByDefault } from '../trail/regions.ts';
import { bounded } from './bounded.ts';
import type { Ports } from './ports.ts';
import type { Reading, RegionInMembers } from './reading.ts';

/** So many member accounts are asked about, and so many at the same time: each takes a call of its own. */
const MEMBERS = 200;
const AT_ONCE = 5;

/** No run is repeated for the sake of an account: the next one asks again. */
function asItIs<T>(reading: Reading<T>): Reading<T> {
  return reading.state === 'unreadable' ? { ...reading, retryable: false } : reading;
}

/** Whether the member accounts have the home Region of an organization trail; nobody is asked where all of them have it. */
export async function homeInMembers(settings: TrailSettings, ports: Ports): Promise<Reading<RegionInMembers>> {
  const arn = parseTrailArn(settings.trailArn);
  if (arn === null) return { state: 'not-asked' };
  if (isEnabledByDefault(arn.region)) return { state: 'not-asked', reason: 'every account has the home Region' };
  const description = await ports.trails.describe(arn.arn);
  if (description.state !== 'present' || !description.value.isOrganizationTrail)
    return { state: 'not-asked', reason: 'the trail is no organization trail' };
  const members = asItIs(await ports.accounts.members(arn.arn, MEMBERS));
  if (members.state !== 'present') return members;
  const hasHome = async (account: string): Promise<RegionInMembers['asked'][number]> => ({
    account,
    isEnabled: asItIs(await ports.accounts.hasHomeRegion(arn.arn, account)),
  });
  const [first, ...others] = members.value.slice(0, MEMBERS);
  if (first === undefined) return { state: 'present', value: { asked: [], isComplete: true } };
  const one = await hasHome(first);
  // What is denied for one account is denied for all: it is the caller's right, or the organization's trust, that is missing.
  if (one.isEnabled.state === 'unreadable' && one.isEnabled.missing !== undefined) return one.isEnabled;
  const asked = [one, ...(await bounded(others, AT_ONCE, hasHome))];
  return { state: 'present', value: { asked, isComplete: members.value.length <= MEMBERS } };
}
