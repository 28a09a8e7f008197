import {
  DescribeOrganizationCommand,
  ListAccountsCommand,
  ListDelegatedAdministratorsCommand,
  ListDelegatedServicesForAccountCommand,
  ListRootsCommand,
  type OrganizationsClient,
} from '@aws-sdk/client-organizations';
import type { AccountList, Discovery, NamedAccount } from '../discovery/ports.ts';
import type { Reading } from '../reconcile/reading.ts';
import { errorName, unreadable } from './errors.ts';

type Token = { readonly NextToken?: string };
type Page<T> = { readonly items: readonly T[] | undefined; readonly next: string | undefined };

/** Every page of a list until there are more than `limit`; an empty page may have a successor (Organizations API reference). */
async function pages<T>(limit: number, page: (token: Token) => Promise<Page<T>>): Promise<readonly T[]> {
  const all: T[] = [];
  let token: Token = {};
  do {
    const { items = [], next } = await page(token);
    all.push(...items);
    if (next === undefined || next === '') break;
    token = { NextToken: next };
  } while (all.length <= limit);
  return all;
}

/** The caller is in no organization, or administers nothing in it. */
const NOTHING = ['AWSOrganizationsNotInUseException', 'AccountNotRegisteredException', 'AccountNotFoundException'];

async function reading<T>(read: () => Promise<T>, action: string, on = 'the organization'): Promise<Reading<T>> {
  try {
    return { state: 'present', value: await read() };
  } catch (error) {
    return NOTHING.includes(errorName(error)) ? { state: 'absent' } : unreadable(error, action, on);
  }
}

async function described(client: OrganizationsClient): Promise<{ id: string; managementAccount: string }> {
  const { Organization: said } = await client.send(new DescribeOrganizationCommand({}));
  return { id: said?.Id ?? '', managementAccount: said?.MasterAccountId ?? '' };
}

async function rootOf(client: OrganizationsClient): Promise<string> {
  const [root] = await pages(0, async (token) => {
    const { Roots, NextToken } = await client.send(new ListRootsCommand(token));
    return { items: Roots, next: NextToken };
  });
  return root?.Id ?? '';
}

async function administratorsOf(client: OrganizationsClient): Promise<readonly string[]> {
  const found = await pages(100, async (token) => {
    const input = { ServicePrincipal: 'cloudtrail.amazonaws.com', ...token };
    const { DelegatedAdministrators, NextToken } = await client.send(new ListDelegatedAdministratorsCommand(input));
    return { items: DelegatedAdministrators, next: NextToken };
  });
  return found.flatMap(({ Id }) => (Id === undefined ? [] : [Id]));
}

async function servicesOf(client: OrganizationsClient, AccountId: string): Promise<readonly string[]> {
  const found = await pages(1_000, async (token) => {
    const answer = await client.send(new ListDelegatedServicesForAccountCommand({ AccountId, ...token }));
    return { items: answer.DelegatedServices, next: answer.NextToken };
  });
  return found.flatMap(({ ServicePrincipal }) => (ServicePrincipal === undefined ? [] : [ServicePrincipal]));
}

async function accountsOf(client: OrganizationsClient, limit: number): Promise<AccountList> {
  const found = await pages(limit, async (token) => {
    const { Accounts, NextToken } = await client.send(new ListAccountsCommand(token));
    return { items: Accounts, next: NextToken };
  });
  const active = found.filter(({ State, Status }) => (State ?? Status) === 'ACTIVE');
  const accounts = active.flatMap(({ Id, Name }): NamedAccount[] =>
    Id === undefined ? [] : [{ id: Id, name: Name ?? '' }],
  );
  return { accounts: accounts.slice(0, limit), isComplete: found.length <= limit };
}

/** What Organizations says to whoever sets Trailmend up; the client is that of the partition. */
export function discoverOrganization(
  clientOf: (partition: Parameters<Discovery['root']>[0]) => OrganizationsClient,
): Pick<Discovery, 'organization' | 'root' | 'administrators' | 'delegatedTo' | 'accounts'> {
  return {
    organization: (partition) => reading(() => described(clientOf(partition)), 'organizations:DescribeOrganization'),
    root: (partition) => reading(() => rootOf(clientOf(partition)), 'organizations:ListRoots'),
    administrators: (partition) =>
      reading(() => administratorsOf(clientOf(partition)), 'organizations:ListDelegatedAdministrators'),
    delegatedTo: (partition, account) =>
      reading(() => servicesOf(clientOf(partition), account), 'organizations:ListDelegatedServicesForAccount', account),
    accounts: (partition, limit) => reading(() => accountsOf(clientOf(partition), limit), 'organizations:ListAccounts'),
  };
}
