import { Duration } from 'aws-cdk-lib';
import { CfnEventBus, EventBus, type IEventBus, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Reach } from '../shared/settings/reach.ts';
import { DETAIL_TYPE, forwardedPatterns, sourcesAt, type WakingSource } from './event-pattern.ts';
import type { OrganizationScope } from './organization-scope.ts';
import { RULE_SOURCE } from './rule-calls.ts';

/** The bus that destinations forward to: their rules name it before it exists. */
export const BUS = 'trailmend';

/** What the bus takes, and whom it wakes. */
export type HubBusProps = {
  readonly organization: OrganizationScope;
  readonly eventSources: readonly WakingSource[];
  readonly handler: IFunction;
  readonly deadLetters: IQueue;
};

/** The ARN of the hub's bus. */
export function busArn({ partition, region, account }: Pick<Reach, 'partition' | 'region' | 'account'>): string {
  return `arn:${partition}:events:${region}:${account}:event-bus/${BUS}`;
}

/** Where the events of other accounts and Regions arrive: from the organization alone, and no others than the rules forward. */
export class HubBus extends Construct {
  readonly arn: string;
  readonly eventBus: IEventBus;
  readonly rules: readonly Rule[];

  constructor(scope: Construct, id: string, props: HubBusProps) {
    super(scope, id);
    const { organization, eventSources, handler, deadLetters } = props;
    const places = organization.accounts.flatMap((account) => account.places);
    const lies = places.flatMap((place) => place.lies);
    const forwarded = sourcesAt(eventSources, { lies });
    this.arn = busArn(organization.reach);
    const bus = new CfnEventBus(this, 'Bus', {
      name: BUS,
      description: 'Trailmend: calls in other accounts and Regions that can stop CloudTrail from delivering',
      policy: busPolicy(organization.id, this.arn, forwarded),
    });
    this.eventBus = EventBus.fromEventBusName(this, 'Named', bus.ref);
    const target = new LambdaTarget(handler, { deadLetterQueue: deadLetters, maxEventAge: Duration.hours(1) });
    const accounts = places.map((place) => place.account);
    this.rules = forwardedPatterns(forwarded, accounts).map(
      (pattern, at) =>
        new Rule(this, at === 0 ? 'Rule' : `Rule${at + 1}`, {
          description: 'Trailmend: calls in other accounts and Regions that can stop CloudTrail from delivering',
          ...{ eventBus: this.eventBus, eventPattern: pattern, targets: [target] },
        }),
    );
  }
}

/**
 * Nobody but a service sends events whose source begins with `aws.`, so that only what a rule forwards gets in. Written as EventBridge's
 * own example is (user guide, "Send events to a custom bus in a different account"): `events:source` has several values.
 */
function busPolicy(organizationId: string, arn: string, forwarded: readonly WakingSource[]): object {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'AllowOrganization',
        Effect: 'Allow',
        Principal: '*',
        Action: 'events:PutEvents',
        Resource: arn,
        Condition: {
          'ForAllValues:StringEquals': {
            'events:source': [...new Set([...forwarded.map(({ source }) => source), RULE_SOURCE])].sort(),
          },
          StringEquals: { 'events:detail-type': DETAIL_TYPE, 'aws:PrincipalOrgID': organizationId },
        },
      },
    ],
  };
}
