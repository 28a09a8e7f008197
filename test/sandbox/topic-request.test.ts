import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { decide, type PointDecision } from '../../sandbox/delivery/decide.ts';
import { publishRequest, topicKeyUse } from '../../sandbox/delivery/topic-request.ts';
import { topicArnOf } from '../../sandbox/side-car/trails.ts';
import { ORGANIZATION, SINGLE } from './trails.ts';

const TOPIC = 'arn:aws:sns:us-east-1:111122223333:example-topic';

type Part = { readonly [name: string]: unknown };
const PUBLISH: Part = {
  Effect: 'Allow',
  Principal: { Service: 'cloudtrail.amazonaws.com' },
  Action: 'SNS:Publish',
  Resource: TOPIC,
};

function saying(statements: readonly Part[], trail = SINGLE): PointDecision['decision'] {
  return decide({ Version: '2012-10-17', Statement: statements }, publishRequest(trail, TOPIC)).decision;
}

const when = (operator: string, key: string, wanted: unknown): Part => ({
  Condition: { [operator]: { [key]: wanted } },
});

describe('a topic policy, asked to publish', () => {
  const rows: readonly (readonly [string, Part, PointDecision['decision']])[] = [
    ['as documented', {}, 'allow'],
    ['for the trail', when('StringEquals', 'AWS:SourceArn', SINGLE.arn), 'allow'],
    ['for another trail', when('ArnLike', 'aws:SourceArn', `${SINGLE.arn}-old`), 'implicit'],
    ['for the account', when('StringEquals', 'aws:SourceAccount', '111122223333'), 'allow'],
    ['of another topic', { Resource: `${TOPIC}-2` }, 'implicit'],
    ['with the misspelt ARN of the documentation', { Resource: 'aws:arn:sns:us-east-1:111122223333:x' }, 'implicit'],
    ['to subscribe', { Action: 'SNS:Subscribe' }, 'implicit'],
    ['of S3', { Principal: { Service: 's3.amazonaws.com' } }, 'implicit'],
    ['of a legacy account', { Principal: { AWS: 'arn:aws:iam::086441151436:root' } }, 'unknown'],
    [
      'as a new topic has it',
      { Principal: { AWS: '*' }, ...when('StringEquals', 'AWS:SourceOwner', '111122223333') },
      'unknown',
    ],
    ['for subscriptions by mail', when('StringEquals', 'sns:Protocol', 'email'), 'implicit'],
  ];
  for (const [name, part, expected] of rows)
    test(name, () => assert.equal(saying([{ ...PUBLISH, ...part }]), expected));
  test('with a Deny of plain HTTP', () => {
    const deny = { ...PUBLISH, Effect: 'Deny', Principal: '*', ...when('Bool', 'aws:SecureTransport', 'false') };
    assert.equal(saying([PUBLISH, deny]), 'allow');
  });
  test('with a Deny of those outside of the organization', () => {
    const deny = {
      ...PUBLISH,
      Effect: 'Deny',
      Principal: '*',
      ...when('StringNotEquals', 'aws:PrincipalOrgID', 'o-x'),
    };
    assert.equal(saying([PUBLISH, deny]), 'deny');
  });
  test('an organization trail comes with its organization', () => {
    const statement = { ...PUBLISH, ...when('StringEquals', 'aws:SourceOrgID', 'o-exampleorgid') };
    assert.equal(saying([statement], ORGANIZATION), 'allow');
  });
});

test('the key of a topic is asked for the topic', () =>
  assert.deepEqual(topicKeyUse(TOPIC), {
    encryptionContext: { 'aws:sns:topicArn': TOPIC },
    through: 'sns.us-east-1.amazonaws.com',
  }));

test('a topic by its name is one beside the trail', () => {
  assert.equal(topicArnOf(SINGLE.arn, 'example-topic'), TOPIC);
  assert.equal(topicArnOf(SINGLE.arn, TOPIC), TOPIC);
  assert.equal(topicArnOf(SINGLE.arn, undefined), null);
});
