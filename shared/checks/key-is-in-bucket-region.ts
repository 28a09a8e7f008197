import { broken, type Check, healthy, notApplicable, unknown } from './check.ts';
import { READ_BUCKET_POLICY, READ_TRAIL } from './parts/rights.ts';
import { shownBy } from './parts/value.ts';

/** S3 encrypts with keys of the bucket's own Region only. */
export const keyIsInBucketRegion: Check = {
  id: 'key-is-in-bucket-region',
  title: 'The key lies in the Region of the bucket',
  severity: 'critical',
  mode: 'alert',
  why: 'S3 asks KMS in the Region of the bucket, so that a key of another Region encrypts nothing there.',
  byHand: 'Name a key of the bucket’s Region with `aws cloudtrail update-trail --kms-key-id`.',
  reference:
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html',
  permissions: [...READ_TRAIL, ...READ_BUCKET_POLICY.filter(({ action }) => action === 's3:ListBucket')],
  evaluate: ({ trail, bucket }) => {
    if (trail.kmsKeyArn === null) return notApplicable('the trail has no key');
    const absent = notApplicable(`the bucket \`${trail.bucket}\` does not exist`);
    const shown = shownBy(bucket, absent, `the Region of \`${trail.bucket}\` could not be told`);
    if ('finding' in shown) return shown.finding;
    const { region } = shown.value;
    const keyRegion = trail.kmsKeyArn.split(':')[3];
    if (region === null) return unknown(`S3 did not say in which Region \`${trail.bucket}\` lies`);
    if (region === keyRegion) return healthy(`key and bucket lie in ${region}`);
    const message = `the key lies in ${keyRegion}, and the bucket \`${trail.bucket}\` in ${region}`;
    const suggestion = `aws cloudtrail update-trail --name ${trail.arn} --kms-key-id A-KEY-IN-${region}`;
    return broken(message, { advice: [{ message: `name a key that lies in ${region}`, suggestion }] });
  },
};
