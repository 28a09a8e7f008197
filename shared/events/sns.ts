import type { EventSource } from './event-source.ts';

/** Calls on the topic that the trail publishes to. */
export const snsEvents: EventSource = {
  source: 'aws.sns',
  subject: 'topicArn',
  eventNames: ['SetTopicAttributes', 'AddPermission', 'RemovePermission', 'DeleteTopic'],
  documents: { SetTopicAttributes: 'topic-policy' },
  breaks: 'every-trail',
};
