import { BUCKET_POLICY_LIMIT, type DocumentLimit, KEY_POLICY_LIMIT, TOPIC_POLICY_LIMIT } from '../policy/limits.ts';
import { bucketArn } from './arn.ts';
import { isTrail, type Source } from './event-data-store.ts';

/** The policies that a trail's delivery rests on. */
export type DocumentKind = 'bucket-policy' | 'key-policy' | 'topic-policy';

/** Every kind, in the order in which people read them. */
export const DOCUMENT_KINDS: readonly DocumentKind[] = ['bucket-policy', 'key-policy', 'topic-policy'];

/** What a kind of document is called, and how large it may be. */
export const DOCUMENTS: Readonly<Record<DocumentKind, { readonly noun: string; readonly limit: DocumentLimit }>> = {
  'bucket-policy': { noun: 'bucket policy', limit: BUCKET_POLICY_LIMIT },
  'key-policy': { noun: 'key policy', limit: KEY_POLICY_LIMIT },
  'topic-policy': { noun: 'topic policy', limit: TOPIC_POLICY_LIMIT },
};

/** The ARN of the resource whose policy it is; null where the source has none of the kind. */
export function resourceOfDocument(source: Source, kind: DocumentKind): string | null {
  switch (kind) {
    case 'bucket-policy':
      return bucketArn(source.partition, source.bucket);
    case 'key-policy':
      return isTrail(source) ? source.kmsKeyArn : null;
    case 'topic-policy':
      return isTrail(source) ? source.topicArn : null;
  }
}
