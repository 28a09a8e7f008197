import { errorCodeOf } from '../aws/caller.ts';
import type { WireAnswer } from '../aws/exchange.ts';
import type { Call } from './call.ts';
import { withBody } from './headers.ts';
import type { Organization } from './organization.ts';

const SINCE = 1_704_067_200;

function administrators({ id, managementAccount, delegatedAdministrators }: Organization, service: unknown): object[] {
  return Object.entries(delegatedAdministrators)
    .filter(([, services]) => services.length > 0 && (typeof service !== 'string' || services.includes(service)))
    .map(([account]) => ({
      Id: account,
      Arn: `arn:aws:organizations::${managementAccount}:account/${id}/${account}`,
      Email: `member-${account}@example.com`,
      Name: `member-${account}`,
      ...{ Status: 'ACTIVE', State: 'ACTIVE', JoinedMethod: 'CREATED', JoinedTimestamp: SINCE },
      DelegationEnabledDate: SINCE,
    }));
}

function servicesOf({ delegatedAdministrators }: Organization, account: unknown): object[] {
  const services = typeof account === 'string' ? (delegatedAdministrators[account] ?? []) : [];
  return services.map((ServicePrincipal) => ({ ServicePrincipal, DelegationEnabledDate: SINCE }));
}

/** What the engine does not know of delegated administrators; where it refuses the caller, that stands. */
export function delegationAnswer(organization: Organization, call: Call, answer: WireAnswer): WireAnswer {
  const { operation, parameters } = call;
  if (errorCodeOf(answer.status, answer.body.toString('utf8')) !== 'InvalidAction') return answer;
  const say = (said: object): WireAnswer => withBody({ ...answer, status: 200 }, JSON.stringify(said));
  if (operation === 'ListDelegatedAdministrators')
    return say({ DelegatedAdministrators: administrators(organization, parameters['ServicePrincipal']) });
  if (operation === 'ListDelegatedServicesForAccount')
    return say({ DelegatedServices: servicesOf(organization, parameters['AccountId']) });
  return answer;
}
