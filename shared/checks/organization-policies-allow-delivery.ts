import type { Check } from './check.ts';
import { judgeResourceControl } from './parts/resource-control.ts';
import { READ_ORGANIZATION_POLICIES, READ_STATUS, READ_TRAIL } from './parts/rights.ts';

/** No resource control policy of the organization denies CloudTrail. */
export const organizationPoliciesAllowDelivery: Check = {
  id: 'organization-policies-allow-delivery',
  title: 'No resource control policy denies CloudTrail',
  severity: 'critical',
  mode: 'alert',
  why:
    'A resource control policy bounds what anybody may do to the buckets and keys of a member account, service principals too, and no ' +
    'bucket policy shows it. One without an exemption (aws:PrincipalIsAWSService, aws:SourceOrgID) refuses every log file. It does not ' +
    'bind what the management account owns. Service control policies do not touch CloudTrail.',
  byHand:
    'In the management account, or as a delegated administrator for policies: aws organizations list-policies-for-target --target-id ACCOUNT ' +
    '--filter RESOURCE_CONTROL_POLICY, for each OU and the root too. Add `"StringNotEquals": {"aws:SourceArn": "TRAIL-ARN"}` to the Deny, or ' +
    '`"BoolIfExists": {"aws:PrincipalIsAWSService": "false"}`, with aws organizations update-policy.',
  reference: 'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html',
  permissions: [...READ_TRAIL, ...READ_STATUS, ...READ_ORGANIZATION_POLICIES],
  evaluate: judgeResourceControl,
};
