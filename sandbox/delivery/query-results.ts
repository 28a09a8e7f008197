import type { EventDataStore } from '../../shared/trail/event-data-store.ts';
import { type ContextValue, known, type PointRequest, serviceRequest } from './request.ts';

const ABSENT: ContextValue = { kind: 'absent' };

/**
 * A request by which CloudTrail saves query results (facts §1.1e). The documented policy asks for no ACL, so that none is taken
 * to be sent; which encryption is asked for nobody has seen.
 */
export function resultsRequest(store: EventDataStore, action: string, resource: string, region?: string): PointRequest {
  const encryption: ContextValue = action === 's3:PutObject' ? { kind: 'unknown' } : ABSENT;
  return serviceRequest(store, { action, resource, region }, [
    ['s3:x-amz-acl', ABSENT],
    ['s3:x-amz-server-side-encryption', encryption],
    ['s3:x-amz-server-side-encryption-aws-kms-key-id', encryption],
    ['s3:TlsVersion', known('1.2')],
    ['s3:signatureversion', known('AWS4-HMAC-SHA256')],
    ['s3:authType', known('REST-HEADER')],
  ]);
}

/** The keys of what one query leaves in the bucket: a file of results, and the file that signs it. */
export function resultKeys({ prefix, account }: EventDataStore, queryId: string, time: Date): readonly string[] {
  const day = time.toISOString().slice(0, 10).replaceAll('-', '/');
  const folder = `${prefix === '' ? '' : `${prefix}/`}AWSLogs/${account}/CloudTrail-Lake/Query/${day}/${queryId}`;
  return [`${folder}/result_1.csv.gz`, `${folder}/result_sign.json`];
}
