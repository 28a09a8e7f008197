import type { EventSource } from './event-source.ts';

/**
 * The end of the role by which CloudTrail acts in the accounts of an organization (CloudTrail user guide, "Using service-linked
 * roles for CloudTrail"). IAM's calls are recorded in us-east-1 alone, as those of Organizations.
 */
export const iamEvents: EventSource = {
  source: 'aws.iam',
  subject: null,
  eventNames: ['DeleteServiceLinkedRole'],
  documents: {},
  breaks: 'trails-of-organizations',
  about: { parameter: 'roleName', value: 'AWSServiceRoleForCloudTrail' },
};
