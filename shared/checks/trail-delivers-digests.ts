import type { Observation } from '../reconcile/observation.ts';
import type { TrailStatus } from '../reconcile/reading.ts';
import { broken, type Check, type Finding, healthy, notApplicable, unknown } from './check.ts';
import { areNewFor, whyRefused } from './parts/delivery-failure.ts';
import { READ_DESTINATION, READ_STATUS, READ_TRAIL } from './parts/rights.ts';
import { NO_TRAIL, shownBy } from './parts/value.ts';

/** A digest comes every hour, also where nothing happens, and up to an hour late; in milliseconds. */
const OVERDUE = 2 * 60 * 60_000;

/** What is said of digests that do not come: explained by another finding, by a recent repair, or by nothing that was read. */
function missing(what: string, observation: Observation): Finding {
  const cause = whyRefused(
    observation,
    ({ name, stake }) => name === 'digest-files' || (stake === 'delivery' && name !== 'log-files'),
  );
  if (cause !== null) return broken(`${what}: ${cause}`);
  if (areNewFor(observation, OVERDUE)) {
    const message = `${what}, and the policies changed since: the next digest tells, which comes within the hour`;
    return broken(message, { severity: 'advice', mode: 'advice' });
  }
  const message = `${what}, and nothing that was read explains it`;
  const suggestion =
    'look at what these policies do not show: resource control policies of the organization, an object lock; where log file ' +
    'validation was switched on within the last two hours, the first digest is still to come';
  return broken(message, { advice: [{ message, suggestion }] });
}

/** Whether a digest should have come since the trail was started and since the last one; null if that cannot be told. */
function isOverdue({ startLoggingTime, latestDigestDeliveryTime }: TrailStatus, at: number | null): boolean | null {
  const times = [startLoggingTime, latestDigestDeliveryTime].filter((time) => time !== null);
  return times.length === 0 || at === null ? null : at - Math.max(...times) > OVERDUE;
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
  permissions: [...READ_TRAIL, ...READ_STATUS, ...READ_DESTINATION],
  evaluate: (observation) => {
    const trail = shownBy(observation.description, NO_TRAIL, 'the trail could not be described');
    if ('finding' in trail) return trail.finding;
    if (!trail.value.logFileValidation)
      return notApplicable('log file validation is off, so that no digest is expected');
    const shown = shownBy(observation.status, NO_TRAIL, 'the status of the trail could not be read');
    if ('finding' in shown) return shown.finding;
    const { latestDigestDeliveryError: error, isLogging } = shown.value;
    if (error !== null) return missing(`CloudTrail reports \`${error}\` for its digests`, observation);
    if (!isLogging) return notApplicable('the trail is not logging, so that no digest is expected');
    const overdue = isOverdue(shown.value, observation.at);
    if (overdue === null) return unknown('CloudTrail does not say since when the trail has been logging');
    if (overdue) return missing('no digest has come for over two hours', observation);
    return healthy('CloudTrail reports no error in delivering digests');
  },
};
