/** The largest bucket policy that S3 takes, in bytes (S3 user guide, "Bucket policies": 20 KB). */
export const BUCKET_POLICY_BYTES = 20_480;

/** The size of a document in bytes, written without white space, as UTF-8. */
export function documentBytes(document: unknown): number {
  return new TextEncoder().encode(JSON.stringify(document)).length;
}
