import type { TrailArn } from './arn.ts';

/** What has to be known of a trail to say which requests CloudTrail makes for it. */
export type Trail = TrailArn & {
  /** The bucket's name, as the trail names it; it is never derived. */
  readonly bucket: string;
  /** The key prefix without its trailing slash, empty if the trail has none. */
  readonly prefix: string;
  /** The organization (`o-…`) whose accounts this trail logs, or null if it is not an organization trail. */
  readonly organizationId: string | null;
  /** The organization that the trail's account is a member of, or null if that is not known (aws:SourceOrgID). */
  readonly sourceOrganizationId: string | null;
  /** The full ARN of the KMS key that the trail names, or null if it has none. */
  readonly kmsKeyArn: string | null;
  /** The ARN of the SNS topic that is told of every log file, or null if there is none. */
  readonly topicArn: string | null;
  /** Whether the bucket encrypts with an S3 Bucket Key, which changes what KMS is asked; null if that is not known. */
  readonly bucketKey: boolean | null;
  /** True if digest files are written too. */
  readonly logFileValidation: boolean;
  /** False only if it is known that the trail logs its home Region alone. */
  readonly multiRegion: boolean;
  /** True if CloudTrail Insights events are written too. */
  readonly insights: boolean;
};
