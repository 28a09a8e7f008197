/** How large a document may be, and who says so. */
export type DocumentLimit = { readonly service: string; readonly bytes: number };

/** The largest bucket policy that S3 takes (S3 user guide, "Bucket policies": 20 KB). */
export const BUCKET_POLICY_LIMIT: DocumentLimit = { service: 'S3', bytes: 20_480 };

/** The largest key policy that KMS takes (KMS API reference, PutKeyPolicy: 32 KB). */
export const KEY_POLICY_LIMIT: DocumentLimit = { service: 'KMS', bytes: 32_768 };

/** The largest topic policy that SNS takes (SNS developer guide, quotas: 30 KB). */
export const TOPIC_POLICY_LIMIT: DocumentLimit = { service: 'SNS', bytes: 30_720 };

/** The size of a document in bytes, written without white space, as UTF-8. */
export function documentBytes(document: unknown): number {
  return new TextEncoder().encode(JSON.stringify(document)).length;
}
