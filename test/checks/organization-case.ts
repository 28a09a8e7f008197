import type { Json } from '../../shared/policy/json.ts';
import type { OrganizationSurroundings } from '../../shared/reconcile/around-organization.ts';
import type { Observation } from '../../shared/reconcile/observation.ts';
import type { PolicyLevel, Reading } from '../../shared/reconcile/reading.ts';

/** What is attached to the organizational unit above an account: each policy by its statements, or as text. */
type GivenPolicies = {
  readonly account: string;
  readonly policies: readonly (readonly Json[] | { readonly text: string })[];
};

type Unread = 'absent' | 'unreadable' | 'denied';

/** The organization of a case; what is left out was not asked for. */
export type GivenOrganization = {
  readonly services?: Unread | readonly string[];
  readonly role?: Unread | 'present';
  readonly resourcePolicies?: Unread | GivenPolicies;
  readonly keyResourcePolicies?: Unread | GivenPolicies;
  /** Why nothing was asked. */
  readonly reason?: string;
};

function read<G, T>(given: Unread | G | undefined, reason: string | undefined, make: (given: G) => T): Reading<T> {
  if (given === undefined) return { state: 'not-asked', ...(reason === undefined ? {} : { reason }) };
  if (given === 'absent') return { state: 'absent' };
  if (given === 'unreadable') return { state: 'unreadable', reason: 'AWS throttled it' };
  if (given === 'denied') {
    const missing = { action: 'organizations:ListParents', resource: 'the organization' };
    return { state: 'unreadable', reason: 'AWS denied it', missing };
  }
  return { state: 'present', value: make(given) };
}

/** The account lies in one organizational unit under the root; the default policy is attached everywhere. */
function levelsOf({ account, policies }: GivenPolicies): readonly PolicyLevel[] {
  const allow = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };
  const documentOf = (Statement: Json): string => JSON.stringify({ Version: '2012-10-17', Statement });
  const full = { id: 'p-RCPFullAWSAccess', name: 'RCPFullAWSAccess', document: documentOf([allow]) };
  const own = policies.map((given, at) => ({
    id: `p-example${at}`,
    name: `perimeter-${at}`,
    document: Array.isArray(given) ? documentOf(given) : 'text' in given ? given.text : '',
  }));
  return [
    { target: account, policies: [full] },
    { target: 'ou-ab12-11111111', policies: [full, ...own] },
    { target: 'r-ab12', policies: [full, ...own.slice(0, 1)] },
  ];
}

/** What the organization of a case says. */
export function organizationOf(given: GivenOrganization): OrganizationSurroundings {
  const { reason } = given;
  const arn = 'arn:aws:iam::111122223333:role/aws-service-role/cloudtrail.amazonaws.com/AWSServiceRoleForCloudTrail';
  return {
    trustedServices: read(given.services, reason, (services) => services),
    serviceLinkedRole: read(given.role, reason, () => arn),
    resourcePolicies: read(given.resourcePolicies, reason, levelsOf),
    keyResourcePolicies: read(given.keyResourcePolicies, reason, levelsOf),
    servicePolicies: read<never, never>(undefined, reason, (none) => none),
  };
}

function statementsIn(document: string): readonly Json[] {
  try {
    return JSON.parse(document).Statement;
  } catch {
    return [];
  }
}

/** All resource control policies of a reading as one document, but for those that are none. */
function asOne(reading: Reading<readonly PolicyLevel[]>): Reading<string> {
  if (reading.state !== 'present') return reading;
  const documents = reading.value.flatMap(({ policies }) => policies.map(({ document }) => document));
  const Statement = documents.flatMap(statementsIn);
  return { state: 'present', value: JSON.stringify({ Version: '2012-10-17', Statement }) };
}

/** The observation with the resource control policies in the place of the policies of bucket and key. */
export function underOrganization(observation: Observation): Observation {
  const { trail, bucketOwner, surroundings, policies } = observation;
  const isSame = trail.kmsKeyArn?.split(':')[4] === bucketOwner;
  const ofKey = isSame ? surroundings.resourcePolicies : surroundings.keyResourcePolicies;
  const documents = { 'bucket-policy': asOne(surroundings.resourcePolicies), 'key-policy': asOne(ofKey) };
  return { ...observation, policies: { ...policies, ...documents } };
}
