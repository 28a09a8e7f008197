import type { DocumentKind } from '../trail/document.ts';

/** One AWS service whose API calls can break delivery, under the names that CloudTrail logs. */
export type EventSource = {
  /** EventBridge's `source`. */
  readonly source: 'aws.s3' | 'aws.cloudtrail' | 'aws.kms' | 'aws.sns';
  /** `detail.eventName`, which is not always the API's own name. */
  readonly eventNames: readonly string[];
  /** Where `detail.requestParameters` names what was touched; calls on a whole account name nothing. */
  readonly subject: 'bucketName' | 'name' | 'keyId' | 'topicArn';
  /** The calls that write or delete a whole document. */
  readonly documents: Readonly<Record<string, DocumentKind>>;
};
