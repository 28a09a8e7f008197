import { broken, type Check, healthy } from './check.ts';
import { areNewFor, NEXT_DELIVERY, whyRefused } from './parts/delivery-failure.ts';
import { READ_DESTINATION, READ_STATUS, READ_TRAIL } from './parts/rights.ts';
import { NO_TRAIL, shownBy } from './parts/value.ts';

/** CloudTrail itself reports no delivery error. */
export const trailDeliversLogFiles: Check = {
  id: 'trail-delivers-log-files',
  title: 'CloudTrail reports no error in delivering log files',
  severity: 'critical',
  mode: 'alert',
  why: 'GetTrailStatus is CloudTrail’s own word on delivery, also where the cause lies in what no policy shows.',
  byHand:
    'Look at the findings beside this one first. If none explains the error, look at resource control policies and object locks of the bucket.',
  reference: 'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrailStatus.html',
  permissions: [...READ_TRAIL, ...READ_STATUS, ...READ_DESTINATION],
  evaluate: (observation) => {
    const shown = shownBy(observation.status, NO_TRAIL, 'the status of the trail could not be read');
    if ('finding' in shown) return shown.finding;
    const error = shown.value.latestDeliveryError;
    if (error === null) return healthy('CloudTrail reports no delivery error');
    const cause = whyRefused(observation, ({ stake }) => stake === 'delivery');
    if (cause !== null) return broken(`CloudTrail reports \`${error}\`: ${cause}`);
    if (areNewFor(observation, NEXT_DELIVERY)) {
      const message = `CloudTrail reports \`${error}\`, and what it rests on changed since: the next delivery tells`;
      return broken(message, { severity: 'advice', mode: 'advice' });
    }
    return broken(`CloudTrail reports \`${error}\`, and nothing that was read explains it`, {
      advice: [
        {
          message: `CloudTrail reports \`${error}\`, and nothing that was read explains it`,
          suggestion:
            'look at what these policies do not show: resource control policies of the organization, an object lock; ' +
            'where a repair was just made, CloudTrail clears the error with its next delivery',
        },
      ],
    });
  },
};
