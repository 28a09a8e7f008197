import type { DocumentKind } from '../trail/document.ts';

/** One AWS service whose API calls can break delivery, under the names that CloudTrail logs. */
export type EventSource = {
  /** EventBridge's `source`. */
  readonly source: 'aws.s3' | 'aws.cloudtrail' | 'aws.kms' | 'aws.sns' | 'aws.organizations' | 'aws.iam';
  /** `detail.eventName`, which is not always the API's own name. */
  readonly eventNames: readonly string[];
  /** Where `detail.requestParameters` names what was touched; null where no call names a bucket, trail, key or topic. */
  readonly subject: 'bucketName' | 'name' | 'keyId' | 'topicArn' | null;
  /** The calls that write or delete a whole document. */
  readonly documents: Readonly<Record<string, DocumentKind>>;
  /** Whether it can break every trail, or only those that have to do with an organization. */
  readonly breaks: 'every-trail' | 'trails-of-organizations';
  /** Calls that name whom they are about in this parameter: another one than CloudTrail's is nobody's business. */
  readonly about?: { readonly parameter: 'servicePrincipal' | 'roleName'; readonly value: string };
};
