import { errorCodeOf } from '../aws/caller.ts';
import type { WireAnswer } from '../aws/exchange.ts';
import type { Call } from './call.ts';
import { withBody } from './headers.ts';

const SERVICE = 'cloudtrail.amazonaws.com';
const ROLE = 'AWSServiceRoleForCloudTrail';

function roleText(account: string): string {
  const path = `/aws-service-role/${SERVICE}/`;
  const role = [
    `<Path>${path}</Path><RoleName>${ROLE}</RoleName><RoleId>AROAEXAMPLE</RoleId>`,
    `<Arn>arn:aws:iam::${account}:role${path}${ROLE}</Arn><CreateDate>2024-01-01T00:00:00Z</CreateDate>`,
  ].join('');
  const xmlns = 'https://iam.amazonaws.com/doc/2010-05-08/';
  return `<GetRoleResponse xmlns="${xmlns}"><GetRoleResult><Role>${role}</Role></GetRoleResult></GetRoleResponse>`;
}

/**
 * What the engine does not know of the organization that the side-car plays: it trusts CloudTrail, which has its role in the
 * management account. Where the engine refuses the caller, that stands.
 */
export function organizationAnswer(call: Call, answer: WireAnswer, account: string): WireAnswer {
  const { service, operation, parameters } = call;
  const error = errorCodeOf(answer.status, answer.body.toString('utf8'));
  if (service === 'organizations' && operation === 'ListAWSServiceAccessForOrganization' && error === 'InvalidAction') {
    return withBody(
      { ...answer, status: 200 },
      JSON.stringify({ EnabledServicePrincipals: [{ ServicePrincipal: SERVICE }] }),
    );
  }
  if (service === 'iam' && operation === 'GetRole' && parameters['RoleName'] === ROLE && error === 'NoSuchEntity') {
    return withBody({ ...answer, status: 200 }, roleText(account));
  }
  return answer;
}
