import { writeOf } from './api-writes.ts';
import type { Call } from './call.ts';
import type { Identity } from './identities.ts';
import { keyArnOf } from './kms-writes.ts';

/** One API call that went through the side-car, for those who want to know who did what. */
export type SeenCall = {
  /** When it arrived, in milliseconds since the epoch. */
  readonly at: number;
  readonly who: string;
  readonly service: string;
  /** CloudTrail's name of a write; of a read the operation, or the method and subresource of S3. */
  readonly name: string;
  readonly isWrite: boolean;
  readonly bucket: string | null;
  /** The trail that a CloudTrail call names. */
  readonly trail: string | null;
  /** The ARN of the key that a KMS call names. */
  readonly keyArn: string | null;
  /** The ARN of the topic that an SNS call names. */
  readonly topicArn: string | null;
  readonly errorCode: string | null;
};

function readName(call: Call): string {
  if (call.service !== 's3') return call.operation;
  const [subresource = ''] = [...call.query.keys()].filter((name) => name !== 'x-id');
  return `${call.method} ${subresource}`.trim();
}

/** Notes a call that is through. */
export function seenCall(call: Call, at: number, who: Identity, errorCode: string | null): SeenCall {
  const { account } = who;
  const write = writeOf(call, account, '');
  const isObjectWrite = call.key !== null && call.method !== 'GET' && call.method !== 'HEAD';
  const { Name: name, TopicArn: topicArn } = call.parameters;
  return {
    at,
    who: String(who.userIdentity['arn'] ?? who.userIdentity['accessKeyId']),
    service: call.service,
    name: write?.eventName ?? readName(call),
    isWrite: write !== null || isObjectWrite,
    bucket: call.bucket,
    trail: call.service === 'cloudtrail' && typeof name === 'string' ? name : null,
    keyArn: call.service === 'kms' ? keyArnOf(call, account) : null,
    topicArn: call.service === 'sns' && typeof topicArn === 'string' ? topicArn : null,
    errorCode,
  };
}
