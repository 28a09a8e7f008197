import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutUnsupported } from '../../sandbox/deploy/unsupported-resources.ts';

test('leaves out what the engine cannot make, and dependencies on it', () => {
  const { template, dropped } = withoutUnsupported({
    Resources: {
      Query: { Type: 'AWS::Logs::QueryDefinition' },
      Topic: { Type: 'AWS::SNS::Topic', DependsOn: ['Query', 'Other'] },
      Other: { Type: 'AWS::SQS::Queue' },
    },
  });
  assert.deepEqual(dropped, ['AWS::Logs::QueryDefinition Query']);
  assert.deepEqual(template.Resources, {
    Topic: { Type: 'AWS::SNS::Topic', DependsOn: ['Other'] },
    Other: { Type: 'AWS::SQS::Queue' },
  });
});

test('leaves out dashboards, which show alarms that are left out', () => {
  const { dropped } = withoutUnsupported({ Resources: { Board: { Type: 'AWS::CloudWatch::Dashboard' } } });
  assert.deepEqual(dropped, ['AWS::CloudWatch::Dashboard Board']);
});

test('leaves out alarms on metric math, and no other alarm', () => {
  const Plain = { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'Errors' } };
  const Sum = { Type: 'AWS::CloudWatch::Alarm', Properties: { Metrics: [{ Expression: 'a - b' }] } };
  const { template, dropped } = withoutUnsupported({ Resources: { Plain, Sum } });
  assert.deepEqual(dropped, ['AWS::CloudWatch::Alarm Sum']);
  assert.deepEqual(template.Resources, { Plain });
});
