import { Duration, Stack } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard as CloudWatchDashboard,
  GraphWidget,
  type IMetric,
  LogQueryWidget,
  MathExpression,
  type Metric,
  SingleValueWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { MetricName } from '../shared/report/metric-names.ts';
import { ruleMetric, type WatchedRule } from './alarms.ts';
import { latestIncidents } from './log-queries.ts';
import { ownMetric } from './own-metrics.ts';

/** What is shown. */
export type DashboardProps = {
  readonly handler: IFunction;
  readonly logGroup: ILogGroup;
  readonly rules: readonly WatchedRule[];
  readonly deadLetters: IQueue;
  /** Where a sweep hands its work out; null where it does not. */
  readonly work: IQueue | null;
  readonly alarms: readonly Alarm[];
  readonly scheduleMinutes: number;
};

/** A dashboard of 24 columns. */
const WIDE = 24;
const HALF = 12;

const minutes = (period: Duration): string => (period.toMinutes() === 1 ? 'minute' : `${period.toMinutes()} minutes`);

/** Is the audit trail alive? The first widget says so, and the rest why. */
export class Dashboard extends Construct {
  readonly name: string;
  private readonly props: DashboardProps;
  private readonly period: Duration;

  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    this.props = props;
    this.period = Duration.minutes(props.scheduleMinutes);
    // Dashboards of all Regions share their names.
    this.name = `Trailmend-${Stack.of(this).region}`;
    new CloudWatchDashboard(this, 'Dashboard', {
      dashboardName: this.name,
      defaultInterval: Duration.days(props.scheduleMinutes > 60 ? 14 : 1),
      widgets: [
        [this.answer()],
        [
          new AlarmStatusWidget({
            title: 'What watches the watcher',
            alarms: [...props.alarms],
            width: WIDE,
            height: 4,
          }),
        ],
        [this.times(), this.incidents()],
        [this.latest()],
        [this.runs(), this.durations()],
        [this.wakings(), this.waiting()],
        [help()],
      ],
    });
  }

  /**
   * A metric of a state: scheduled looks write it, one of everything in a schedule period, or where a queue hands the work out many,
   * whose shares add up in a period.
   */
  private state(name: MetricName, label: string): Metric {
    const statistic = this.props.work === null ? 'Maximum' : 'Sum';
    return ownMetric(name, { statistic, period: this.period, label });
  }

  /**
   * Yes, if something ran well in this schedule period or the one before, and by the last scheduled look nothing is open and all of it
   * could be told. A period that has just begun says nothing yet: the last state is repeated, and DIFF gives the runs of the period before
   * (CloudWatch user guide, "Using math expressions with CloudWatch metrics").
   */
  private answer(): SingleValueWidget {
    const { handler } = this.props;
    const period = this.period;
    const open = this.state('OpenIncidents', 'Incidents that are not over');
    const unknown = this.state('UnknownVerdicts', 'Checks that could not be told');
    const runs = new MathExpression({
      expression: 'FILL(started, 0) - FILL(failed, 0)',
      label: `Runs that went well in ${minutes(period)} (none in ${minutes(period.plus(period))} is an alarm)`,
      usingMetrics: { started: handler.metricInvocations({ period }), failed: handler.metricErrors({ period }) },
      period,
    });
    const answer = new MathExpression({
      expression: 'IF(FILL(open, REPEAT) == 0 AND FILL(unknown, REPEAT) == 0 AND 2 * runs - DIFF(runs) > 0, 1, 0)',
      label: 'My audit trail is alive (1: yes, 0: look on)',
      ...{ usingMetrics: { open, unknown, runs }, period },
    });
    return new SingleValueWidget({
      ...{ title: 'Is my audit trail alive?', width: WIDE, height: 5, period },
      metrics: [answer, open, unknown, runs],
    });
  }

  private times(): GraphWidget {
    const of = (name: MetricName, label: string): Metric =>
      ownMetric(name, { statistic: 'Maximum', period: Duration.minutes(5), label });
    return new GraphWidget({
      ...{ title: 'How long it took, in seconds', width: HALF, height: 6 },
      left: [of('TimeToRestore', 'from the call that broke it to the repair')],
      right: [of('TimeToProof', 'from the repair to the log file that proves it')],
    });
  }

  private incidents(): GraphWidget {
    const sum = (name: MetricName, label: string): Metric =>
      ownMetric(name, { statistic: 'Sum', period: this.period, label });
    return new GraphWidget({
      ...{ title: 'Incidents, repairs and what could not be told', width: HALF, height: 6 },
      left: [
        this.state('OpenIncidents', 'incidents that are not over'),
        this.state('UnknownVerdicts', 'checks that could not be told'),
        sum('Repairs', 'repairs'),
        sum('RepairsFailed', 'repairs that failed'),
        sum('RecordsNotKept', 'records that could not be kept'),
        sum('AlertsOwed', 'alerts that could not be sent'),
      ],
    });
  }

  private latest(): LogQueryWidget {
    return new LogQueryWidget({
      ...{ title: 'The latest incidents', width: WIDE, height: 6 },
      logGroupNames: [this.props.logGroup.logGroupName],
      queryLines: latestIncidents(20),
    });
  }

  private runs(): GraphWidget {
    const { handler } = this.props;
    const period = this.period;
    return new GraphWidget({
      ...{ title: 'Runs', width: HALF, height: 6 },
      left: [
        handler.metricInvocations({ period, label: 'runs' }),
        handler.metricErrors({ period, label: 'that failed' }),
        handler.metricThrottles({ period, label: 'throttled by Lambda' }),
      ],
      right: [
        ownMetric('Sweeps', { statistic: 'Sum', period, label: 'scheduled looks at everything' }),
        ownMetric('Groups', { statistic: 'Sum', period, label: 'groups of trails looked at' }),
      ],
    });
  }

  private durations(): GraphWidget {
    const { handler } = this.props;
    const period = this.period;
    return new GraphWidget({
      ...{ title: 'How long a run takes, in milliseconds', width: HALF, height: 6 },
      left: [
        handler.metricDuration({ period, statistic: 'Maximum', label: 'the longest' }),
        handler.metricDuration({ period, statistic: 'p50', label: 'half of them' }),
      ],
    });
  }

  private wakings(): GraphWidget {
    const { rules } = this.props;
    return new GraphWidget({
      ...{ title: 'Rules that wake Trailmend', width: HALF, height: 6 },
      left: rules.map((watched) => ruleMetric(watched, 'Invocations')),
      right: rules.map((watched) => ruleMetric(watched, 'FailedInvocations')),
    });
  }

  private waiting(): GraphWidget {
    const { deadLetters, work } = this.props;
    const period = Duration.minutes(5);
    const age: IMetric[] =
      work === null
        ? []
        : [
            work.metricApproximateAgeOfOldestMessage({
              ...{ period, statistic: 'Maximum', label: 'age of the oldest work, in seconds' },
            }),
          ];
    return new GraphWidget({
      ...{ title: 'What waits, and what was given up', width: HALF, height: 6 },
      left: [deadLetters.metricApproximateNumberOfMessagesVisible({ period, label: 'events that were given up' })],
      right: age,
    });
  }
}

function help(): TextWidget {
  return new TextWidget({
    ...{ width: WIDE, height: 5 },
    markdown: [
      '**What to do next**, from a checkout of Trailmend with the settings that it was deployed with:',
      '',
      '- judge every trail as it is now: `npm run -s trailmend -- check --settings trailmend.json`',
      '- see what a repair would write: `npm run -s trailmend -- plan --settings trailmend.json`',
      '- read what happened: `npm run -s trailmend -- records`',
      '- saved queries: CloudWatch Logs Insights, folder `Trailmend`',
      '',
      'docs/operations.md, "Watching the watcher", explains every alarm and number. Of CloudTrail itself: ' +
        '[why log files do not arrive](https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html).',
    ].join('\n'),
  });
}
