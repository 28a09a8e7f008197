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
