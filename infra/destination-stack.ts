import { createHash } from 'node:crypto';
import { Aws, CfnResource, Duration, Stack, Validations } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { ArnPrincipal, Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct, IConstruct } from 'constructs';
import { DESTINATION_ROLE, hubRoleArn } from '../shared/settings/reach.ts';
import type { Destination } from './destination.ts';
import { busArn } from './hub-bus.ts';
import type { OrganizationScope } from './organization-scope.ts';
import { ruleCalls } from './rule-calls.ts';
import { type At, conditionAt } from './whereabouts.ts';
import { meantWildcards } from './wildcards.ts';

/** What a destination stack is made of. */
export type DestinationStackProps = {
  readonly organization: OrganizationScope;
  /** The accounts that share the template. */
  readonly destinations: readonly Destination[];
  /** Where it is deployed directly; absent for a template. */
  readonly env?: { readonly account: string; readonly region: string };
};

/** How the stacks of destinations are named, and so their rules: direct ones and those of templates, and those of StackSets. */
const NAMES = ['TrailmendDestination', 'StackSet-Trailmend-'];

/** CloudFormation's validation compares the names of conditions and not what they say. */
const IMPLIED = {
  id: 'CloudFormation-Validate::W1001',
  reason: 'a role stands wherever something is that refers to it: its condition is that of all of them',
};

/**
 * What lies in every other account: rules that forward events to the hub, and the role that the hub assumes. It is one template
 * for all Regions of the accounts in it, which are told apart by conditions, and it needs no bootstrapped account.
 */
export class DestinationStack extends Stack {
  private readonly everywhere: readonly At[];

  constructor(parent: Construct, id: string, { organization, destinations, env }: DestinationStackProps) {
    super(parent, id, {
      ...(env === undefined ? {} : { env }),
      description: 'Trailmend: forwards events to the hub, and lets it in',
      tags: { application: 'trailmend' },
      analyticsReporting: false,
    });
    this.everywhere = destinations.flatMap(({ account, regions }) => regions.map((region) => ({ account, region })));
    this.letIn(organization, destinations);
    this.forward(organization, destinations);
  }

  /** One role, and its rights apart from it: a role that changed place within the template would meet its own name. */
  private letIn({ id, reach }: OrganizationScope, destinations: readonly Destination[]): void {
    const granted = destinations.flatMap(({ account, role }) => {
      if (role === null) return [];
      const { region, statements } = role;
      return [
        { at: { account, region }, content: statements, text: textOf(statements.map((s) => s.toStatementJson())) },
      ];
    });
    if (granted.length === 0) return;
    const role = new Role(this, 'Role', {
      roleName: DESTINATION_ROLE,
      description: 'Trailmend: what the hub may look at and repair in this account',
      // The account is named and not the role, which IAM would keep by an id that a role deployed again does not have.
      assumedBy: new ArnPrincipal(`arn:${reach.partition}:iam::${reach.account}:root`).withConditions({
        ArnEquals: { 'aws:PrincipalArn': hubRoleArn(reach) },
        StringEquals: { 'aws:PrincipalOrgID': id },
      }),
      maxSessionDuration: Duration.hours(1),
    });
    this.only(
      role,
      granted.map(({ at }) => at),
    );
    for (const { name, content, at } of alike(granted)) {
      const rights = new Policy(this, `Rights${name}`, { roles: [role], statements: [...content] });
      for (const wildcard of meantWildcards(content)) Validations.of(rights).acknowledge(wildcard);
      this.only(rights, at);
    }
  }

  /**
   * A rule in each Region. It has no dead-letter queue: that would be one more queue in every account and Region, which nobody
   * looks into. EventBridge tries for a day, and the schedule finds what no event told.
   */
  private forward({ reach }: OrganizationScope, destinations: readonly Destination[]): void {
    const rules = destinations.flatMap(({ account, rules }) =>
      rules.map(({ region, pattern }) => ({ at: { account, region }, content: pattern, text: textOf(pattern) })),
    );
    if (rules.length === 0) return;
    const bus = busArn(reach);
    const role = new Role(this, 'ForwardRole', {
      description: 'Trailmend: lets EventBridge send events to the bus of the hub',
      assumedBy: new ServicePrincipal('events.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    });
    role.addToPolicy(new PolicyStatement({ actions: ['events:PutEvents'], resources: [bus] }));
    this.only(
      role,
      rules.map(({ at }) => at),
    );
    const targets = [{ bind: () => ({ arn: bus, role }) }];
    for (const { name, content: eventPattern, at } of alike(rules)) {
      const description = 'Trailmend: calls that can stop CloudTrail from delivering, for the hub';
      this.only(new Rule(this, `Rule${name}`, { description, eventPattern, targets }), at);
    }
    const watch = new Rule(this, 'RuleWatch', {
      description: 'Trailmend: calls that change a rule which forwards to the hub, for the hub',
      eventPattern: ruleCalls(NAMES.map((prefix) => ({ prefix }))),
      targets,
    });
    this.only(
      watch,
      rules.map(({ at }) => at),
    );
  }

  /** Makes something in these accounts and Regions alone. */
  private only(made: IConstruct, at: readonly At[]): void {
    const condition = conditionAt(this, at, this.everywhere);
    if (condition === null) return;
    Validations.of(made).acknowledge(IMPLIED);
    for (const child of made.node.findAll())
      if (CfnResource.isCfnResource(child)) child.cfnOptions.condition = condition;
  }
}

type Content<T> = { readonly content: T; readonly text: string };

/** What is alike, once, with everywhere it belongs; named by what it is, so that a neighbour's change is none of its own. */
function alike<T>(
  all: readonly (Content<T> & { readonly at: At })[],
): readonly { readonly name: string; readonly content: T; readonly at: readonly At[] }[] {
  const texts = [...new Set(all.map(({ text }) => text))];
  return texts.flatMap((text) => {
    const same = all.filter((one) => one.text === text);
    const [first] = same;
    if (first === undefined) return [];
    return [{ name: nameOf(text), content: first.content, at: same.map(({ at }) => at) }];
  });
}

function textOf(content: unknown): string {
  return JSON.stringify(content).replaceAll(Aws.ACCOUNT_ID, 'own');
}

function nameOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8).toUpperCase();
}
