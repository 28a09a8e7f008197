import { type Caller, errorCodeOf, inAccount } from '../aws/caller.ts';
import type { WireAnswer } from '../aws/exchange.ts';
import { identityLets } from '../aws/iam.ts';
import { organizationsCall } from '../aws/organizations.ts';
import type { Call } from './call.ts';
import { delegationAnswer } from './delegated-administrators.ts';
import { type EngineOrganization, engineOrganization } from './engine-organization.ts';
import { withBody } from './headers.ts';
import { type Identity, principalArnOf } from './identities.ts';
import type { Organization } from './organization.ts';
import { refuseJson } from './refuse.ts';

/** The API of Organizations, as the accounts of the played organization see it. */
export type Organizations = {
  readonly answer: (call: Call, who: Identity, ask: () => Promise<WireAnswer>) => Promise<WireAnswer>;
  /** The organization as the engine keeps it. */
  readonly kept: () => Promise<EngineOrganization>;
  /** How often something in it was changed: zero if all is as it was made. */
  readonly changes: () => number;
};

const READ = /^(Describe|List)/;

const DENIED = { status: 400, code: 'AccessDeniedException' };
const NOT_YOURS = { ...DENIED, message: "You don't have permissions to access this resource." };

/** Errors that say who may ask, not what is there. */
const OF_AUTHORIZATION =
  /^(AccessDenied|UnrecognizedClient|InvalidClientToken|ExpiredToken|IncompleteSignature|Signature)/;

/** The parameters with the engine's names for the ids that stand alone; documents are left as they are. */
function translated({ parameters }: Call, { toEngine }: EngineOrganization): Readonly<Record<string, unknown>> {
  const entries = Object.entries(parameters).map(([name, value]) => [
    name,
    typeof value === 'string' ? toEngine(value) : value,
  ]);
  return Object.fromEntries(entries);
}

async function askAsOwner(call: Call, kept: EngineOrganization): Promise<WireAnswer> {
  const { status, headers, body } = await organizationsCall(kept.owner, call.operation, translated(call, kept));
  return withBody({ status, headers, body }, kept.fromEngine(body.toString('utf8')));
}

/** Asks as the caller, so that the engine judges the rights; and again, where the caller speaks of accounts by their played ids. */
async function askAsManagement(
  call: Call,
  kept: EngineOrganization,
  ask: () => Promise<WireAnswer>,
): Promise<WireAnswer> {
  const first = await ask();
  const text = first.body.toString('utf8');
  const code = errorCodeOf(first.status, text) ?? '';
  const isSame = JSON.stringify(translated(call, kept)) === JSON.stringify(call.parameters);
  if (isSame || OF_AUTHORIZATION.test(code)) return withBody(first, kept.fromEngine(text));
  return askAsOwner(call, kept);
}

/** Members see the organization itself; delegated administrators read what the management account reads (Organizations API reference). */
async function askAsMember(
  engine: Caller,
  organization: Organization,
  call: Call,
  who: Identity,
  kept: EngineOrganization,
): Promise<WireAnswer> {
  const action = `organizations:${call.operation}`;
  const arn = principalArnOf(who);
  const isRoot = who.userIdentity['type'] === 'Root';
  if (!isRoot && !(await identityLets(inAccount(engine, who.account), arn, action, '*'))) {
    const message = `User: ${String(who.userIdentity['arn'])} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`;
    return refuseJson({ ...DENIED, message });
  }
  const isAdministrator = (organization.delegatedAdministrators[who.account] ?? []).length > 0;
  const isOpen = call.operation === 'DescribeOrganization' || (isAdministrator && READ.test(call.operation));
  return isOpen ? askAsOwner(call, kept) : refuseJson(NOT_YOURS);
}

/** Plays Organizations in front of the engine's own. */
export function playOrganizations(engine: Caller, organization: Organization): Organizations {
  const kept = engineOrganization(engine, organization);
  let changes = 0;
  const answer = async (call: Call, who: Identity, ask: () => Promise<WireAnswer>): Promise<WireAnswer> => {
    const isManagement = who.account === organization.managementAccount;
    if (!isManagement && !organization.memberAccounts.includes(who.account)) return ask();
    const made = await kept();
    const said = isManagement
      ? await askAsManagement(call, made, ask)
      : await askAsMember(engine, organization, call, who, made);
    // Not before: whoever reads meanwhile would take what was there for what is there now.
    if (!READ.test(call.operation)) changes += 1;
    return delegationAnswer(organization, call, said);
  };
  return { answer, kept, changes: () => changes };
}
