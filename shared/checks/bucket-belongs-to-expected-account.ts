import { broken, type Check, healthy, notApplicable } from './check.ts';
import { READ_BUCKET_POLICY } from './parts/rights.ts';
import { shownBy } from './parts/value.ts';

/** The bucket is owned by the account that should own it. */
export const bucketBelongsToExpectedAccount: Check = {
  id: 'bucket-belongs-to-expected-account',
  title: 'The bucket belongs to the expected account',
  severity: 'critical',
  mode: 'alert',
  why: 'A bucket that was deleted and created again by somebody else under the same name collects the audit trail for them.',
  byHand:
    'Point the trail to a bucket of yours with `aws cloudtrail update-trail`, and find out who owns the other one.',
  reference: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html',
  permissions: READ_BUCKET_POLICY.filter(({ action }) => action === 's3:ListBucket'),
  evaluate: ({ bucket, trail, bucketOwner }) => {
    const absent = notApplicable(`the bucket \`${trail.bucket}\` does not exist`);
    const shown = shownBy(bucket, absent, `whose bucket \`${trail.bucket}\` is could not be told`);
    if ('finding' in shown) return shown.finding;
    if (shown.value.ownerIsExpected) return healthy(`the bucket belongs to account ${bucketOwner}`);
    return broken(`the bucket \`${trail.bucket}\` does not belong to account ${bucketOwner}`, {
      advice: [
        {
          message: 'stop the trail from writing there, and find out who owns the bucket; nothing was written to it',
          suggestion: `aws cloudtrail update-trail --name ${trail.arn} --s3-bucket-name A-BUCKET-OF-YOURS`,
        },
      ],
    });
  },
};
