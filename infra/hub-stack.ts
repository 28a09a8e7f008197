import { CfnOutput, Duration, Stack, Validations } from 'aws-cdk-lib';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Settings } from '../shared/settings/settings.ts';
import { Alarms } from './alarms.ts';
import { Alerts } from './alerts.ts';
import { audibleSources, eventPattern, type WakingSource } from './event-pattern.ts';
import { type GuardingCheck, statementsFor } from './permissions.ts';
import { Remediator } from './remediator.ts';
import type { Scope } from './scope.ts';
import { Store } from './store.ts';
import { Triggers } from './triggers.ts';

/** What the stack is derived from. */
export type HubStackProps = {
  readonly settings: Settings;
  readonly scope: Scope;
  readonly checks: readonly GuardingCheck[];
  readonly eventSources: readonly WakingSource[];
  readonly code: Code;
};

/** Everything that guards the trails of one account and home Region. */
export class HubStack extends Stack {
  constructor(parent: Construct, id: string, props: HubStackProps) {
    const { settings, scope, checks, eventSources, code } = props;
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
    const statements = statementsFor(checks, settings, scope.guarded);
    const store = new Store(this, 'Store');
    const { handler } = new Remediator(this, 'Remediate', {
      ...{ code, statements, alerts, store, deadLetters },
      memoryKeys: scope.memoryKeys,
    });
    const { scheduleMinutes } = settings;
    const { rule } = new Triggers(this, 'Triggers', {
      handler,
      pattern: eventPattern(audibleSources(eventSources, scope), scope.buckets),
      scheduleMinutes,
      deadLetters,
    });
    new Alarms(this, 'Alarms', { handler, rule, deadLetters, topic: alerts.topic, scheduleMinutes });
    new CfnOutput(this, 'FunctionName', { value: handler.functionName });
    new CfnOutput(this, 'TopicArn', { value: alerts.topic.topicArn });
    new CfnOutput(this, 'StoreBucketName', { value: store.bucket.bucketName });
    new CfnOutput(this, 'DeadLetterQueueUrl', { value: deadLetters.queueUrl });
  }
}
