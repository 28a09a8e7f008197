import type { Observation } from '../reconcile/observation.ts';
import type { TrailStatus } from '../reconcile/reading.ts';
import { broken, type Check, type Finding, healthy, notApplicable, unknown } from './check.ts';
import { areNewFor, whyRefused } from './parts/delivery-failure.ts';
import { everywhere, type InRegions, named, type Regional, reportedIn, statusesShown } from './parts/regions.ts';
import { READ_DESTINATION, READ_REGIONS, READ_STATUS, READ_TRAIL } from './parts/rights.ts';
import { NO_TRAIL, shownBy } from './parts/value.ts';

/** A digest comes every hour, also where nothing happens, and up to an hour late; in milliseconds. */
const OVERDUE = 2 * 60 * 60_000;

/**
 * What is said of digests that do not come: explained by another finding, by a recent repair, or by nothing that was read.
 *
 * @param lasting the same without the Regions
 */
function missing(what: string, lasting: string, observation: Observation): Finding {
  const cause = whyRefused(
    observation,
    ({ name, stake }) => name === 'digest-files' || (stake === 'delivery' && name !== 'log-files'),
  );
  if (cause !== null) return broken(`${what}: ${cause}`);
  if (areNewFor(observation, OVERDUE)) {
    const message = `${what}, and the policies changed since: the next digest tells, which comes within the hour`;
    return broken(message, { severity: 'advice', mode: 'advice' });
  }
  const unexplained = 'and nothing that was read explains it';
  const suggestion =
    'look at what these policies do not show: resource control policies of the organization, an object lock; where log file ' +
    'validation was switched on within the last two hours, the first digest is still to come';
  return broken(`${what}, ${unexplained}`, { advice: [{ message: `${lasting}, ${unexplained}`, suggestion }] });
}

/** Whether a digest should have come since the trail was started and since the last one; null if that cannot be told. */
function isOverdue({ startLoggingTime, latestDigestDeliveryTime }: TrailStatus, at: number | null): boolean | null {
  const times = [startLoggingTime, latestDigestDeliveryTime].filter((time) => time !== null);
  return times.length === 0 || at === null ? null : at - Math.max(...times) > OVERDUE;
}

/** The Regions in which no digest came in time; one in which nothing was ever delivered owes none. */
function overdueIn({ read }: InRegions, at: number | null): readonly Regional[] {
  return read.filter(({ status, isHome }) => {
    const { isLogging, latestDeliveryTime, latestDigestDeliveryTime } = status;
    const owes = isHome || latestDeliveryTime !== null || latestDigestDeliveryTime !== null;
    return isLogging && owes && isOverdue(status, at) === true;
  });
}

/** What can be said where CloudTrail reports no error and no digest is overdue. */
function onTime(shown: InRegions, at: number | null): Finding {
  const home = shown.read.find(({ isHome }) => isHome)?.status;
  if (home?.isLogging === false) return notApplicable('the trail is not logging, so that no digest is expected');
  if (shown.unread !== null) return shown.unread;
  if (home !== undefined && isOverdue(home, at) === null)
    return unknown('CloudTrail does not say since when the trail has been logging');
  return healthy(`CloudTrail reports no error in delivering digests${everywhere(shown)}`);
}

/** CloudTrail itself reports no error in delivering digests, and they come. */
export const trailDeliversDigests: Check = {
  id: 'trail-delivers-digests',
  title: 'CloudTrail delivers digest files',
  severity: 'high',
  mode: 'alert',
  why:
    'Digest files prove that no log file was changed or removed. They come every hour, also where nothing happens, so that their ' +
    'silence means that they are refused.',
  byHand:
    'Look at the findings beside this one first: digests need PutObject under AWSLogs/ACCOUNT/CloudTrail-Digest/ too. If none explains it, look at resource control policies and object locks of the bucket.',
  reference:
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html',
  permissions: [...READ_TRAIL, ...READ_STATUS, ...READ_REGIONS, ...READ_DESTINATION],
  evaluate: (observation) => {
    const trail = shownBy(observation.description, NO_TRAIL, 'the trail could not be described');
    if ('finding' in trail) return trail.finding;
    if (!trail.value.logFileValidation)
      return notApplicable('log file validation is off, so that no digest is expected');
    const shown = statusesShown(observation);
    if ('finding' in shown) return shown.finding;
    const error = reportedIn(shown.value, ({ latestDigestDeliveryError }) => latestDigestDeliveryError);
    if (error !== null) {
      const said = (errors: string): string => `CloudTrail reports ${errors} for its digests`;
      return missing(said(error.inRegions), said(error.lasting), observation);
    }
    const overdue = overdueIn(shown.value, observation.at);
    if (overdue.length === 0) return onTime(shown.value, observation.at);
    const regions = named(overdue.flatMap(({ region }) => (region === null ? [] : [region])));
    const what = 'no digest has come for over two hours';
    return missing(regions === '' ? what : `${what} in ${regions}`, what, observation);
  },
};
