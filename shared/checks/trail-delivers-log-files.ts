import { broken, type Check, healthy } from './check.ts';
import { areNewFor, NEXT_DELIVERY, whyRefused } from './parts/delivery-failure.ts';
import { everywhere, reportedIn, statusesShown } from './parts/regions.ts';
import { READ_DESTINATION, READ_REGIONS, READ_STATUS, READ_TRAIL } from './parts/rights.ts';

/** CloudTrail itself reports no delivery error. */
export const trailDeliversLogFiles: Check = {
  id: 'trail-delivers-log-files',
  title: 'CloudTrail reports no error in delivering log files',
  severity: 'critical',
  mode: 'alert',
  why:
    'GetTrailStatus is CloudTrail’s own word on delivery, also where the cause lies in what no policy shows. It answers for one Region, so ' +
    'that a trail of all Regions is asked for in each: what fails in one Region alone shows only there.',
  byHand:
    'Look at the findings beside this one first. If none explains the error, look at resource control policies and object locks of the bucket.',
  reference: 'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrailStatus.html',
  permissions: [...READ_TRAIL, ...READ_STATUS, ...READ_REGIONS, ...READ_DESTINATION],
  evaluate: (observation) => {
    const shown = statusesShown(observation);
    if ('finding' in shown) return shown.finding;
    const error = reportedIn(shown.value, ({ latestDeliveryError }) => latestDeliveryError);
    if (error === null)
      return shown.value.unread ?? healthy(`CloudTrail reports no delivery error${everywhere(shown.value)}`);
    const cause = whyRefused(observation, ({ stake }) => stake === 'delivery');
    if (cause !== null) return broken(`CloudTrail reports ${error.inRegions}: ${cause}`);
    if (areNewFor(observation, NEXT_DELIVERY)) {
      const message = `CloudTrail reports ${error.inRegions}, and what it rests on changed since: the next delivery tells`;
      return broken(message, { severity: 'advice', mode: 'advice' });
    }
    return broken(`CloudTrail reports ${error.inRegions}, and nothing that was read explains it`, {
      advice: [
        {
          message: `CloudTrail reports ${error.lasting}, and nothing that was read explains it`,
          suggestion:
            'look at what these policies do not show: resource control policies of the organization, an object lock; ' +
            'where a repair was just made, CloudTrail clears the error with its next delivery',
        },
      ],
    });
  },
};
