import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Notifier } from '../reconcile/ports.ts';
import { writeError } from './errors.ts';

/** Tells people through an SNS topic; the attributes are there for filter policies. */
export function snsNotifier(sns: SNSClient, topicArn: string): Notifier {
  return {
    send: async ({ subject, body, attributes }) => {
      const entries = Object.entries(attributes).map(([name, value]) => [
        name,
        { DataType: 'String', StringValue: value },
      ]);
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
