import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Match } from 'aws-cdk-lib/assertions';
import { everythingEmitted } from '../lambdas/emitted.ts';
import { templateFor } from './stack.ts';

const { anyValue, arrayWith, objectLike } = Match;
const template = templateFor();

describe('the alarms', () => {
  const alarm = (metric: string, more: Record<string, unknown> = {}) =>
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: metric,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
      AlarmActions: [{ Ref: Match.stringLikeRegexp('Topic') }],
      ...more,
    });

  it('tell of a dead letter', () => alarm('ApproximateNumberOfMessagesVisible', { Namespace: 'AWS/SQS' }));
  it('tell of a failed run', () => alarm('Errors', { Namespace: 'AWS/Lambda' }));
  it('tell of a throttled run', () => alarm('Throttles', { Namespace: 'AWS/Lambda' }));
  it('tell of a rule that cannot start the function', () => alarm('FailedInvocations', { Namespace: 'AWS/Events' }));

  it('tell of records that could not be kept and alerts that could not be sent, as the function counts them', async () => {
    const emitted = await everythingEmitted();
    for (const name of ['RecordsNotKept', 'AlertsOwed']) {
      const { namespace, dimensions } = emitted.find((one) => one.name === name) ?? assert.fail(name);
      const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
      alarm(name, { Namespace: namespace, Dimensions, Statistic: 'Sum' });
    }
  });

  it('tell when nobody looked at everything within two schedule periods, though calls may start runs', async () => {
    const [sweeps] = (await everythingEmitted()).filter(({ name }) => name === 'Sweeps');
    templateFor({ scheduleMinutes: 60 }).hasResourceProperties('AWS::CloudWatch::Alarm', {
      ...{ Namespace: sweeps?.namespace, MetricName: 'Sweeps', Statistic: 'Sum', Period: 3600, EvaluationPeriods: 2 },
      ...{ Threshold: 1, ComparisonOperator: 'LessThanThreshold', TreatMissingData: 'breaching' },
      AlarmActions: [anyValue()],
    });
  });

  it('tell when no run succeeded within two schedule periods', () => {
    const hourly = templateFor({ scheduleMinutes: 60 });
    hourly.hasResourceProperties('AWS::CloudWatch::Alarm', {
      EvaluationPeriods: 2,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
      AlarmActions: [anyValue()],
      Metrics: arrayWith([
        objectLike({ Expression: 'invocations - errors' }),
        objectLike({ Id: 'invocations', MetricStat: objectLike({ Period: 3600, Stat: 'Sum' }) }),
      ]),
    });
  });
});
