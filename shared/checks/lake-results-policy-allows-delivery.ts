import type { StoreObservation } from '../reconcile/store-observation.ts';
import { LAKE_STATEMENTS } from '../trail/lake-statements.ts';
import { broken, type Finding, healthy, type Repair, type StoreCheck } from './check.ts';
import { judgeAllowance } from './parts/allowance.ts';
import { judgeDenies } from './parts/blocking-deny.ts';
import { isRequesterPays } from './parts/request-payer.ts';
import { READ_BUCKET_POLICY, READ_REQUEST_PAYER, WRITE_BUCKET_POLICY } from './parts/rights.ts';

/** What no statement can mend, and a person has to. */
function obstacle({ store, bucket, bucketOwner, payer }: StoreObservation): Finding | null {
  const name = `\`${store.bucket}\``;
  const told = (message: string, suggestion: string): Finding => broken(message, { advice: [{ message, suggestion }] });
  if (bucket.state === 'absent')
    return told(
      `the bucket ${name} for query results does not exist`,
      `aws s3api create-bucket --bucket ${store.bucket}, as account ${bucketOwner}, or run queries with another bucket and name that one in the settings`,
    );
  if (bucket.state === 'present' && !bucket.value.ownerIsExpected)
    return told(
      `the bucket ${name} for query results does not belong to account ${bucketOwner}`,
      `save no query results in ${store.bucket} until it is known whose it is; if another account owns it on purpose, name that account in the settings (bucketOwner)`,
    );
  if (isRequesterPays({ payer }))
    return told(
      `the bucket ${name} for query results is Requester Pays, and CloudTrail is no requester that pays`,
      `aws s3api put-bucket-request-payment --bucket ${store.bucket} --expected-bucket-owner ${bucketOwner} --request-payment-configuration Payer=BucketOwner`,
    );
  return null;
}

/** One repair of the document for both: statements that are missing, and those that were turned to Deny. */
function together(one: Repair | null, other: Repair | null): Repair | null {
  if (one?.kind !== 'ensure-statements' || other?.kind !== 'ensure-statements') return one ?? other;
  const more = other.restore.filter(({ index }) => one.restore.every((restored) => restored.index !== index));
  return { ...one, restore: [...one.restore, ...more] };
}

/** What is allowed and what is denied, as one finding. */
function combined(allowed: Finding, denied: Finding): Finding {
  // A statement of our own that was turned to Deny is told once, as what is missing.
  if (denied.verdict !== 'broken' || (denied.advice.length === 0 && allowed.verdict === 'broken')) {
    if (allowed.verdict !== 'healthy') return { ...allowed, repair: together(allowed.repair, denied.repair) };
    return denied.verdict === 'healthy' ? healthy(`${allowed.message}, and ${denied.message}`) : denied;
  }
  if (allowed.verdict !== 'broken') return { ...denied, repair: together(allowed.repair, denied.repair) };
  const refused = [...(allowed.evidence?.refused ?? []), ...(denied.evidence?.refused ?? [])];
  return broken(`${allowed.message}; ${denied.message}`, {
    evidence: { ...denied.evidence, refused },
    repair: together(allowed.repair, denied.repair),
    advice: denied.advice,
  });
}

/** CloudTrail can save the results of queries on an event data store in the bucket that is meant for them. */
export const lakeResultsPolicyAllowsDelivery: StoreCheck = {
  id: 'lake-results-policy-allows-delivery',
  subject: 'event-data-store',
  title: 'The bucket for CloudTrail Lake query results lets CloudTrail in',
  severity: 'medium',
  mode: 'restore',
  why:
    'CloudTrail saves the results of a query in a bucket if it may read the bucket’s ACL, write the result files and the sign file, ' +
    'and abort an upload, each as the event data store. Where that is refused, or a Deny touches it, the query ends without its ' +
    'files, and nothing but the delivery status of that query says so. The documented statements take in every event data store ' +
    'of the account in the Region. That no ACL header is sent is inferred, and what encryption header is sent is not known.',
  byHand:
    'Add the statements AWSCloudTrailLake1 and AWSCloudTrailLake2 of the AWS page to the bucket policy, with the account of the event data store (of an ' +
    'organization’s: the management account) and the Region in which queries run: `trailmend plan --lake` prints them. Then save the results again.',
  reference: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/s3-bucket-policy-lake-query-results.html',
  permissions: [...READ_BUCKET_POLICY, ...READ_REQUEST_PAYER, ...WRITE_BUCKET_POLICY],
  evaluate: (observation) =>
    obstacle(observation) ??
    combined(judgeAllowance(observation, 'bucket-policy', LAKE_STATEMENTS), judgeDenies(observation, 'bucket-policy')),
};
