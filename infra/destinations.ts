import { CfnStackSet } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Destination } from './destination.ts';
import { destinationTemplates, type Sharing } from './destination-templates.ts';
import type { OrganizationScope } from './organization-scope.ts';
import { SettingsError } from './settings-file.ts';

/** What CloudFormation takes as TemplateBody, in bytes (CloudFormation API reference, CreateStackSet). */
const BODY_LIMIT = 51_200;

/** What is placed, and by whom. */
export type DestinationsInAccountsProps = {
  readonly organization: OrganizationScope;
  /** Those that StackSets reach: no management account, and not the hub's own. */
  readonly destinations: readonly Destination[];
};

/**
 * The StackSets that place destinations in other accounts. Which one an account belongs to follows from its number alone: the role
 * has a fixed name, and an account that went from one StackSet to another would get a second role of that name before it lost the
 * first. Within a StackSet CloudFormation deletes first, then updates, then creates.
 */
export class DestinationsInAccounts extends Construct {
  readonly stackSets: readonly CfnStackSet[];

  constructor(scope: Construct, id: string, { organization, destinations }: DestinationsInAccountsProps) {
    super(scope, id);
    const groups = sharing(destinations);
    const templates = destinationTemplates(organization, groups);
    refuseTooMany(groups.length, JSON.stringify([...templates.values()]));
    this.stackSets = groups.map((group) => this.stackSet(organization, group, JSON.stringify(templates.get(group.id))));
  }

  private stackSet(
    { reach, managementAccount, rootId = '' }: OrganizationScope,
    { id, destinations }: Sharing,
    templateBody: string,
  ): CfnStackSet {
    refuseTooLarge(destinations, templateBody);
    return new CfnStackSet(this, id, {
      stackSetName: `Trailmend-${id}`,
      description: 'Trailmend: forwards events to the hub, and lets it in',
      permissionModel: 'SERVICE_MANAGED',
      callAs: reach.account === managementAccount ? 'SELF' : 'DELEGATED_ADMIN',
      autoDeployment: { enabled: false },
      managedExecution: { Active: true },
      capabilities: ['CAPABILITY_NAMED_IAM'],
      operationPreferences: {
        // An account that is left out is not guarded: better the deploy says so. Yet none waits for another.
        failureTolerancePercentage: 0,
        maxConcurrentPercentage: 100,
        concurrencyMode: 'SOFT_FAILURE_TOLERANCE',
        regionConcurrencyType: 'PARALLEL',
      },
      stackInstancesGroup: instances(destinations, rootId),
      templateBody,
      tags: [{ key: 'application', value: 'trailmend' }],
    });
  }
}

/** Whether StackSets reach the account: the hub's own has its destinations beside the hub, and the management account is never reached. */
export function isReachedByStackSets(
  { account }: Destination,
  { reach, managementAccount }: OrganizationScope,
): boolean {
  return account !== reach.account && account !== managementAccount;
}

/** Accounts whose numbers end in the same two digits share a StackSet: of a handful each has its own, and there are never above a hundred. */
function sharing(destinations: readonly Destination[]): readonly Sharing[] {
  const endings = [...new Set(destinations.map(({ account }) => account.slice(-2)))].sort();
  return endings.map((ending) => ({
    id: `Destinations${ending}`,
    destinations: destinations.filter(({ account }) => account.endsWith(ending)),
  }));
}

/** Accounts with the same Regions, in one entry; INTERSECTION holds the root to the accounts that are named. */
function instances(destinations: readonly Destination[], rootId: string): CfnStackSet.StackInstancesProperty[] {
  const nameOf = ({ regions }: Destination): string => regions.join(' ');
  return [...new Set(destinations.map(nameOf))].sort().map((name) => {
    const accounts = destinations.filter((one) => nameOf(one) === name).map(({ account }) => account);
    const deploymentTargets = {
      ...{ organizationalUnitIds: [rootId], accounts, accountFilterType: 'INTERSECTION' },
    };
    return { deploymentTargets, regions: name.split(' ') };
  });
}

/** What a template takes that is uploaded (CloudFormation user guide, "Understand CloudFormation quotas"), without the hub's own part. */
const TEMPLATE_LIMIT = 900_000;

/** The hub's template holds those of all StackSets, as text within text. */
function refuseTooMany(stackSets: number, templates: string): void {
  const bytes = Buffer.byteLength(JSON.stringify(templates));
  if (bytes <= TEMPLATE_LIMIT) return;
  throw new SettingsError(
    `the templates of ${stackSets} StackSets have ${bytes} bytes, and CloudFormation takes 1 MB of them with the hub: set ` +
      '`organization.destinations` to `templates`, and `npm run templates` writes a template for each account',
  );
}

function refuseTooLarge(destinations: readonly Destination[], templateBody: string): void {
  const bytes = Buffer.byteLength(templateBody);
  if (bytes <= BODY_LIMIT) return;
  const accounts = destinations.map(({ account }) => `\`${account}\``).join(', ');
  throw new SettingsError(
    `the template for ${accounts} has ${bytes} bytes, and a StackSet takes ${BODY_LIMIT}: set \`organization.destinations\` ` +
      'to `templates` and deploy a template of its own in each account',
  );
}
