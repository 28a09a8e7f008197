import type { GuardedTrail } from '../shared/settings/guarded-trail.ts';
import type { Targets } from './permissions.ts';

type OrganizationTargets = Pick<Targets, 'organization' | 'organization-policies' | 'service-linked-role'>;

const NOTHING: OrganizationTargets = { organization: [], 'organization-policies': [], 'service-linked-role': [] };

/**
 * What a trail's rights on its organization are granted on: nothing, unless the settings name the organization. Which
 * services it trusts can be asked on `*` only; the organizational units and policies above an account are not known before
 * they are read, so that these rights to read are on `*` too, where bucket or key lie in a member account.
 */
export function organizationTargets({
  arn,
  organizationId,
  bucketOwner,
  kmsKeyArn,
}: Pick<GuardedTrail, 'arn' | 'organizationId' | 'bucketOwner' | 'kmsKeyArn'>): OrganizationTargets {
  if (organizationId === undefined) return NOTHING;
  const { partition, account } = arn;
  const owners = [bucketOwner, kmsKeyArn?.split(':')[4] ?? account];
  const role = 'AWSServiceRoleForCloudTrail';
  const roles = `arn:${partition}:iam::${account}:role`;
  return {
    organization: ['*'],
    'organization-policies': owners.every((owner) => owner === account) ? [] : ['*'],
    // A role is asked for by its name: of one that is gone IAM knows no path, so that the name alone has to be allowed too (inferred).
    'service-linked-role': [`${roles}/aws-service-role/cloudtrail.amazonaws.com/${role}`, `${roles}/${role}`],
  };
}
