import { type AccountClient, GetRegionOptStatusCommand, ListRegionsCommand } from '@aws-sdk/client-account';
import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import type { Accounts } from '../reconcile/ports.ts';
import type { Reading } from '../reconcile/reading.ts';
import { regionOf } from '../trail/arn.ts';
import { byArn, type ClientAt } from './clients.ts';
import { unreadable } from './errors.ts';
import { memberAccounts } from './members.ts';

/** The Regions of the account that asks; without an account id, since the management account may not name its own. */
async function enabledRegions(client: AccountClient): Promise<Reading<readonly string[]>> {
  const regions: string[] = [];
  const RegionOptStatusContains = ['ENABLED', 'ENABLED_BY_DEFAULT'] as const;
  try {
    let token: string | undefined;
    do {
      const page = await client.send(
        new ListRegionsCommand({
          RegionOptStatusContains: [...RegionOptStatusContains],
          ...(token === undefined ? {} : { NextToken: token }),
        }),
      );
      for (const { RegionName } of page.Regions ?? []) if (RegionName !== undefined) regions.push(RegionName);
      token = page.NextToken;
    } while (token !== undefined && token !== '');
  } catch (error) {
    return unreadable(error, 'account:ListRegions', 'the account');
  }
  return { state: 'present', value: regions.sort() };
}

/** Whether a member account has a Region; one that is being enabled counts, since somebody saw to it. */
async function hasRegion(client: AccountClient, AccountId: string, RegionName: string): Promise<Reading<boolean>> {
  const action = 'account:GetRegionOptStatus';
  try {
    const { RegionOptStatus: said } = await client.send(new GetRegionOptStatusCommand({ AccountId, RegionName }));
    if (said === undefined) return { state: 'unreadable', reason: `\`${action}\` on ${AccountId} did not say` };
    return { state: 'present', value: said.startsWith('ENABL') };
  } catch (error) {
    return unreadable(error, action, AccountId);
  }
}

/**
 * The port to accounts and their Regions. What member accounts have is told to the management account alone, where the
 * organization trusts Account Management (AWS Account Management reference guide, "Enable trusted access").
 */
export function awsAccounts(
  clientAt: ClientAt<AccountClient>,
  organizationsAt: ClientAt<OrganizationsClient>,
): Accounts {
  const clientOf = byArn(clientAt);
  const organizationsOf = byArn(organizationsAt);
  return {
    enabledRegions: (account, region) => enabledRegions(clientAt(account, region)),
    members: (trailArn, limit) => memberAccounts(organizationsOf(trailArn), trailArn, limit),
    hasHomeRegion: (trailArn, account) => hasRegion(clientOf(trailArn), account, regionOf(trailArn)),
  };
}
