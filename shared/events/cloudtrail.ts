import type { EventSource } from './event-source.ts';

/** Calls on the trail itself (CloudTrail API reference). */
export const cloudtrailEvents: EventSource = {
  source: 'aws.cloudtrail',
  subject: 'name',
  eventNames: ['StopLogging', 'DeleteTrail', 'UpdateTrail', 'CreateTrail', 'PutEventSelectors'],
  documents: {},
};
