import { CfnOutput } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { type Settings, sourceArn, sourcesIn } from '../shared/settings/settings.ts';
import { Alarms, type WatchedRule } from './alarms.ts';
import type { Alerts } from './alerts.ts';
import { Dashboard } from './dashboard.ts';
import { LogQueries } from './log-queries.ts';
import { RuleWatch } from './rule-watch.ts';

/** What is watched, and who is told. */
export type WatchingProps = {
  readonly settings: Settings;
  readonly alerts: Alerts;
  readonly handler: IFunction;
  readonly logGroup: ILogGroup;
  /** The rules that start the function: on the default bus, and on the hub's own. */
  readonly rules: readonly WatchedRule[];
  /** The bus that rules of other accounts and Regions forward to; null if there are none. */
  readonly eventBus: IEventBus | null;
  readonly deadLetters: IQueue;
  /** Where a sweep hands its work out; null where it does not. */
  readonly work: IQueue | null;
};

/** Everything that tells whether Trailmend itself is alive, which no part of it does that could be dead. */
export function watch(scope: Construct, props: WatchingProps): void {
  const { settings, alerts, handler, logGroup, rules, eventBus, deadLetters, work } = props;
  const { scheduleMinutes } = settings;
  const watched = { handler, rules, deadLetters, work, scheduleMinutes };
  const { all: alarms } = new Alarms(scope, 'Alarms', { ...watched, topic: alerts.topic });
  const rulesWatched = new RuleWatch(scope, 'RuleWatch', { alerts });
  if (eventBus !== null) rulesWatched.watchForwarded(eventBus, alerts);
  const [first] = sourcesIn(settings);
  new LogQueries(scope, 'Queries', { logGroup, example: first === undefined ? '' : sourceArn(first) });
  const { name } = new Dashboard(scope, 'Dashboard', { ...watched, logGroup, alarms });
  new CfnOutput(scope, 'DashboardName', { value: name });
}
