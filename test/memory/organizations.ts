import type { Organizations } from '../../shared/reconcile/ports.ts';
import type {
  OrganizationPolicy,
  OrganizationPolicyKind,
  PolicyLevel,
  Reading,
} from '../../shared/reconcile/reading.ts';
import type { Journal } from './journal.ts';

/** The policies that AWS attaches by itself to the root, each organizational unit and each account. */
const FULL: Readonly<Record<OrganizationPolicyKind, OrganizationPolicy>> = {
  RESOURCE_CONTROL_POLICY: {
    id: 'p-RCPFullAWSAccess',
    name: 'RCPFullAWSAccess',
    document: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
    }),
  },
  SERVICE_CONTROL_POLICY: {
    id: 'p-FullAWSAccess',
    name: 'FullAWSAccess',
    document: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }),
  },
};

/** An organization in memory: a root, one organizational unit in it, and every account in that. */
export class MemoryOrganizations implements Organizations {
  services: Reading<readonly string[]> = { state: 'present', value: ['cloudtrail.amazonaws.com'] };
  hasRole = true;
  /** What every look at policies answers instead. */
  answer: Reading<readonly PolicyLevel[]> | null = null;
  /** What is attached to the organizational unit besides what AWS attaches by itself, by kind. */
  readonly attached: Record<OrganizationPolicyKind, readonly OrganizationPolicy[]> = {
    RESOURCE_CONTROL_POLICY: [],
    SERVICE_CONTROL_POLICY: [],
  };
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  trusted = (): Promise<Reading<readonly string[]>> => this.#journal.call('trusted', () => this.services);

  serviceLinkedRole = (partition: string, account: string): Promise<Reading<string>> =>
    this.#journal.call('serviceLinkedRole', () => {
      const role = 'aws-service-role/cloudtrail.amazonaws.com/AWSServiceRoleForCloudTrail';
      if (!this.hasRole) return { state: 'absent' };
      return { state: 'present', value: `arn:${partition}:iam::${account}:role/${role}` };
    });

  policies = (
    _partition: string,
    _management: string,
    account: string,
    kind: OrganizationPolicyKind,
  ): Promise<Reading<readonly PolicyLevel[]>> =>
    this.#journal.call(kind === 'RESOURCE_CONTROL_POLICY' ? 'resourcePolicies' : 'servicePolicies', () => {
      if (this.answer !== null) return this.answer;
      const full = FULL[kind];
      const value = [
        { target: account, policies: [full] },
        { target: 'ou-ab12-11111111', policies: [full, ...this.attached[kind]] },
        { target: 'r-ab12', policies: [full] },
      ];
      return { state: 'present', value };
    });
}
