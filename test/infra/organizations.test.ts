import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { templateFor } from './stack.ts';

/** The sources of the rule of a stack that guards one trail with these settings. */
function sourcesFor(partition: string, region: string, parts: object): unknown {
  const trailArn = `arn:${partition}:cloudtrail:${region}:111122223333:trail/audit`;
  const trails = [{ trailArn, bucket: 'audit-logs', ...parts }];
  const [rule] = Object.values(templateFor({ trails }).findResources('AWS::Events::Rule'));
  return rule?.Properties.EventPattern.source;
}

const MEMBER = { sourceOrganizationId: 'o-exampleorgid' };
const ALWAYS = ['aws.cloudtrail', 'aws.s3'];
const ALL = ['aws.cloudtrail', 'aws.organizations', 'aws.s3'];

describe('the calls of an organization wake the function', () => {
  it('only where a trail has to do with one', () => {
    assert.deepEqual(sourcesFor('aws', 'us-east-1', {}), ALWAYS);
    assert.deepEqual(sourcesFor('aws', 'us-east-1', MEMBER), ALL);
    assert.deepEqual(sourcesFor('aws', 'us-east-1', { organizationId: 'o-exampleorgid' }), ALL);
  });

  it('only where they are recorded, or where nobody knows that they are not', () => {
    assert.deepEqual(sourcesFor('aws', 'eu-west-1', MEMBER), ALWAYS);
    assert.deepEqual(sourcesFor('aws-us-gov', 'us-gov-east-1', MEMBER), ALL);
    assert.deepEqual(sourcesFor('aws-cn', 'cn-north-1', MEMBER), ALL);
  });
});
