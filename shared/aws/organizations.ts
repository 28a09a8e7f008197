import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  DescribePolicyCommand,
  ListAWSServiceAccessForOrganizationCommand,
  ListParentsCommand,
  ListPoliciesForTargetCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import type { Organizations } from '../reconcile/ports.ts';
import type { OrganizationPolicy, OrganizationPolicyKind, PolicyLevel, Reading } from '../reconcile/reading.ts';
import type { TrailArn } from '../trail/arn.ts';
import { accountOf } from '../trail/arn.ts';
import { type ClientAt, type CredentialsOf, clientsAt } from './clients.ts';
import { errorName, unreadable } from './errors.ts';

type Partition = TrailArn['partition'];

/** The clients that ask in a partition, as an account. */
export type OrganizationClients = {
  readonly organizations: (partition: Partition, account: string) => OrganizationsClient;
  readonly iam: (partition: Partition, account: string) => IAMClient;
};

/** The one Region of a partition in which Organizations has its endpoint (Organizations user guide, "Endpoints and quotas"). */
const ORGANIZATIONS: Readonly<Record<Partition, string>> = {
  aws: 'us-east-1',
  'aws-us-gov': 'us-gov-west-1',
  'aws-cn': 'cn-northwest-1',
};

/** The same for IAM. */
const IAM: Readonly<Record<Partition, string>> = { ...ORGANIZATIONS, 'aws-cn': 'cn-north-1' };

const ROLE = 'AWSServiceRoleForCloudTrail';

/** An OU lies at most five deep under the root (Organizations user guide, "Quotas for AWS Organizations"); one more is allowed for. */
const LEVELS = 7;

/** So many pages of one list are read. */
const PAGES = 50;

/** There is no organization around the caller, or the account is not in it. */
const OUTSIDE = ['AWSOrganizationsNotInUseException', 'ChildNotFoundException', 'TargetNotFoundException'];

/** The one exception of this module: a call that failed. It never leaves it. */
class Failed extends Error {
  readonly reading: Reading<never>;
  constructor(reading: Reading<never>, options?: ErrorOptions) {
    super('a call failed', options);
    this.reading = reading;
  }
}

/** One call, and how a message names it. */
async function call<T>(answer: Promise<T>, action: string, on: string): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    const outside = OUTSIDE.includes(errorName(error));
    throw new Failed(outside ? { state: 'absent' } : unreadable(error, action, on), { cause: error });
  }
}

async function reading<T>(read: Promise<T>): Promise<Reading<T>> {
  try {
    return { state: 'present', value: await read };
  } catch (error) {
    if (error instanceof Failed) return error.reading;
    throw error;
  }
}

/** Every page of a list; an empty page may have a successor (Organizations API reference). */
async function pages<T>(
  action: string,
  on: string,
  page: (token: {
    readonly NextToken?: string;
  }) => Promise<{ readonly items: readonly T[] | undefined; readonly next: string | undefined }>,
): Promise<readonly T[]> {
  const all: T[] = [];
  let token: { readonly NextToken?: string } = {};
  for (let count = 0; count < PAGES; count += 1) {
    const { items = [], next } = await call(page(token), action, on);
    all.push(...items);
    if (next === undefined || next === '') return all;
    token = { NextToken: next };
  }
  const reason = `\`${action}\` on ${on} did not end after ${PAGES} pages`;
  throw new Failed({ state: 'unreadable', reason });
}

async function trusted(client: OrganizationsClient): Promise<readonly string[]> {
  const found = await pages('organizations:ListAWSServiceAccessForOrganization', 'the organization', async (token) => {
    const { EnabledServicePrincipals, NextToken } = await client.send(
      new ListAWSServiceAccessForOrganizationCommand(token),
    );
    return { items: EnabledServicePrincipals, next: NextToken };
  });
  return found.flatMap(({ ServicePrincipal: name }) => (name === undefined ? [] : [name]));
}

/** The account, and what it lies in, up to the root: each has one parent. */
async function pathOf(client: OrganizationsClient, account: string): Promise<readonly string[]> {
  const path = [account];
  while (path.length <= LEVELS) {
    const ChildId = path.at(-1) ?? account;
    const [parent] = await pages('organizations:ListParents', ChildId, async (token) => {
      const { Parents, NextToken } = await client.send(new ListParentsCommand({ ChildId, ...token }));
      return { items: Parents, next: NextToken };
    });
    if (parent?.Id === undefined) break;
    path.push(parent.Id);
    if (parent.Type === 'ROOT') return path;
  }
  throw new Failed({ state: 'unreadable', reason: `the root above account ${account} was not found` });
}

async function described(
  client: OrganizationsClient,
  PolicyId: string,
  name: string | undefined,
): Promise<OrganizationPolicy> {
  const action = 'organizations:DescribePolicy';
  const { Policy } = await call(client.send(new DescribePolicyCommand({ PolicyId })), action, PolicyId);
  return { id: PolicyId, name: name ?? PolicyId, document: Policy?.Content ?? '' };
}

/** Everything of a kind that is attached above an account. One call after the other: Organizations throttles early. */
async function policies(
  client: OrganizationsClient,
  account: string,
  Filter: OrganizationPolicyKind,
): Promise<readonly PolicyLevel[]> {
  const known = new Map<string, OrganizationPolicy>();
  const levels: PolicyLevel[] = [];
  for (const TargetId of await pathOf(client, account)) {
    const attached = await pages('organizations:ListPoliciesForTarget', TargetId, async (token) => {
      const { Policies, NextToken } = await client.send(
        new ListPoliciesForTargetCommand({ TargetId, Filter, ...token }),
      );
      return { items: Policies, next: NextToken };
    });
    const found: OrganizationPolicy[] = [];
    for (const { Id, Name } of attached) {
      if (Id === undefined) continue;
      const policy = known.get(Id) ?? (await described(client, Id, Name));
      known.set(Id, policy);
      found.push(policy);
    }
    levels.push({ target: TargetId, policies: found });
  }
  return levels;
}

/** The role in the account that it has to be in; IAM answers for the caller's own account alone. */
async function serviceLinkedRole(client: IAMClient, partition: Partition, account: string): Promise<Reading<string>> {
  try {
    const { Role: role } = await client.send(new GetRoleCommand({ RoleName: ROLE }));
    const arn = role?.Arn ?? '';
    if (accountOf(arn) === account) return { state: 'present', value: arn };
    const reason = `the credentials are of another account than \`${account}\`, and show its role \`${arn}\``;
    return { state: 'unreadable', reason };
  } catch (error) {
    if (errorName(error) === 'NoSuchEntityException' || errorName(error) === 'NoSuchEntity') return { state: 'absent' };
    const arn = `arn:${partition}:iam::${account}:role/aws-service-role/cloudtrail.amazonaws.com/${ROLE}`;
    return unreadable(error, 'iam:GetRole', arn);
  }
}

/** The port over AWS Organizations and IAM. */
export function cloudOrganizations({ organizations, iam }: OrganizationClients): Organizations {
  return {
    trusted: (partition, management) => reading(trusted(organizations(partition, management))),
    serviceLinkedRole: (partition, management) => serviceLinkedRole(iam(partition, management), partition, management),
    policies: (partition, management, account, kind) =>
      reading(policies(organizations(partition, management), account, kind)),
  };
}

/** The clients of a process, each made when it is first needed. */
export function organizationClients(credentialsOf: CredentialsOf, options: object = {}): OrganizationClients {
  const madeOf = <T>(regions: Readonly<Record<Partition, string>>, clientAt: ClientAt<T>) => {
    return (partition: Partition, account: string): T => clientAt(account, regions[partition]);
  };
  return {
    organizations: madeOf(
      ORGANIZATIONS,
      clientsAt(credentialsOf, (given) => new OrganizationsClient({ ...given, ...options })),
    ),
    iam: madeOf(
      IAM,
      clientsAt(credentialsOf, (given) => new IAMClient({ ...given, ...options })),
    ),
  };
}
