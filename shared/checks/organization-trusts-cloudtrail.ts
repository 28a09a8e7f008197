import { servicePrincipals } from '../trail/context.ts';
import { type Advice, broken, type Check, type Finding, healthy, notApplicable, unknown } from './check.ts';
import { READ_SERVICE_LINKED_ROLE, READ_TRAIL, READ_TRUSTED_ACCESS } from './parts/rights.ts';
import { deniedTo, NO_TRAIL, shownBy } from './parts/value.ts';

const SERVICE = 'cloudtrail.amazonaws.com';

const TRUST: Advice = {
  message: 'the organization does not trust CloudTrail any more, so that member accounts deliver nothing',
  suggestion: `aws organizations enable-aws-service-access --service-principal ${SERVICE}`,
};

/** CloudTrail acts in the organization by its service-linked role, and the organization trusts it. */
export const organizationTrustsCloudtrail: Check = {
  id: 'organization-trusts-cloudtrail',
  title: 'The organization trusts CloudTrail',
  severity: 'high',
  mode: 'alert',
  why:
    'An organization trail needs trusted access for CloudTrail in AWS Organizations: without it the trail stays and stops working for ' +
    'member accounts. CloudTrail acts there by the service-linked role AWSServiceRoleForCloudTrail, which is made in the management account ' +
    'when trusted access is enabled.',
  byHand:
    'In the management account: aws organizations enable-aws-service-access --service-principal cloudtrail.amazonaws.com, and ' +
    'aws iam create-service-linked-role --aws-service-name cloudtrail.amazonaws.com if the role is missing.',
  reference: 'https://docs.aws.amazon.com/organizations/latest/userguide/services-that-can-integrate-cloudtrail.html',
  permissions: [...READ_TRAIL, ...READ_TRUSTED_ACCESS, ...READ_SERVICE_LINKED_ROLE],
  evaluate: ({ trail, description, surroundings: { trustedServices, serviceLinkedRole } }): Finding => {
    if (description.state === 'absent') return NO_TRAIL;
    if (trail.organizationId === null) return notApplicable('the trail is no organization trail');
    const { partition, account } = trail;
    const none = unknown(`account \`${account}\` or the caller's is in no organization`);
    const services = shownBy(
      trustedServices,
      none,
      `which services the organization trusts could not be read${deniedTo(trustedServices)}`,
    );
    const isTrusted =
      'value' in services ? servicePrincipals(partition).some((name) => services.value.includes(name)) : null;
    const isGone = serviceLinkedRole.state === 'absent';
    const role: Advice = {
      message: `the service-linked role \`AWSServiceRoleForCloudTrail\` is gone from the management account \`${account}\``,
      suggestion: `aws iam create-service-linked-role --aws-service-name ${SERVICE}`,
    };
    const advice = [...(isTrusted === false ? [TRUST] : []), ...(isGone ? [role] : [])];
    if (advice.length > 0) return broken(advice.map(({ message }) => message).join('; '), { advice });
    if ('finding' in services) return services.finding;
    const found = shownBy(
      serviceLinkedRole,
      none,
      'whether CloudTrail has its role in the organization could not be read',
    );
    if ('finding' in found) return found.finding;
    return healthy('the organization trusts CloudTrail, which has its role in the management account');
  },
};
