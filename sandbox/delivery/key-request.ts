import type { Trail } from '../../shared/trail/trail.ts';
import { type ContextValue, known, type PointRequest, serviceRequest } from './request.ts';

/** A KMS key, as far as a request shows it. */
export type Key = {
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly state: string;
  readonly spec: string;
  readonly usage: string;
  readonly origin: string;
  readonly isMultiRegion: boolean;
  readonly policy: unknown;
};

/** What a data key is for: what is encrypted, and which service asks for CloudTrail. */
export type KeyUse = {
  readonly encryptionContext: Readonly<Record<string, string>>;
  /** The service that makes the call on CloudTrail's behalf (`s3.REGION.amazonaws.com`), or null if there is none. */
  readonly through: string | null;
};

/** What a log file is encrypted for; with a Bucket Key S3 names the bucket instead of the object (facts §2.2). */
export function logFileContext(trail: Trail, objectArn: string, hasBucketKey: boolean): Record<string, string> {
  const [bucketArn = ''] = objectArn.split('/');
  return { 'aws:cloudtrail:arn': trail.arn, 'aws:s3:arn': hasBucketKey ? bucketArn : objectArn };
}

/** That a service asks is known of no event, so that nobody can say whether kms:ViaService is there (facts §2.2). */
function viaService(through: string | null): ContextValue {
  return through === null ? { kind: 'absent' } : { kind: 'perhaps', value: through };
}

/** The request that CloudTrail, or a service for it, makes of KMS for a trail (facts §2.2). */
export function keyRequest(trail: Trail, action: string, key: Key, use: KeyUse): PointRequest {
  const names = Object.keys(use.encryptionContext);
  return serviceRequest(trail, { action, resource: key.arn, region: key.region }, [
    ...Object.entries(use.encryptionContext).map(
      ([name, value]) => [`kms:EncryptionContext:${name}`, known(value)] as const,
    ),
    ['kms:EncryptionContextKeys', { kind: 'list', known: names, isComplete: true }],
    ['kms:ViaService', viaService(use.through)],
    ['kms:KeySpec', known(key.spec)],
    ['kms:KeyUsage', known(key.usage)],
    ['kms:KeyOrigin', known(key.origin)],
    ['kms:MultiRegion', known(String(key.isMultiRegion))],
    ['kms:GrantIsForAWSResource', { kind: 'absent' }],
    ['aws:ResourceAccount', known(key.account)],
  ]);
}
