import { type Answer, type Caller, query, succeeded } from './caller.ts';
import { unescapeXml } from './xml.ts';

/** What of a topic decides whether somebody may publish. */
export type TopicAttributes = {
  readonly policy: string | null;
  /** The key that encrypts its messages, by id, ARN or alias. */
  readonly keyId: string | null;
};

const VERSION = '2010-03-31';

/** A call of SNS. */
export function snsCall(
  caller: Caller,
  operation: string,
  parameters: Readonly<Record<string, string>>,
): Promise<Answer> {
  return query(caller, 'sns', VERSION, { Action: operation, ...parameters });
}

function attributesOf(xml: string): Map<string, string> {
  const entries = xml.matchAll(/<key>(.*?)<\/key>\s*<value>(.*?)<\/value>/gs);
  return new Map([...entries].map(([, name = '', value = '']) => [name, unescapeXml(value)]));
}

/** Reads a topic; null if there is none. */
export async function readTopic(caller: Caller, topicArn: string): Promise<TopicAttributes | null> {
  const answer = await snsCall(caller, 'GetTopicAttributes', { TopicArn: topicArn });
  if (answer.errorCode === 'NotFound') return null;
  const attributes = attributesOf(succeeded(`reading ${topicArn}`, answer).text);
  const keyId = attributes.get('KmsMasterKeyId') ?? '';
  return { policy: attributes.get('Policy') ?? null, keyId: keyId === '' ? null : keyId };
}

/** Makes a topic and returns its ARN; with a policy, or with SNS's own. */
export async function createTopic(caller: Caller, name: string, policy?: string): Promise<string> {
  const attributes = { 'Attributes.entry.1.key': 'Policy', 'Attributes.entry.1.value': policy ?? '' };
  const parameters = { Name: name, ...(policy === undefined ? {} : attributes) };
  const { text } = succeeded('CreateTopic', await snsCall(caller, 'CreateTopic', parameters));
  return /<TopicArn>([^<]*)<\/TopicArn>/.exec(text)?.[1] ?? '';
}

/** Writes one attribute of a topic, such as `Policy` or `KmsMasterKeyId`. */
export function setTopicAttribute(caller: Caller, topicArn: string, name: string, value: string): Promise<Answer> {
  return snsCall(caller, 'SetTopicAttributes', { TopicArn: topicArn, AttributeName: name, AttributeValue: value });
}
