import type { EventSource } from './event-source.ts';

/**
 * Calls on the trail itself (CloudTrail API reference). Who takes the delegated administrator away names an account and no
 * trail. PutInsightSelectors is not among them: it changes which files come, and none is refused for it.
 */
export const cloudtrailEvents: EventSource = {
  source: 'aws.cloudtrail',
  subject: 'name',
  eventNames: [
    ...['StopLogging', 'DeleteTrail', 'UpdateTrail', 'CreateTrail', 'PutEventSelectors'],
    'DeregisterOrganizationDelegatedAdmin',
  ],
  documents: {},
  breaks: 'every-trail',
};
