import { GetBucketAclCommand, GetPublicAccessBlockCommand, type Grant, type S3Client } from '@aws-sdk/client-s3';
import {
  GetPublicAccessBlockCommand as GetAccountBlockCommand,
  type S3ControlClient,
} from '@aws-sdk/client-s3-control';
import type { AclGrant, Reading } from '../reconcile/reading.ts';
import { errorName, unreadable } from './errors.ts';

/** Nobody ever set any. */
const NO_BLOCK = 'NoSuchPublicAccessBlockConfiguration';

function grantOf({ Grantee: grantee, Permission: permission }: Grant): AclGrant {
  const name =
    grantee?.URI ?? grantee?.DisplayName ?? grantee?.EmailAddress ?? grantee?.ID ?? 'somebody without a name';
  return { grantee: name, permission: permission ?? 'nothing' };
}

/** What the ACL grants to others than the owner; a group has no id. */
export async function grantsToOthers(
  s3: S3Client,
  Bucket: string,
  ExpectedBucketOwner: string,
): Promise<Reading<readonly AclGrant[]>> {
  try {
    const { Owner: owner, Grants: grants = [] } = await s3.send(
      new GetBucketAclCommand({ Bucket, ExpectedBucketOwner }),
    );
    const others = grants.filter(({ Grantee: { ID: id } = {} }) => id === undefined || id !== owner?.ID);
    return { state: 'present', value: others.map(grantOf) };
  } catch (error) {
    if (errorName(error) === 'NoSuchBucket') return { state: 'absent' };
    return unreadable(error, 's3:GetBucketAcl', Bucket);
  }
}

/** Whether the bucket's own settings keep public policies out. */
export async function bucketBlock(
  s3: S3Client,
  Bucket: string,
  ExpectedBucketOwner: string,
): Promise<Reading<boolean>> {
  try {
    const answer = await s3.send(new GetPublicAccessBlockCommand({ Bucket, ExpectedBucketOwner }));
    return { state: 'present', value: answer.PublicAccessBlockConfiguration?.BlockPublicPolicy === true };
  } catch (error) {
    if (errorName(error) === NO_BLOCK) return { state: 'present', value: false };
    if (errorName(error) === 'NoSuchBucket') return { state: 'absent' };
    return unreadable(error, 's3:GetBucketPublicAccessBlock', Bucket);
  }
}

/** Whether the settings of the account do, for all of its buckets. */
export async function accountBlock(control: S3ControlClient, AccountId: string): Promise<Reading<boolean>> {
  try {
    const answer = await control.send(new GetAccountBlockCommand({ AccountId }));
    return { state: 'present', value: answer.PublicAccessBlockConfiguration?.BlockPublicPolicy === true };
  } catch (error) {
    if (errorName(error) === NO_BLOCK) return { state: 'present', value: false };
    return unreadable(error, 's3:GetAccountPublicAccessBlock', `the account ${AccountId}`);
  }
}
