import { broken, type Check, healthy, notApplicable } from './check.ts';
import { READ_BUCKET_ACL, READ_TRAIL } from './parts/rights.ts';
import { shownBy } from './parts/value.ts';

/** S3's own group for server access logs (S3 user guide, "Access control list overview": predefined groups). */
const LOG_DELIVERY = 'http://acs.amazonaws.com/groups/s3/LogDelivery';

/** Nobody but the owner has a grant in the bucket's ACL. */
export const bucketAclDoesNotConflict: Check = {
  id: 'bucket-acl-does-not-conflict',
  title: 'The bucket’s ACL grants nothing to others',
  severity: 'advice',
  mode: 'advice',
  why:
    'CloudTrail delivers by the bucket policy alone, under any setting of Object Ownership: a grant in the ACL, also one of former ' +
    'years for log delivery, helps no log file and lets somebody at the audit trail whom the policy does not name.',
  byHand:
    'aws s3api put-bucket-acl --bucket BUCKET --acl private, and then switch ACLs off: aws s3api put-bucket-ownership-controls ' +
    '--bucket BUCKET --ownership-controls Rules=[{ObjectOwnership=BucketOwnerEnforced}]',
  reference: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html',
  permissions: [...READ_TRAIL, ...READ_BUCKET_ACL],
  evaluate: ({ surroundings: { grants }, trail: { bucket } }) => {
    const absent = notApplicable(`the bucket \`${bucket}\` does not exist`);
    const shown = shownBy(grants, absent, `the ACL of \`${bucket}\` could not be read`);
    if ('finding' in shown) return shown.finding;
    if (shown.value.length === 0) return healthy(`the ACL of \`${bucket}\` grants nothing to others than its owner`);
    const named = shown.value.map(({ grantee, permission }) => `\`${permission}\` to \`${grantee}\``).join(', ');
    const message =
      `the ACL of \`${bucket}\` grants ${named}, on which delivery does not depend: CloudTrail is let in by the bucket policy alone, ` +
      'under any setting of Object Ownership';
    const isForAccessLogs = shown.value.some(({ grantee }) => grantee === LOG_DELIVERY);
    const first = isForAccessLogs
      ? 'if server access logs of S3 are written to this bucket, let logging.s3.amazonaws.com in by the policy first; then '
      : '';
    const suggestion =
      `${first}aws s3api put-bucket-acl --bucket ${bucket} --acl private takes the grants back, and aws s3api ` +
      `put-bucket-ownership-controls --bucket ${bucket} --ownership-controls Rules=[{ObjectOwnership=BucketOwnerEnforced}] ` +
      'switches ACLs off';
    return broken(message, { advice: [{ message, suggestion }] });
  },
};
