import { type Caller, inAccount } from '../aws/caller.ts';
import { organizations } from '../aws/organizations.ts';
import type { Organization } from './organization.ts';

/** How the played organization's ids and those of the engine's own, which it makes up, go into each other. */
export type EngineOrganization = {
  /** The root of the management account. */
  readonly owner: Caller;
  /** The engine's name for the id of an account or of the organization; any other text stays. */
  readonly toEngine: (id: string) => string;
  /** A text of the engine with the played ids in it. */
  readonly fromEngine: (text: string) => string;
};

type Described = { readonly Organization: { readonly Id: string } };
type Created = { readonly CreateAccountStatus: { readonly AccountId: string } };

async function makeMembers(owner: Caller, { memberAccounts }: Organization): Promise<(readonly [string, string])[]> {
  const pairs: (readonly [string, string])[] = [];
  for (const account of memberAccounts) {
    const member = { AccountName: `member-${account}`, Email: `member-${account}@example.com` };
    const { CreateAccountStatus } = await organizations<Created>(owner, 'CreateAccount', member);
    pairs.push([account, CreateAccountStatus.AccountId]);
  }
  return pairs;
}

async function make(engine: Caller, organization: Organization): Promise<EngineOrganization> {
  const owner = inAccount(engine, organization.managementAccount);
  const { Organization: described } = await organizations<Described>(owner, 'DescribeOrganization');
  const pairs = [[organization.id, described.Id] as const, ...(await makeMembers(owner, organization))];
  const byPlayed = new Map(pairs);
  return {
    owner,
    toEngine: (id) => byPlayed.get(id) ?? id,
    fromEngine: (text) => pairs.reduce((said, [played, engines]) => said.replaceAll(engines, played), text),
  };
}

/** The engine's organization of the management account, with the member accounts in it; made when it is first asked for. */
export function engineOrganization(engine: Caller, organization: Organization): () => Promise<EngineOrganization> {
  let made: Promise<EngineOrganization> | null = null;
  return () => {
    made ??= make(engine, organization);
    return made;
  };
}
