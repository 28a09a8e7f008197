import type { EventSource } from './event-source.ts';

/**
 * Calls by which an organization takes CloudTrail's trust away or gives it back, changes what a policy of it denies, or loses an
 * account. They name no bucket, so that all trails are looked at. They are recorded in us-east-1 alone (Organizations user
 * guide, "Logging API calls with AWS CloudTrail for AWS Organizations"). The names are those of the API, under which CloudTrail
 * captures all of its calls; that their parameters begin with a small letter is inferred from other services' events.
 */
export const organizationsEvents: EventSource = {
  source: 'aws.organizations',
  subject: null,
  eventNames: [
    ...['DisableAWSServiceAccess', 'EnableAWSServiceAccess'],
    ...['DeregisterDelegatedAdministrator', 'RegisterDelegatedAdministrator'],
    ...['AttachPolicy', 'DetachPolicy', 'UpdatePolicy', 'EnablePolicyType', 'DisablePolicyType'],
    ...['MoveAccount', 'RemoveAccountFromOrganization', 'LeaveOrganization', 'DeleteOrganization'],
  ],
  documents: {},
  breaks: 'trails-of-organizations',
  about: { parameter: 'servicePrincipal', value: 'cloudtrail.amazonaws.com' },
};
