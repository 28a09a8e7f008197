import { parsePolicy } from '../policy/document.ts';
import { blockingDenies } from '../policy/evaluate.ts';
import type { ExpiryRule } from '../reconcile/reading.ts';
import { bucketArn } from '../trail/arn.ts';
import { deliveryRequests } from '../trail/delivery.ts';
import type { Trail } from '../trail/trail.ts';
import { broken, type Check, healthy, notApplicable, unknown } from './check.ts';
import { READ_BUCKET_LIFECYCLE, READ_TRAIL } from './parts/rights.ts';
import { shownBy } from './parts/value.ts';

/** Whether CloudTrail writes files whose keys begin so: asked as a Deny on all of them would be. */
function holdsFiles(prefix: string, trail: Trail): boolean {
  const text = prefix.replaceAll(/[*?$]/g, (sign) => `\${${sign}}`);
  const Resource = `${bucketArn(trail.partition, trail.bucket)}/${text}*`;
  const statement = { Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource };
  const parsed = parsePolicy({ Version: '2012-10-17', Statement: [statement] });
  if (!parsed.ok) return true;
  const files = deliveryRequests(trail, 'bucket-policy').filter(
    ({ family, stake }) => family.action === 's3:PutObject' && stake !== 'configuration',
  );
  return files.some(({ family }) => blockingDenies(parsed.policy, family).length > 0);
}

const when = ({ expires }: ExpiryRule): string =>
  expires === 'on-a-date' ? 'on a date' : `after ${expires.days} ${expires.days === 1 ? 'day' : 'days'}`;

/** The rules by their names, and when each lets files expire. */
function named(rules: readonly ExpiryRule[]): string {
  return rules.map((rule) => `the lifecycle rule \`${rule.id}\` lets log files expire ${when(rule)}`).join('; ');
}

/** No rule of the bucket lets log files expire too soon. */
export const bucketKeepsLogFiles: Check = {
  id: 'bucket-keeps-log-files',
  title: 'The bucket keeps log files as long as it has to',
  severity: 'medium',
  mode: 'alert',
  why:
    'A lifecycle rule removes log files without a call that anybody sees: what happened is gone when it is asked for. How long they ' +
    'have to be kept is the setting `minimumRetentionDays` of the trail, 90 days if it is absent.',
  byHand:
    'Raise the days of the rule, limit it to other keys, or disable it: aws s3api put-bucket-lifecycle-configuration replaces all rules at once.',
  reference: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html',
  permissions: [...READ_TRAIL, ...READ_BUCKET_LIFECYCLE],
  evaluate: ({ surroundings: { expiry }, trail, minimumRetentionDays: minimum }) => {
    const absent = notApplicable(`the bucket \`${trail.bucket}\` does not exist`);
    const shown = shownBy(expiry, absent, `when objects of \`${trail.bucket}\` expire could not be read`);
    if ('finding' in shown) return shown.finding;
    const early = shown.value.filter(
      ({ isEnabled, expires, prefix }) =>
        isEnabled && (expires === 'on-a-date' || expires.days < minimum) && holdsFiles(prefix, trail),
    );
    if (early.length === 0) return healthy(`no lifecycle rule lets log files expire before ${minimum} days`);
    const sure = early.filter(({ isNarrowed }) => !isNarrowed);
    if (sure.length === 0) {
      return unknown(`${named(early)} if they have the tags or sizes that it is for; ${minimum} days are the least`);
    }
    const message = `${named(sure)}; ${minimum} days are the least`;
    const suggestion =
      `aws s3api get-bucket-lifecycle-configuration --bucket ${trail.bucket} shows the rules: raise the days, or limit the rule to other ` +
      'keys; if it is meant, set `minimumRetentionDays` of the trail';
    return broken(message, { advice: [{ message, suggestion }] });
  },
};
