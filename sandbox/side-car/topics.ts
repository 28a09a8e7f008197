import { asOwnerOf, type Caller } from '../aws/caller.ts';
import { readTopic, snsCall } from '../aws/sns.ts';
import { decide } from '../delivery/decide.ts';
import { publishRequest, topicKeyUse } from '../delivery/topic-request.ts';
import { dataKeyError, type KeyError, keyLets, readKey } from './keys.ts';
import type { EngineTrail } from './trails.ts';

/** What SNS answers to CloudTrail, by its API's names. */
export type NotificationError =
  | 'AuthorizationError'
  | 'NotFound'
  | 'KMSAccessDenied'
  | 'KMSDisabled'
  | 'KMSInvalidState'
  | 'KMSNotFound';

const KEY_ERRORS: Readonly<Record<KeyError, NotificationError>> = {
  AccessDenied: 'KMSAccessDenied',
  DisabledException: 'KMSDisabled',
  InvalidKeyUsageException: 'KMSInvalidState',
  KMSInvalidStateException: 'KMSInvalidState',
  NotFoundException: 'KMSNotFound',
};

const TOPIC_ARN = /^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+(\.fifo)?$/;

function parsed(policy: string | null): unknown {
  try {
    return policy === null ? null : JSON.parse(policy);
  } catch {
    return null;
  }
}

/** An encrypted topic takes a message only from who may use its key; AWS's own key (`alias/aws/sns`) lets no service. */
async function topicKeyError(owner: Caller, trail: EngineTrail, topicArn: string, keyId: string) {
  if (keyId.endsWith('alias/aws/sns')) return 'KMSAccessDenied';
  const key = await readKey(owner, keyId);
  const use = topicKeyUse(topicArn);
  const error = dataKeyError(trail, key, owner.region, use);
  if (error !== null) return KEY_ERRORS[error];
  return key !== null && keyLets(trail, 'kms:Decrypt', key, use) ? null : 'KMSAccessDenied';
}

/** Why SNS would refuse CloudTrail's notification, or null if it takes it (facts §3). */
export async function topicError(
  engine: Caller,
  trail: EngineTrail,
  topicArn: string,
): Promise<NotificationError | null> {
  if (!TOPIC_ARN.test(topicArn)) return 'NotFound';
  const owner = asOwnerOf(engine, topicArn);
  const topic = await readTopic(owner, topicArn);
  if (topic === null) return 'NotFound';
  const isAllowed = decide(parsed(topic.policy), publishRequest(trail, topicArn)).decision === 'allow';
  if (!isAllowed) return 'AuthorizationError';
  return topic.keyId === null ? null : topicKeyError(owner, trail, topicArn, topic.keyId);
}

/**
 * Tells the topic of new log files, if SNS lets CloudTrail. The engine knows no services that publish, so that the
 * topic's owner does it; a Deny that meets the owner alone keeps the message from the subscribers, not from the status.
 */
export async function notify(
  engine: Caller,
  trail: EngineTrail,
  topicArn: string,
  keys: readonly string[],
): Promise<NotificationError | null> {
  const error = await topicError(engine, trail, topicArn);
  if (error !== null) return error;
  for (const key of keys) {
    const Message = JSON.stringify({ s3Bucket: trail.bucket, s3ObjectKey: [key] });
    await snsCall(asOwnerOf(engine, topicArn), 'Publish', { TopicArn: topicArn, Message });
  }
  return null;
}
