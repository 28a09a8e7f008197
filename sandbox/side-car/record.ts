import { randomUUID } from 'node:crypto';
import type { Call } from './call.ts';
import type { BusEvent } from './emit.ts';
import type { Identity } from './identities.ts';
import type { Write } from './s3-writes.ts';

/** A CloudTrail record (facts §6.2; CloudTrail user guide, record contents). */
export type CloudTrailRecord = Readonly<Record<string, unknown>> & {
  readonly eventSource: string;
  readonly eventName: string;
  readonly eventTime: string;
  readonly recipientAccountId: string;
};

/** How the call ended: the error code of a call that failed. */
export type Outcome = { readonly errorCode: string | null; readonly errorMessage: string | null };

function s3Extras(call: Call): Record<string, unknown> {
  return {
    additionalEventData: {
      SignatureVersion: 'SigV4',
      CipherSuite: 'TLS_AES_128_GCM_SHA256',
      bytesTransferredIn: call.body.length,
      AuthenticationMethod: 'AuthHeader',
      'x-amz-id-2': randomUUID(),
      bytesTransferredOut: 0,
    },
  };
}

function failure({ errorCode, errorMessage }: Outcome): Record<string, unknown> {
  if (errorCode === null) return {};
  // CloudTrail has one name for what KMS and its own API call AccessDeniedException.
  return {
    errorCode: errorCode === 'AccessDeniedException' ? 'AccessDenied' : errorCode,
    ...(errorMessage === null ? {} : { errorMessage }),
  };
}

/** The record that CloudTrail writes for a management write call. */
export function recordOf(call: Call, write: Write, who: Identity, outcome: Outcome, now: Date): CloudTrailRecord {
  return {
    eventVersion: '1.11',
    userIdentity: who.userIdentity,
    eventTime: `${now.toISOString().slice(0, 19)}Z`,
    eventSource: `${call.service}.amazonaws.com`,
    eventName: write.eventName,
    awsRegion: call.region,
    sourceIPAddress: call.sourceAddress,
    userAgent: call.service === 's3' ? `[${call.userAgent}]` : call.userAgent,
    ...failure(outcome),
    requestParameters: write.requestParameters,
    responseElements: outcome.errorCode === null ? write.responseElements : null,
    ...(call.service === 's3' ? s3Extras(call) : {}),
    requestID: randomUUID(),
    eventID: randomUUID(),
    readOnly: false,
    ...(write.resources.length === 0 ? {} : { resources: write.resources }),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: who.account,
    eventCategory: 'Management',
  };
}

/** The EventBridge event that carries a record. */
export function eventOf(record: CloudTrailRecord, account: string, region: string): BusEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'AWS API Call via CloudTrail',
    source: `aws.${record.eventSource.split('.')[0]}`,
    account,
    time: record.eventTime,
    region,
    resources: [],
    detail: record,
  };
}
