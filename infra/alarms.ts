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
import { ownMetric } from './own-metrics.ts';

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

const PERIOD = Duration.minutes(5);

const RULE_FAILS = 'EventBridge could not do what a rule says';

/**
 * A metric of a rule. Of one on a bus of its own the bus is a dimension too (EventBridge user guide, "Monitoring Amazon
 * EventBridge").
 */
export function ruleMetric({ rule, bus }: WatchedRule, metricName: 'FailedInvocations' | 'Invocations'): Metric {
  const dimensionsMap = { RuleName: rule.ruleName, ...(bus === undefined ? {} : { EventBusName: bus }) };
  return new Metric({ namespace: 'AWS/Events', metricName, statistic: 'Sum', dimensionsMap, period: PERIOD });
}

/** The watcher is watched: alarms that do not depend on the function, but for those on what it counts itself. */
export class Alarms extends Construct {
  /** Every alarm, the one that tells most first. */
  readonly all: readonly Alarm[];
  private readonly action: SnsAction;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const { handler, rules, deadLetters, work, topic, scheduleMinutes } = props;
    this.action = new SnsAction(topic);
    const dead = deadLetters.metricApproximateNumberOfMessagesVisible({ period: PERIOD });
    this.all = [
      this.silence(handler, Duration.minutes(scheduleMinutes)),
      this.noSweep(Duration.minutes(scheduleMinutes)),
      this.aboveZero('Errors', handler.metricErrors({ period: PERIOD }), 'a run failed: see the log'),
      this.aboveZero('Throttles', handler.metricThrottles({ period: PERIOD }), 'a run was throttled by Lambda'),
      this.aboveZero(
        'DeadLetters',
        dead,
        'an event was given up after every retry: see the dead-letter queue and the log',
      ),
      ...this.ofOwnMetrics(),
      ...rules.map((watched) => this.ofRule(watched)),
      ...(work === null ? [] : [this.backlog(work, Duration.minutes(Math.max(60, 2 * scheduleMinutes)))]),
    ];
  }

  /** What the function counts and fails for nowhere else. */
  private ofOwnMetrics(): readonly Alarm[] {
    const sum = { statistic: 'Sum', period: PERIOD };
    return [
      this.aboveZero(
        'RecordsNotKept',
        ownMetric('RecordsNotKept', sum),
        'a record could not be kept: the log has what it would hold, and why',
      ),
      this.aboveZero('AlertsOwed', ownMetric('AlertsOwed', sum), 'an alert could not be sent, and is tried again'),
    ];
  }

  private ofRule(watched: WatchedRule): Alarm {
    const { rule, bus } = watched;
    const id = bus === undefined ? 'RuleFailures' : `${rule.node.id}OnBusFailures`;
    return this.aboveZero(id, ruleMetric(watched, 'FailedInvocations'), RULE_FAILS);
  }

  /** Work that waits longer than two schedule periods is not done as fast as it is handed out; one that fails takes an hour at most. */
  private backlog(work: IQueue, patience: Duration): Alarm {
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
    return alarm;
  }

  private aboveZero(id: string, metric: IMetric, what: string): Alarm {
    const alarm = new Alarm(this, id, {
      alarmDescription: `Trailmend: ${what}`,
      metric,
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(this.action);
    return alarm;
  }

  /** No successful run within two schedule periods; a metric that is missing means just that. */
  private silence(handler: IFunction, period: Duration): Alarm {
    const metric = new MathExpression({
      expression: 'invocations - errors',
      label: 'successful runs',
      usingMetrics: { invocations: handler.metricInvocations({ period }), errors: handler.metricErrors({ period }) },
      period,
    });
    return this.belowOne(
      'Silence',
      metric,
      'no successful run within two schedule periods, so that nothing is guarded',
    );
  }

  /** Runs after calls may go well while the schedule is disabled. */
  private noSweep(period: Duration): Alarm {
    const metric = ownMetric('Sweeps', { statistic: 'Sum', period });
    return this.belowOne(
      'NoSweep',
      metric,
      'nobody looked at everything within two schedule periods: see the schedule',
    );
  }

  private belowOne(id: string, metric: IMetric, what: string): Alarm {
    const alarm = new Alarm(this, id, {
      alarmDescription: `Trailmend: ${what}`,
      metric,
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 2,
      treatMissingData: TreatMissingData.BREACHING,
    });
    alarm.addAlarmAction(this.action);
    alarm.addOkAction(this.action);
    return alarm;
  }
}
