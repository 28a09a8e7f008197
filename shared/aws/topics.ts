import { GetTopicAttributesCommand, SetTopicAttributesCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Topics } from '../reconcile/ports.ts';
import { errorName, unreadable, writeError } from './errors.ts';

/** The client of a topic's Region. */
export type SnsOf = (topicArn: string) => SNSClient;

async function attributes(sns: SNSClient, TopicArn: string): ReturnType<Topics['attributes']> {
  try {
    const { Attributes: found = {} } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
    const { Policy, KmsMasterKeyId } = found;
    return {
      facts: {
        state: 'present',
        value: { kmsKeyId: KmsMasterKeyId === undefined || KmsMasterKeyId === '' ? null : KmsMasterKeyId },
      },
      policy: Policy === undefined || Policy === '' ? { state: 'absent' } : { state: 'present', value: Policy },
    };
  } catch (error) {
    if (errorName(error) === 'NotFoundException' || errorName(error) === 'NotFound') {
      return { facts: { state: 'absent' }, policy: { state: 'not-asked', reason: 'the topic does not exist' } };
    }
    const failed = unreadable(error, 'sns:GetTopicAttributes', TopicArn);
    return { facts: failed, policy: failed };
  }
}

/** The SNS port, for the topics that trails publish to. */
export function snsTopics(snsOf: SnsOf): Topics {
  return {
    attributes: (topicArn) => attributes(snsOf(topicArn), topicArn),
    putPolicy: async (topicArn, policy) => {
      const input = { TopicArn: topicArn, AttributeName: 'Policy', AttributeValue: policy };
      try {
        await snsOf(topicArn).send(new SetTopicAttributesCommand(input));
      } catch (error) {
        throw writeError(error, 'sns:SetTopicAttributes', topicArn);
      }
    },
  };
}
