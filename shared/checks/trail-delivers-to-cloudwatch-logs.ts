import type { TrailDescription } from '../reconcile/reading.ts';
import { broken, type Check, healthy, notApplicable } from './check.ts';
import { everywhere, reportedIn, statusesShown } from './parts/regions.ts';
import { READ_REGIONS, READ_STATUS, READ_TRAIL } from './parts/rights.ts';
import { NO_TRAIL, shownBy } from './parts/value.ts';

/** The name of a log group in its ARN: `arn:PARTITION:logs:REGION:ACCOUNT:log-group:NAME:*`. */
const nameOf = (logGroupArn: string): string => logGroupArn.split(':')[6] ?? logGroupArn;

/** Where to look: whether the group is there, and what the role may do. */
function suggestion(logGroupArn: string, { logGroupRoleArn }: TrailDescription): string {
  const region = logGroupArn.split(':')[3] ?? '';
  const group = `aws logs describe-log-groups --region ${region} --log-group-name-prefix ${nameOf(logGroupArn)} has to name the group`;
  const role = logGroupRoleArn?.split('/').at(-1) ?? null;
  const needs =
    'has to be one that cloudtrail.amazonaws.com may assume, and that may call logs:CreateLogStream and logs:PutLogEvents on the group';
  if (role === null)
    return `${group}; the trail names no role: give it one with aws cloudtrail update-trail, which ${needs}`;
  return `${group}; the role ${role} (aws iam get-role --role-name ${role}) ${needs}`;
}

/** CloudTrail itself reports no error in writing to CloudWatch Logs. */
export const trailDeliversToCloudwatchLogs: Check = {
  id: 'trail-delivers-to-cloudwatch-logs',
  title: 'CloudTrail reports no error in delivering to CloudWatch Logs',
  severity: 'medium',
  mode: 'alert',
  why: 'Alarms and searches on the log group see nothing while CloudTrail cannot write there; log files arrive all the same.',
  byHand:
    'See that the log group is there, that cloudtrail.amazonaws.com may assume the role that the trail names, and that the role may call logs:CreateLogStream and logs:PutLogEvents on the group.',
  reference:
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html',
  permissions: [...READ_TRAIL, ...READ_STATUS, ...READ_REGIONS],
  evaluate: (observation) => {
    const trail = shownBy(observation.description, NO_TRAIL, 'the trail could not be described');
    if ('finding' in trail) return trail.finding;
    const { logGroupArn, logGroupRoleArn } = trail.value;
    if (logGroupArn === null) return notApplicable('the trail has no log group');
    const shown = statusesShown(observation);
    if ('finding' in shown) return shown.finding;
    const error = reportedIn(shown.value, ({ latestLogGroupDeliveryError }) => latestLogGroupDeliveryError);
    if (error === null) {
      const where = everywhere(shown.value);
      return shown.value.unread ?? healthy(`CloudTrail reports no error in delivering to CloudWatch Logs${where}`);
    }
    const role = logGroupRoleArn === null ? 'without a role' : `as the role \`${logGroupRoleArn}\``;
    const what = `in writing to the log group \`${nameOf(logGroupArn)}\` ${role}`;
    const message = `CloudTrail reports ${error.lasting} ${what}`;
    return broken(`CloudTrail reports ${error.inRegions} ${what}`, {
      advice: [{ message, suggestion: suggestion(logGroupArn, trail.value) }],
    });
  },
};
