import {
  type MessageAttributeValue,
  PublishCommand,
  type PublishCommandInput,
  type SNSClient,
} from '@aws-sdk/client-sns';
import type { Alert } from '../reconcile/memory.ts';
import type { Notifier } from '../reconcile/ports.ts';
import { writeError } from './errors.ts';

/** Filter policies match each value of an array (SNS developer guide, "SNS message attributes"). */
function attributeOf(value: string | readonly string[]): MessageAttributeValue {
  return typeof value === 'string'
    ? { DataType: 'String', StringValue: value }
    : { DataType: 'String.Array', StringValue: JSON.stringify(value) };
}

/**
 * What each protocol carries (SNS API reference, Publish, MessageStructure): people's mail and queues the text, HTTPS what chat
 * shows, for that is how Amazon Q Developer in chat applications subscribes.
 */
function messageOf({ body, chat }: Alert): Pick<PublishCommandInput, 'Message' | 'MessageStructure'> {
  if (chat === undefined) return { Message: body };
  return { Message: JSON.stringify({ default: body, https: chat }), MessageStructure: 'json' };
}

/** Tells people through an SNS topic; the attributes are there for filter policies. */
export function snsNotifier(sns: SNSClient, topicArn: string): Notifier {
  return {
    send: async (alert) => {
      const { subject, attributes } = alert;
      const entries = Object.entries(attributes).map(([name, value]) => [name, attributeOf(value)]);
      try {
        await sns.send(
          new PublishCommand({
            TopicArn: topicArn,
            Subject: subject,
            ...messageOf(alert),
            MessageAttributes: Object.fromEntries(entries),
          }),
        );
      } catch (error) {
        throw writeError(error, 'sns:Publish', topicArn);
      }
    },
  };
}
