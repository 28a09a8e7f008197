import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IRule } from 'aws-cdk-lib/aws-events';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** A rule, and the bus that it is on if that is not the default one. */
export type WatchedRule = { readonly rule: IRule; readonly bus?: string };

/** What is watched, and who is told. */
export type AlarmsProps = {
  readonly handler: IFunction;
  /** The rules that start it: on the default bus, and on the hub's own. */
  readonly rules: readonly WatchedRule[];
  readonly deadLetters: IQueue;
  /** Where a sweep hands its work out; null where it does not. */
  readonly work: IQueue | null;
  readonly topic: ITopic;
  readonly scheduleMinutes: number;
};

/** The watcher is watched: alarms that do not depend on the function. */
export class Alarms extends Construct {
  private readonly action: SnsAction;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const { handler, rules, deadLetters, topic } = props;
    this.action = new SnsAction(topic);
    const period = Duration.minutes(5);
    this.aboveZero('DeadLetters', deadLetters.metricApproximateNumberOfMessagesVisible({ period }), {
      what: 'an event was given up after every retry: see the dead-letter queue and the log',
    });
    this.aboveZero('Errors', handler.metricErrors({ period }), { what: 'a run failed: see the log' });
    this.aboveZero('Throttles', handler.metricThrottles({ period }), { what: 'a run was throttled by Lambda' });
    for (const { rule, bus } of rules) {
      // Of a rule on a bus of one's own the bus is a dimension too (EventBridge user guide, "Monitoring Amazon EventBridge").
      const dimensionsMap = { RuleName: rule.ruleName, ...(bus === undefined ? {} : { EventBusName: bus }) };
      const failed = new Metric({
        ...{ namespace: 'AWS/Events', metricName: 'FailedInvocations', statistic: 'Sum' },
        ...{ dimensionsMap, period },
      });
      const id = bus === undefined ? 'RuleFailures' : `${rule.node.id}OnBusFailures`;
      this.aboveZero(id, failed, { what: 'EventBridge could not start the function' });
    }
    this.silence(handler, Duration.minutes(props.scheduleMinutes));
    if (props.work !== null) this.backlog(props.work, Duration.minutes(Math.max(60, 2 * props.scheduleMinutes)));
  }

  /** Work that waits longer than two schedule periods is not done as fast as it is handed out; one that fails takes an hour at most. */
  private backlog(work: IQueue, patience: Duration): void {
    const alarm = new Alarm(this, 'Backlog', {
      alarmDescription: 'Trailmend: work waits longer than two schedule periods, so that trails are looked at too late',
      metric: work.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(5), statistic: 'Maximum' }),
      threshold: patience.toSeconds(),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(this.action);
    alarm.addOkAction(this.action);
  }

  private aboveZero(id: string, metric: IMetric, { what }: { readonly what: string }): void {
    const alarm = new Alarm(this, id, {
      alarmDescription: `Trailmend: ${what}`,
      metric,
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(this.action);
  }

  /** No successful run within two schedule periods; a metric that is missing means just that. */
  private silence(handler: IFunction, period: Duration): void {
    const alarm = new Alarm(this, 'Silence', {
      alarmDescription: 'Trailmend: no successful run within two schedule periods, so that nothing is guarded',
      metric: new MathExpression({
        expression: 'invocations - errors',
        label: 'successful runs',
        usingMetrics: { invocations: handler.metricInvocations({ period }), errors: handler.metricErrors({ period }) },
        period,
      }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 2,
      treatMissingData: TreatMissingData.BREACHING,
    });
    alarm.addAlarmAction(this.action);
    alarm.addOkAction(this.action);
  }
}
