import { type Account, ListAccountsCommand, type OrganizationsClient } from '@aws-sdk/client-organizations';
import type { Reading } from '../reconcile/reading.ts';
import { unreadable } from './errors.ts';

/** An account that is suspended or closed does nothing that could be logged. */
const isActive = ({ State, Status }: Account): boolean => (State ?? Status) === 'ACTIVE';

/**
 * The active accounts of the organization but the one that owns the trail, in the order in which Organizations lists them; no
 * further page is asked for once there are more than `limit` (AWS Organizations API reference, ListAccounts).
 */
export async function memberAccounts(
  client: OrganizationsClient,
  trailArn: string,
  limit: number,
): Promise<Reading<readonly string[]>> {
  const owner = trailArn.split(':')[4] ?? '';
  const members: string[] = [];
  try {
    let token: string | undefined;
    do {
      const page = await client.send(new ListAccountsCommand(token === undefined ? {} : { NextToken: token }));
      for (const account of page.Accounts ?? [])
        if (account.Id !== undefined && account.Id !== owner && isActive(account)) members.push(account.Id);
      token = page.NextToken;
    } while (token !== undefined && token !== '' && members.length <= limit);
  } catch (error) {
    return unreadable(error, 'organizations:ListAccounts', 'the organization');
  }
  return { state: 'present', value: members };
}
