import { bucketArn } from '../trail/arn.ts';
import { broken, type Check, healthy, notApplicable } from './check.ts';
import { isRequesterPays } from './parts/request-payer.ts';
import { READ_REQUEST_PAYER, READ_TRAIL } from './parts/rights.ts';
import { shownBy } from './parts/value.ts';

/** The bucket's owner pays for requests, as CloudTrail asks for. */
export const bucketIsNotRequesterPays: Check = {
  id: 'bucket-is-not-requester-pays',
  title: 'The bucket is not Requester Pays',
  severity: 'critical',
  mode: 'restore',
  why:
    'S3 refuses every request to a Requester Pays bucket that does not say that it pays. CloudTrail’s requests do not, so that ' +
    'no log file is written, whatever the policy says.',
  byHand: 'aws s3api put-bucket-request-payment --bucket BUCKET --request-payment-configuration Payer=BucketOwner',
  reference: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/RequesterPaysBuckets.html',
  permissions: [
    ...READ_TRAIL,
    ...READ_REQUEST_PAYER,
    { action: 's3:PutBucketRequestPayment', target: 'bucket', access: 'repair' },
  ],
  evaluate: (observation) => {
    const { payer, trail, bucketOwner: owner } = observation;
    const name = `\`${trail.bucket}\``;
    const absent = notApplicable(`the bucket ${name} does not exist`);
    const shown = shownBy(payer, absent, `who pays for requests to ${name} could not be read`);
    if ('finding' in shown) return shown.finding;
    if (!isRequesterPays(observation)) return healthy(`the owner of ${name} pays for requests`);
    const resource = bucketArn(trail.partition, trail.bucket);
    return broken(`the bucket ${name} is Requester Pays, so that S3 refuses CloudTrail`, {
      repair: { kind: 'set-request-payer', resource, owner },
    });
  },
};
