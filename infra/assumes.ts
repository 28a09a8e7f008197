import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

/**
 * So many roles are named one by one. A policy has room for 6,144 characters (IAM user guide, "IAM and AWS STS quotas"), of which a role
 * takes some sixty.
 */
const NAMED = 50;

/**
 * The right to assume these roles; of very many the same roles of every account, within the organization alone. Where STS does not tell
 * the organization, the roles' own trust decides, and the settings, which name every account that is asked.
 */
export function assumeStatement(roles: readonly string[], organizationId: string): PolicyStatement {
  const isMany = roles.length > NAMED;
  return new PolicyStatement({
    ...{ sid: 'AssumeDestinations', actions: ['sts:AssumeRole'] },
    resources: isMany ? [...new Set(roles.map(inEveryAccount))] : [...roles],
    ...(isMany ? { conditions: { StringEqualsIfExists: { 'aws:ResourceOrgID': organizationId } } } : {}),
  });
}

function inEveryAccount(role: string): string {
  return role.replace(/:iam::\d+:/, ':iam::*:');
}
