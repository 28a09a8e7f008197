import type { Json, JsonObject } from '../../shared/policy/json.ts';

/** A CloudTrail record as EventBridge hands it to a function (EventBridge user guide, "AWS service events"). */
export function asEvent(record: JsonObject): JsonObject {
  return {
    version: '0',
    id: '7bf73129-1428-4cd3-a780-95db273d1602',
    'detail-type': 'AWS API Call via CloudTrail',
    source: `aws.${String(record.eventSource).split('.')[0]}`,
    account: record.recipientAccountId ?? '111122223333',
    time: record.eventTime ?? '2026-11-21T00:00:00Z',
    region: record.awsRegion ?? 'us-east-1',
    resources: [],
    detail: record,
  };
}

/** A successful PutBucketPolicy, complete. */
export const RECORD: JsonObject = {
  eventVersion: '1.11',
  userIdentity: {
    type: 'AssumedRole',
    principalId: 'AROAEXAMPLE:dana',
    arn: 'arn:aws:sts::111122223333:assumed-role/Admin/dana',
    accountId: '111122223333',
  },
  eventTime: '2026-11-21T00:00:00Z',
  eventSource: 's3.amazonaws.com',
  eventName: 'PutBucketPolicy',
  awsRegion: 'us-east-1',
  sourceIPAddress: '203.0.113.7',
  userAgent: '[aws-cli/2.31.0]',
  requestParameters: {
    bucketName: 'example-logs',
    bucketPolicy: { Version: '2012-10-17', Statement: [] },
    Host: 'example-logs.s3.amazonaws.com',
    policy: '',
  },
  responseElements: null,
  eventID: '319c16cd-f9e4-4d1b-9713-17d590c41460',
  readOnly: false,
  recipientAccountId: '111122223333',
};

/** The record with other fields; `undefined` leaves one out. */
export function recordWith(parts: Readonly<Record<string, Json | undefined>>): JsonObject {
  return JSON.parse(JSON.stringify({ ...RECORD, ...parts }));
}

/** The longest text of an event that is kept, with the sign that some was cut off. */
export const LONGEST = 301;
