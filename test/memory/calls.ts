import assert from 'node:assert/strict';
import { type ApiCall, parseApiCall } from '../../shared/events/api-call.ts';
import type { Json, JsonObject } from '../../shared/policy/json.ts';

/** What EventBridge says of one call; the parts are those of a CloudTrail record. */
type Parts = {
  readonly source?: ApiCall['source'];
  readonly time?: string;
  readonly parameters?: JsonObject;
  readonly actor?: string;
  readonly userAgent?: string;
};

/** The event of a call as EventBridge sends it. */
export function eventOf(eventName: string, parts: Parts = {}): JsonObject {
  const { source = 'aws.s3', time = '2026-11-21T12:00:00Z', parameters = { bucketName: 'example-logs' } } = parts;
  return {
    'detail-type': 'AWS API Call via CloudTrail',
    source,
    detail: {
      eventID: '11111111-2222-4333-8444-555555555555',
      eventName,
      eventTime: time,
      userIdentity: { arn: parts.actor ?? 'arn:aws:sts::111122223333:assumed-role/Admin/jane' },
      sourceIPAddress: '192.0.2.7',
      userAgent: parts.userAgent ?? 'aws-cli/2.30.1',
      requestParameters: parameters,
    },
  };
}

/** A call as its event told it: read by the product from an event as EventBridge sends it. */
export function callOf(eventName: string, parts: Parts = {}): ApiCall {
  const call = parseApiCall(eventOf(eventName, parts));
  assert.ok(call !== null, `${eventName} is a call that wakes Trailmend`);
  return call;
}

/** Somebody's PutBucketPolicy on `example-logs`. */
export function putPolicyCall(policy: Json, time?: string): ApiCall {
  const parameters = { bucketName: 'example-logs', bucketPolicy: policy };
  return callOf('PutBucketPolicy', time === undefined ? { parameters } : { parameters, time });
}
