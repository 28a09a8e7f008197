import { type MessageAttributeValue, PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Notifier } from '../reconcile/ports.ts';
import { writeError } from './errors.ts';

/** Filter policies match each value of an array (SNS developer guide, "SNS message attributes"). */
function attributeOf(value: string | readonly string[]): MessageAttributeValue {
  return typeof value === 'string'
    ? { DataType: 'String', StringValue: value }
    : { DataType: 'String.Array', StringValue: JSON.stringify(value) };
}

/** Tells people through an SNS topic; the attributes are there for filter policies. */
export function snsNotifier(sns: SNSClient, topicArn: string): Notifier {
  return {
    send: async ({ subject, body, attributes }) => {
      const entries = Object.entries(attributes).map(([name, value]) => [name, attributeOf(value)]);
      try {
        await sns.send(
          new PublishCommand({
            TopicArn: topicArn,
            Subject: subject,
            Message: body,
            MessageAttributes: Object.fromEntries(entries),
          }),
        );
      } catch (error) {
        throw writeError(error, 'sns:Publish', topicArn);
      }
    },
  };
}
