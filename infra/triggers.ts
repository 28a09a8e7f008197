import { Duration, Stack } from 'aws-cdk-lib';
import { type EventPattern, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  Schedule,
  ScheduleExpression,
  type ScheduleTargetConfig,
  ScheduleTargetInput,
} from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** What wakes the function. */
export type TriggersProps = {
  readonly handler: IFunction;
  /** What is heard on the account's default bus; null if nothing that matters happens there. */
  readonly pattern: EventPattern | null;
  readonly scheduleMinutes: number;
  readonly deadLetters: IQueue;
};

// The handler knows the schedule by this source.
const SCHEDULE_EVENT = { source: 'trailmend.schedule' };

/** A rule for the calls that can break delivery, and a schedule for what no event told. */
export class Triggers extends Construct {
  readonly rule: Rule | null;

  constructor(scope: Construct, id: string, props: TriggersProps) {
    super(scope, id);
    const { handler, deadLetters, pattern } = props;
    this.rule = pattern === null ? null : this.ruleFor(pattern, handler, deadLetters);
    new Schedule(this, 'Schedule', {
      description: 'Trailmend: looks at the guarded trails, whether or not an event came',
      schedule: ScheduleExpression.rate(Duration.minutes(props.scheduleMinutes)),
      target: { bind: () => this.scheduleTarget(handler, deadLetters) },
    });
  }

  private ruleFor(eventPattern: EventPattern, handler: IFunction, deadLetterQueue: IQueue): Rule {
    return new Rule(this, 'Rule', {
      description: 'Trailmend: calls that can stop CloudTrail from delivering',
      eventPattern,
      targets: [new LambdaTarget(handler, { deadLetterQueue, maxEventAge: Duration.hours(1) })],
    });
  }

  private scheduleTarget(handler: IFunction, deadLetters: IQueue): ScheduleTargetConfig {
    // Written out, since the ready-made target grants the function's versions and aliases too.
    const role = new Role(this, 'ScheduleRole', {
      description: 'Trailmend: lets EventBridge Scheduler start the function',
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [handler.functionArn] }));
    role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }));
    return {
      arn: handler.functionArn,
      role,
      input: ScheduleTargetInput.fromObject(SCHEDULE_EVENT),
      deadLetterConfig: { arn: deadLetters.queueArn },
      retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 3 },
    };
  }
}
