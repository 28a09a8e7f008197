import { broken, type Check, healthy, notApplicable, unknown } from './check.ts';
import { READ_TRAIL } from './rights.ts';

/** The trail is switched on. */
export const trailIsLogging: Check = {
  id: 'trail-is-logging',
  title: 'The trail is logging',
  severity: 'critical',
  mode: 'restore',
  why: 'StopLogging is the quickest way to blind an account. While no trail logs, EventBridge gets no API calls either.',
  reference: 'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_StartLogging.html',
  permissions: [...READ_TRAIL, { action: 'cloudtrail:StartLogging', target: 'trail', access: 'repair' }],
  evaluate: ({ status, trail, memory }) => {
    switch (status.state) {
      case 'not-asked':
        return notApplicable(status.reason ?? 'AWS was not asked');
      case 'absent':
        return notApplicable('the trail does not exist');
      case 'unreadable':
        return unknown(`the status of the trail could not be read: ${status.reason}`);
      case 'present':
        break;
    }
    if (status.value.isLogging) return healthy('the trail is logging');
    const { startLoggingTime, latestDeliveryTime } = status.value;
    const seenLogging = memory.state === 'present' && memory.value.seenLogging;
    const wasLogging = seenLogging || startLoggingTime !== null || latestDeliveryTime !== null;
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
