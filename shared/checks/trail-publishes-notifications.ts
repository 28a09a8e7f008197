import { isGranted } from '../policy/evaluate.ts';
import type { Observation } from '../reconcile/observation.ts';
import { deliveryRequests } from '../trail/delivery.ts';
import { broken, type Check, healthy, notApplicable } from './check.ts';
import { readPolicy } from './parts/policy-reading.ts';
import { everywhere, reportedIn, statusesShown } from './parts/regions.ts';
import { READ_REGIONS, READ_STATUS, READ_TOPIC, READ_TRAIL } from './parts/rights.ts';

/** What was read that explains why nothing is published; null if nothing does. */
function explanation(observation: Observation): string | null {
  if (observation.topic.state === 'absent') return 'the topic does not exist';
  const reading = readPolicy(observation, 'topic-policy');
  if (!('policy' in reading)) return null;
  const requests = deliveryRequests(observation.trail, 'topic-policy');
  const isRefused = requests.some(({ family }) => isGranted(reading.policy, family).holds === false);
  return isRefused ? 'the topic policy refuses CloudTrail' : null;
}

/** CloudTrail itself reports no error in publishing. */
export const trailPublishesNotifications: Check = {
  id: 'trail-publishes-notifications',
  title: 'CloudTrail reports no error in publishing to the trail’s topic',
  severity: 'medium',
  mode: 'alert',
  why: 'GetTrailStatus tells whether the topic took the last notification; log files arrive all the same.',
  byHand: 'Mend the policy of the topic, or of the key that it is encrypted with; log files arrive all the same.',
  reference: 'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrailStatus.html',
  permissions: [...READ_TRAIL, ...READ_STATUS, ...READ_REGIONS, ...READ_TOPIC],
  evaluate: (observation) => {
    if (observation.trail.topicArn === null) return notApplicable('the trail has no topic');
    const shown = statusesShown(observation);
    if ('finding' in shown) return shown.finding;
    const error = reportedIn(shown.value, ({ latestNotificationError }) => latestNotificationError);
    if (error === null)
      return shown.value.unread ?? healthy(`CloudTrail reports no notification error${everywhere(shown.value)}`);
    const cause = explanation(observation);
    if (cause !== null) return broken(`CloudTrail reports ${error.inRegions} for its notifications: ${cause}`);
    const unexplained = 'for its notifications, and nothing that was read explains it';
    const message = `CloudTrail reports ${error.lasting} ${unexplained}`;
    const suggestion =
      'look at the key that the topic is encrypted with, and whether the topic lies in the Region of the trail; of an organization ' +
      'trail, the topic has to take every member account';
    return broken(`CloudTrail reports ${error.inRegions} ${unexplained}`, { advice: [{ message, suggestion }] });
  },
};
