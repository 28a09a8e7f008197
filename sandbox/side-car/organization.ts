import type { Caller } from '../aws/caller.ts';
import type { ConditionalWrites } from './conditional-writes.ts';

/** The organization that the sandbox plays; of the engine's accounts each is the only one in an organization of its own. */
export type Organization = {
  readonly id: string;
  readonly managementAccount: string;
  readonly memberAccounts: readonly string[];
  /** Which member accounts are delegated administrators, and of which services (`cloudtrail.amazonaws.com`). */
  readonly delegatedAdministrators: Readonly<Record<string, readonly string[]>>;
};

/** Every account of the organization, the management account first. */
export function accountsOf({ managementAccount, memberAccounts }: Organization): readonly string[] {
  return [managementAccount, ...memberAccounts];
}

/** Whether an account is in the organization. */
export function isInOrganization(organization: Organization, account: string): boolean {
  return accountsOf(organization).includes(account);
}

/** What stands behind the side-car: the engine as the root of the management account, and the organization that is played. */
export type World = {
  readonly engine: Caller;
  readonly organization: Organization;
  readonly conditionalWrites: ConditionalWrites;
};
