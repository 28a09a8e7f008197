import { broken, type Check, healthy } from './check.ts';
import { READ_BUCKET_POLICY } from './parts/rights.ts';
import { shownBy } from './parts/value.ts';

/** The bucket that the trail names is there. */
export const bucketExists: Check = {
  id: 'bucket-exists',
  title: 'The bucket that the trail names exists',
  severity: 'critical',
  mode: 'alert',
  why: 'Without its bucket the trail delivers nothing, and anybody may create a bucket of that name in an account of theirs.',
  byHand: 'Create the bucket again under the same name, in the same account and Region, before somebody else does.',
  reference: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html',
  permissions: READ_BUCKET_POLICY.filter(({ action }) => action === 's3:ListBucket'),
  evaluate: ({ bucket, trail, bucketOwner }) => {
    const name = `\`${trail.bucket}\``;
    const gone = broken(`the bucket ${name} does not exist`, {
      advice: [
        {
          message: `recreate the bucket ${name} in account ${bucketOwner}, before somebody else takes the name`,
          suggestion:
            `aws s3api create-bucket --bucket ${trail.bucket}, in account ${bucketOwner} and in the Region it was in; ` +
            'CloudTrail delivers what it could not deliver for up to 30 days',
        },
      ],
    });
    const shown = shownBy(bucket, gone, `the bucket ${name} could not be looked at`);
    return 'finding' in shown ? shown.finding : healthy(`the bucket ${name} exists`);
  },
};
