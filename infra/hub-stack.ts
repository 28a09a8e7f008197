import { CfnOutput, Duration, Stack, Validations } from 'aws-cdk-lib';
import type { EventPattern } from 'aws-cdk-lib/aws-events';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { HUB_ROLE } from '../shared/settings/reach.ts';
import { needsQueue } from '../shared/settings/scale.ts';
import type { Settings } from '../shared/settings/settings.ts';
import type { WatchedRule } from './alarms.ts';
import { Alerts } from './alerts.ts';
import { assumeStatement } from './assumes.ts';
import { CONTROL_TOWER_ENTRY, handlerCode, REMEDIATE_ENTRY } from './bundle.ts';
import { type Destinations, destinationsOf } from './destination.ts';
import { DestinationsInAccounts, isReachedByStackSets } from './destinations.ts';
import { audibleSources, eventPattern, sourcesAt, type WakingSource } from './event-pattern.ts';
import { BUS, HubBus, type HubBusProps } from './hub-bus.ts';
import type { OrganizationScope } from './organization-scope.ts';
import { type GuardingCheck, statementsFor } from './permissions.ts';
import { Remediator } from './remediator.ts';
import type { Scope } from './scope.ts';
import { Store } from './store.ts';
import { TowerRepair } from './tower-repair.ts';
import { towerScopeOf } from './tower-scope.ts';
import { Triggers } from './triggers.ts';
import { watch } from './watching.ts';
import { WorkQueue } from './work-queue.ts';

/** What the stack is derived from. */
export type HubStackProps = {
  readonly settings: Settings;
  readonly scope: Scope;
  readonly checks: readonly GuardingCheck[];
  readonly eventSources: readonly WakingSource[];
};

/** Everything that guards the trails: of one account and home Region, or of an organization by what it places in other accounts. */
export class HubStack extends Stack {
  constructor(parent: Construct, id: string, props: HubStackProps) {
    const { settings, scope, checks, eventSources } = props;
    super(parent, id, {
      env: { account: scope.account, region: scope.region },
      description: 'Trailmend: keeps AWS CloudTrail delivering',
      tags: { application: 'trailmend' },
    });
    const alerts = new Alerts(this, 'Alerts', settings.alertEmails);
    const deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    Validations.of(deadLetters).acknowledge({
      id: 'AwsSolutions::AwsSolutions-SQS3',
      reason: 'this is the dead-letter queue itself: Lambda, the rule and the schedule send to it directly',
    });
    const { organization } = scope;
    const reached = organization === null ? null : destinationsOf(organization, props);
    const store = new Store(this, 'Store', settings.records);
    const { handler, role, logGroup } = new Remediator(this, 'Remediate', {
      ...{ alerts, store, deadLetters },
      code: handlerCode(REMEDIATE_ENTRY, settings),
      statements: statementsFor(checks, settings, scope.guarded),
      roleName: organization === null ? undefined : HUB_ROLE,
      assumes: assumesOf(organization, reached),
      memoryKeys: scope.memoryKeys,
    });
    const tower = towerScopeOf(settings);
    if (tower !== null) {
      const code = handlerCode(CONTROL_TOWER_ENTRY, settings);
      const writer = new TowerRepair(this, 'TowerRepair', { code, firstRoles: tower.firstRoles, caller: role });
      handler.addEnvironment('TRAILMEND_TOWER_FUNCTION', writer.handler.functionName);
    }
    const { scheduleMinutes } = settings;
    const { rule } = new Triggers(this, 'Triggers', {
      ...{ handler, scheduleMinutes, deadLetters },
      pattern: ownPattern(scope, eventSources),
    });
    const rules: WatchedRule[] = rule === null ? [] : [{ rule }];
    const bus =
      organization === null || reached === null
        ? null
        : this.reachOut(organization, reached, { handler, deadLetters, eventSources });
    for (const forwarded of bus?.rules ?? []) rules.push({ rule: forwarded, bus: BUS });
    const work = needsQueue(settings) ? new WorkQueue(this, 'Work', { handler, deadLetters }).queue : null;
    const eventBus = bus?.eventBus ?? null;
    watch(this, { settings, alerts, handler, logGroup, rules, eventBus, deadLetters, work });
    new CfnOutput(this, 'FunctionName', { value: handler.functionName });
    new CfnOutput(this, 'TopicArn', { value: alerts.topic.topicArn });
    new CfnOutput(this, 'StoreBucketName', { value: store.bucket.bucketName });
    new CfnOutput(this, 'DeadLetterQueueUrl', { value: deadLetters.queueUrl });
  }

  /** The bus that destinations forward to, and the destinations that this stack places; null if nothing lies elsewhere. */
  private reachOut(
    organization: OrganizationScope,
    { destinations }: Destinations,
    props: Omit<HubBusProps, 'organization'>,
  ): HubBus | null {
    const hears = destinations.some(({ rules }) => rules.length > 0);
    const bus = hears ? new HubBus(this, 'Bus', { organization, ...props }) : null;
    if (bus !== null) new CfnOutput(this, 'BusArn', { value: bus.arn });
    if (organization.destinations === 'stack-sets') {
      const reached = destinations.filter((one) => isReachedByStackSets(one, organization));
      const placed = new DestinationsInAccounts(this, 'Destinations', { organization, destinations: reached });
      if (bus !== null) placed.node.addDependency(bus);
    }
    return bus;
  }
}

function assumesOf(organization: OrganizationScope | null, reached: Destinations | null): PolicyStatement | null {
  const roles = reached?.firstRoles ?? [];
  return organization === null || roles.length === 0 ? null : assumeStatement(roles, organization.id);
}

/** What the function is woken by on its own account's default bus; null if nothing lies where it does. */
function ownPattern(scope: Scope, eventSources: readonly WakingSource[]): EventPattern | null {
  const { organization, buckets } = scope;
  if (organization === null) return eventPattern(audibleSources(eventSources, scope), buckets);
  const { home } = organization;
  return home === null ? null : eventPattern(sourcesAt(eventSources, home), home.buckets);
}
