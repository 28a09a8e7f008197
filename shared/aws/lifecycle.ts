import { GetBucketLifecycleConfigurationCommand, type LifecycleRule, type S3Client } from '@aws-sdk/client-s3';
import type { ExpiryRule, Reading } from '../reconcile/reading.ts';
import { errorName, unreadable } from './errors.ts';

/** A rule by which current objects expire; nothing of one that only moves them, or that is for old versions and uploads. */
function expiryRule(rule: LifecycleRule): readonly ExpiryRule[] {
  const { ID, Status, Expiration, Filter: filter } = rule;
  const days = Expiration?.Days;
  if (days === undefined && Expiration?.Date === undefined) return [];
  const { And: both } = filter ?? {};
  const sizes = [filter?.ObjectSizeLessThan, both?.ObjectSizeLessThan];
  const least = [filter?.ObjectSizeGreaterThan, both?.ObjectSizeGreaterThan];
  const hasTags = filter?.Tag !== undefined || (both?.Tags ?? []).length > 0;
  return [
    {
      id: ID ?? 'without a name',
      isEnabled: Status === 'Enabled',
      prefix: filter?.Prefix ?? both?.Prefix ?? oldPrefix(rule),
      // S3 answers an absent minimum with 0.
      isNarrowed: hasTags || sizes.some((size) => size !== undefined) || least.some((size) => (size ?? 0) > 0),
      expires: days === undefined ? 'on-a-date' : { days },
    },
  ];
}

/** Rules of before 2016 have their prefix beside the filter (S3 API reference, LifecycleRule: Prefix). */
function oldPrefix(rule: { readonly Prefix?: string | undefined }): string {
  return rule.Prefix ?? '';
}

/** The rules by which objects of a bucket expire. */
export async function expiryRules(
  s3: S3Client,
  Bucket: string,
  ExpectedBucketOwner: string,
): Promise<Reading<readonly ExpiryRule[]>> {
  try {
    const { Rules = [] } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket, ExpectedBucketOwner }));
    return { state: 'present', value: Rules.flatMap(expiryRule) };
  } catch (error) {
    if (errorName(error) === 'NoSuchLifecycleConfiguration') return { state: 'present', value: [] };
    if (errorName(error) === 'NoSuchBucket') return { state: 'absent' };
    return unreadable(error, 's3:GetLifecycleConfiguration', Bucket);
  }
}
