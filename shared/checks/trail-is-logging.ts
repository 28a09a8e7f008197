import type { Observation } from '../reconcile/observation.ts';
import { broken, type Check, healthy } from './check.ts';
import { READ_STATUS, READ_TRAIL } from './parts/rights.ts';
import { NO_TRAIL, shownBy } from './parts/value.ts';

/** Why the trail must not be switched on: it would deliver to somebody else. Null if it would not. */
function astrayIn({ bucket, bucketOwner, description, expected, trail }: Observation): string | null {
  if (bucket.state === 'present' && !bucket.value.ownerIsExpected) {
    return `the bucket \`${trail.bucket}\` does not belong to account ${bucketOwner}`;
  }
  const actual = description.state === 'present' ? description.value.bucket : undefined;
  if (actual === undefined || expected.bucket === undefined || actual === expected.bucket) return null;
  return `it would deliver to \`${actual}\`, and \`${expected.bucket}\` is expected`;
}

/** The trail is switched on. */
export const trailIsLogging: Check = {
  id: 'trail-is-logging',
  title: 'The trail is logging',
  severity: 'critical',
  mode: 'restore',
  why: 'StopLogging is the quickest way to blind an account. While no trail logs, EventBridge gets no API calls either.',
  byHand: 'aws cloudtrail start-logging --name TRAIL-ARN, in the trail’s home Region.',
  reference: 'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_StartLogging.html',
  permissions: [
    ...READ_TRAIL,
    ...READ_STATUS,
    { action: 'cloudtrail:StartLogging', target: 'trail', access: 'repair' },
  ],
  evaluate: (observation) => {
    const { status, trail, memory } = observation;
    const shown = shownBy(status, NO_TRAIL, 'the status of the trail could not be read');
    if ('finding' in shown) return shown.finding;
    if (shown.value.isLogging) return healthy('the trail is logging');
    const { startLoggingTime, latestDeliveryTime } = shown.value;
    const seenLogging = memory.state === 'present' && memory.value.seenLogging;
    const wasLogging = seenLogging || startLoggingTime !== null || latestDeliveryTime !== null;
    const astray = astrayIn(observation);
    if (astray !== null) {
      const message = `logging was stopped, and is left so: ${astray}`;
      return broken(message, {
        advice: [{ message, suggestion: 'mend where the trail delivers to, and start it then' }],
      });
    }
    if (wasLogging) return broken('logging was stopped', { repair: { kind: 'start-logging', resource: trail.arn } });
    // A trail that nobody ever started may be meant to stand still.
    return broken('the trail was never started', {
      advice: [
        {
          message: 'start the trail, if it is meant to log',
          suggestion: `aws cloudtrail start-logging --name ${trail.arn}`,
        },
      ],
    });
  },
};
