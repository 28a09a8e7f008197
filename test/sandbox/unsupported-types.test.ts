import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutUnsupportedTypes } from '../../sandbox/deploy/unsupported-types.ts';

test('leaves out what the engine cannot make, and dependencies on it', () => {
  const { template, dropped } = withoutUnsupportedTypes({
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
