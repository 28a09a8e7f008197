import type { TrailDescription } from '../../reconcile/reading.ts';

const flag = (name: string, value: boolean | undefined): string => {
  if (value === undefined) return '';
  return value ? `--${name}` : `--no-${name}`;
};

/** A value that is empty or null is taken off the trail by an empty text (AWS CLI reference, update-trail). */
const text = (name: string, value: string | null | undefined): string => {
  if (value === undefined) return '';
  return `--${name} '${(value ?? '').replaceAll("'", "'\\''")}'`;
};

/** Settings of a trail as options of `aws cloudtrail create-trail` and `update-trail` (AWS CLI reference). */
export function settingOptions(wanted: Partial<TrailDescription>): string {
  return [
    text('s3-bucket-name', wanted.bucket),
    text('s3-key-prefix', wanted.prefix),
    text('kms-key-id', wanted.kmsKeyArn),
    text('sns-topic-name', wanted.topicArn),
    text('cloud-watch-logs-log-group-arn', wanted.logGroupArn),
    text('cloud-watch-logs-role-arn', wanted.logGroupRoleArn),
    flag('is-organization-trail', wanted.isOrganizationTrail),
    flag('enable-log-file-validation', wanted.logFileValidation),
    flag('is-multi-region-trail', wanted.multiRegion),
  ]
    .filter((option) => option !== '')
    .join(' ');
}
