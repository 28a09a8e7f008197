import type { TrailArn } from '../trail/arn.ts';
import type { FoundOrganization } from './found.ts';
import type { AccountList, Caller, Discovery } from './ports.ts';
import { type Notebook, seen } from './seen.ts';

/** So many accounts of an organization are listed: their names tell which one keeps logs. */
const MOST = 1_000;

/** Who may make service-managed StackSets besides the management account (CloudFormation user guide, "Register a delegated administrator"). */
const STACK_SETS = 'member.org.stacksets.cloudformation.amazonaws.com';
const CLOUDTRAIL = 'cloudtrail.amazonaws.com';

/** The organization, and its accounts as far as they could be listed. */
export type Around = { readonly organization: FoundOrganization | null; readonly list: AccountList };

const NONE: Around = { organization: null, list: { accounts: [], isComplete: true } };

type Partition = TrailArn['partition'];

/** What the caller's account may do in the organization. */
async function standing(
  caller: Caller,
  managementAccount: string,
  partition: Partition,
  ports: Discovery,
): Promise<Pick<FoundOrganization, 'callerIs' | 'mayUseStackSets'>> {
  if (caller.account === managementAccount) return { callerIs: 'management-account', mayUseStackSets: true };
  // Whoever administers nothing is refused here: that is an answer, and no right that is missing.
  const services = await ports.delegatedTo(partition, caller.account);
  if (services.state !== 'present') return { callerIs: 'member', mayUseStackSets: false };
  const mayUseStackSets = services.value.includes(STACK_SETS);
  const isDelegated = mayUseStackSets || services.value.includes(CLOUDTRAIL);
  return { callerIs: isDelegated ? 'delegated-administrator' : 'member', mayUseStackSets };
}

/** Finds the organization that the caller's account is in. What a member account may not ask is said once, with where to ask it. */
export async function findOrganization(
  caller: Caller,
  partition: Partition,
  ports: Discovery,
  notebook: Notebook,
): Promise<Around> {
  const reading = await ports.organization(partition);
  const known = seen(reading, 'the organization', notebook);
  if (known === null) return reading.state === 'absent' ? NONE : { ...NONE, list: { accounts: [], isComplete: false } };
  const { id, managementAccount } = known;
  const { callerIs, mayUseStackSets } = await standing(caller, managementAccount, partition, ports);
  if (callerIs === 'member') {
    notebook.notes.push(
      `account ${caller.account} is a member of ${id}, and administers nothing in it (or the caller lacks \`organizations:ListDelegatedServicesForAccount\`): its root, its accounts and its delegated administrators cannot be known from here; call from the management account, ${managementAccount}, or from a delegated administrator`,
    );
    const organization: FoundOrganization = {
      ...{ id, managementAccount, rootId: null, callerIs, mayUseStackSets, administrators: [], names: new Map() },
    };
    return { organization, list: { accounts: [], isComplete: false } };
  }
  const [root, admins, listed] = await Promise.all([
    ports.root(partition),
    ports.administrators(partition),
    ports.accounts(partition, MOST),
  ]);
  const rootId = seen(root, 'the root of the organization', notebook);
  const administrators = seen(admins, 'the delegated administrators of CloudTrail', notebook) ?? [];
  const list = seen(listed, 'the accounts of the organization', notebook) ?? { accounts: [], isComplete: false };
  const names = new Map(list.accounts.map(({ id: account, name }) => [account, name]));
  return { organization: { id, managementAccount, rootId, callerIs, mayUseStackSets, administrators, names }, list };
}
