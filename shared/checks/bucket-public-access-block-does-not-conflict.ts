import type { Statement } from '../policy/document.ts';
import { nameOf } from '../policy/doubts.ts';
import { publicStatements } from '../policy/public.ts';
import type { Observation } from '../reconcile/observation.ts';
import { broken, type Check, type Finding, healthy, notApplicable, unknown } from './check.ts';
import { readPolicy } from './parts/policy-reading.ts';
import { READ_BUCKET_POLICY, READ_PUBLIC_ACCESS_BLOCK, READ_TRAIL } from './parts/rights.ts';

/** A policy with public statements, under what is known of the settings of bucket and account. */
function judgePublic({ surroundings, trail, bucketOwner }: Observation, open: readonly Statement[]): Finding {
  const { bucketBlock, accountBlock } = surroundings;
  const names = `${open.map(nameOf).join(' and ')} of the bucket policy ${open.length === 1 ? 'is' : 'are'} public`;
  const blocks = (block: typeof bucketBlock): boolean => block.state === 'present' && block.value;
  if (blocks(bucketBlock) || blocks(accountBlock)) {
    const where = blocks(bucketBlock) ? `the bucket \`${trail.bucket}\`` : `the account ${bucketOwner}`;
    const message =
      `${names}, and BlockPublicPolicy of ${where} is on: S3 refuses any policy with it, so that a repair would be ` +
      'refused too; CloudTrail itself gets through all the same';
    const suggestion =
      `hold ${open.map(nameOf).join(' and ')} to fixed values, as a principal or with a condition on aws:PrincipalOrgID, ` +
      'aws:SourceAccount, aws:SourceVpce or the like, or remove it; nothing is removed by itself';
    return broken(message, { advice: [{ message, suggestion }] });
  }
  const unread = [bucketBlock, accountBlock].find((block) => block.state === 'unreadable');
  if (unread?.state !== 'unreadable') return healthy(`${names}, and BlockPublicPolicy is off: S3 takes such a policy`);
  return unknown(`${names}, and whether BlockPublicPolicy is on could not be read: ${unread.reason}`);
}

/** No public statement stands in the way of the next write of the policy. */
export const bucketPublicAccessBlockDoesNotConflict: Check = {
  id: 'bucket-public-access-block-does-not-conflict',
  title: 'Block Public Access lets the policy be repaired',
  severity: 'medium',
  mode: 'alert',
  why:
    'S3 judges a bucket policy when it is written: with BlockPublicPolicy on, it refuses every policy that holds a public statement, ' +
    'also one that stands there since before. A repair leaves all statements as they are, and would be refused with them. ' +
    'CloudTrail’s own statements are never public, since they name a service, and RestrictPublicBuckets lets services in.',
  byHand:
    'Hold the public statement to fixed values, as a principal or with a condition that the AWS page lists, or remove it.',
  reference: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
  permissions: [...READ_TRAIL, ...READ_BUCKET_POLICY, ...READ_PUBLIC_ACCESS_BLOCK],
  evaluate: (observation) => {
    const { bucketBlock } = observation.surroundings;
    if (bucketBlock.state === 'not-asked') return notApplicable(bucketBlock.reason ?? 'AWS was not asked');
    const reading = readPolicy(observation, 'bucket-policy');
    if ('finding' in reading) return reading.finding;
    const open = publicStatements(reading.policy);
    return open.length === 0 ? healthy('no statement of the bucket policy is public') : judgePublic(observation, open);
  },
};
