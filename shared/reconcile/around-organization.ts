import { ownerOf, type TrailSettings } from '../settings/settings.ts';
import { parseTrailArn } from '../trail/arn.ts';
import type { AskedFor } from './asked-for.ts';
import type { Organizations } from './ports.ts';
import type { OrganizationPolicyKind, PolicyLevel, Reading } from './reading.ts';
import type { Surroundings } from './surroundings.ts';

/** What the organization around a trail says. */
export type OrganizationSurroundings = Pick<
  Surroundings,
  'trustedServices' | 'serviceLinkedRole' | 'resourcePolicies' | 'keyResourcePolicies' | 'servicePolicies'
>;

const notAsked = (reason: string): Reading<never> => ({ state: 'not-asked', reason });

/** Nothing is asked of the organization, for one reason. */
function nothing(reason: string): OrganizationSurroundings {
  const reading = notAsked(reason);
  return {
    ...{ trustedServices: reading, serviceLinkedRole: reading },
    ...{ resourcePolicies: reading, keyResourcePolicies: reading, servicePolicies: reading },
  };
}

/**
 * Asks the organization of an organization trail, whose owner is the management account. Of another trail nothing is asked: a
 * member account may not ask for the policies above it (Organizations API reference, ListPoliciesForTarget).
 */
export async function aroundOrganization(
  settings: TrailSettings,
  organizations: Organizations,
  asked: AskedFor,
): Promise<OrganizationSurroundings> {
  const { organizationId, sourceOrganizationId, kmsKeyArn } = settings;
  const arn = parseTrailArn(settings.trailArn);
  if (arn === null || organizationId === undefined) {
    return nothing(
      sourceOrganizationId === undefined
        ? 'the settings name no organization (`organizationId`)'
        : 'the trail is no organization trail, and only the management account or a delegated administrator may read what an organization prescribes',
    );
  }
  const { partition, account: management } = arn;
  const policies = async (
    account: string | undefined,
    kind: OrganizationPolicyKind,
  ): Promise<Reading<readonly PolicyLevel[]>> => {
    if (account === undefined) return notAsked('the settings name no key');
    // They affect member accounts alone (Organizations user guide, "Resource control policies", "Service control policies").
    if (account === management) return notAsked('an organization’s policies do not bind its management account');
    return asked('organizations:ListPoliciesForTarget', () =>
      organizations.policies(partition, management, account, kind),
    );
  };
  const owner = ownerOf(settings);
  const [trustedServices, serviceLinkedRole, resourcePolicies, keyResourcePolicies, servicePolicies] =
    await Promise.all([
      asked('organizations:ListAWSServiceAccessForOrganization', () => organizations.trusted(partition, management)),
      asked('iam:GetRole', () => organizations.serviceLinkedRole(partition, management)),
      policies(owner, 'RESOURCE_CONTROL_POLICY'),
      policies(kmsKeyArn?.split(':')[4], 'RESOURCE_CONTROL_POLICY'),
      policies(owner, 'SERVICE_CONTROL_POLICY'),
    ]);
  return { trustedServices, serviceLinkedRole, resourcePolicies, keyResourcePolicies, servicePolicies };
}
