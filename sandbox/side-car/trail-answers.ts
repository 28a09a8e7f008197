import { asOwnerOf, type Caller } from '../aws/caller.ts';
import type { WireAnswer } from '../aws/exchange.ts';
import { isMap } from '../delivery/json.ts';
import type { Call } from './call.ts';
import { type DeliveryStatus, mergeStatus } from './delivery-status.ts';
import { withBody } from './headers.ts';
import { readKey } from './keys.ts';
import { cloudTrail, topicArnOf } from './trails.ts';

type Said = { readonly [name: string]: unknown };

/** A description as AWS gives it: what is not set is left out, and the topic is named by its ARN too. */
function complete(description: unknown, topic?: unknown): unknown {
  if (!isMap(description)) return description;
  const { TrailARN: trailArn, SnsTopicName: named = topic } = description;
  const topicArn = typeof trailArn === 'string' && typeof named === 'string' ? topicArnOf(trailArn, named) : null;
  const entries = Object.entries(description).filter(([, value]) => value !== '');
  const withTopic = topicArn === null ? {} : { SnsTopicName: named, SnsTopicARN: topicArn };
  return { ...Object.fromEntries(entries), ...withTopic };
}

/** CloudTrail keeps the ARN of the key behind an alias; the engine keeps the alias. */
async function settleKey(engine: Caller, said: Said): Promise<Said> {
  const { KmsKeyId: keyId, TrailARN: trailArn } = said;
  if (typeof keyId !== 'string' || !keyId.includes('alias/') || typeof trailArn !== 'string') return said;
  const owner = asOwnerOf(engine, trailArn);
  const key = await readKey(owner, keyId);
  if (key === null) return said;
  await cloudTrail(owner, 'UpdateTrail', { Name: trailArn, KmsKeyId: key.arn });
  return { ...said, KmsKeyId: key.arn };
}

async function completed(engine: Caller, { operation, parameters }: Call, said: Said): Promise<unknown> {
  switch (operation) {
    case 'CreateTrail':
    case 'UpdateTrail':
      return complete(await settleKey(engine, said), parameters['SnsTopicName']);
    case 'GetTrail':
      return { ...said, Trail: complete(said['Trail']) };
    case 'DescribeTrails': {
      const list = said['trailList'];
      return { ...said, trailList: Array.isArray(list) ? list.map((trail) => complete(trail)) : list };
    }
    default:
      return said;
  }
}

/** An answer of the engine's CloudTrail with what it does not know: deliveries, the topic's and the key's ARN. */
export async function trailAnswer(
  engine: Caller,
  call: Call,
  answer: WireAnswer,
  statusOf: (nameOrArn: string) => DeliveryStatus,
): Promise<WireAnswer> {
  if (call.service !== 'cloudtrail' || answer.status !== 200) return answer;
  const text = answer.body.toString('utf8');
  const name = call.parameters['Name'];
  if (call.operation === 'GetTrailStatus' && typeof name === 'string')
    return withBody(answer, mergeStatus(text, statusOf(name)));
  const said: unknown = JSON.parse(text);
  return isMap(said) ? withBody(answer, JSON.stringify(await completed(engine, call, said))) : answer;
}
