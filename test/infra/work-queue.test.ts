import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { App, Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { assumeStatement } from '../../infra/assumes.ts';
import { HubStack } from '../../infra/hub-stack.ts';
import { scopeOf } from '../../infra/scope.ts';
import { checks } from '../../shared/checks/index.ts';
import { eventSources } from '../../shared/events/index.ts';
import { TRAILS_A_SWEEP } from '../../shared/settings/scale.ts';
import type { Settings } from '../../shared/settings/settings.ts';
import { organizationOf } from '../scale/organization.ts';
import { settings, TRAIL, templateFor } from './stack.ts';

const { objectLike, objectEquals, stringLikeRegexp } = Match;

/** So many trails of one bucket. */
const trailsOf = (count: number): Settings['trails'] =>
  Array.from({ length: count }, (_, at) => ({ trailArn: `${TRAIL}-${at}`, bucket: 'audit-logs' }));

/** The template of a hub under the real checks; there is none if cdk-nag finds anything. */
function hubTemplate(given: Settings): Template {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [], '@aws-cdk/aws-iam:minimizePolicies': true } });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return Template.fromStack(
    new HubStack(app, 'Trailmend', { settings: given, scope: scopeOf(given), checks, eventSources }),
  );
}

const QUEUE = { 'Fn::GetAtt': [stringLikeRegexp('^WorkQueue'), 'Arn'] };

describe('a stack whose trails one sweep looks after', () => {
  it('has no queue for work, and none of what goes with it', () => {
    const template = templateFor({ trails: trailsOf(TRAILS_A_SWEEP) });
    template.resourceCountIs('AWS::SQS::Queue', 1);
    template.resourceCountIs('AWS::Lambda::EventSourceMapping', 0);
    assert.ok(!JSON.stringify(template.toJSON()).includes('WORK_QUEUE'));
  });
});

describe('a stack with more trails than that', () => {
  // There is no template if cdk-nag finds anything.
  const template = hubTemplate({ ...settings, trails: trailsOf(TRAILS_A_SWEEP + 1), scheduleMinutes: 60 });

  it('has a queue that is encrypted, takes no plain connection and gives up after three tries', () => {
    template.hasResourceProperties('AWS::SQS::Queue', {
      SqsManagedSseEnabled: true,
      VisibilityTimeout: 1080,
      MessageRetentionPeriod: 86_400,
      RedrivePolicy: {
        deadLetterTargetArn: { 'Fn::GetAtt': [stringLikeRegexp('DeadLetters'), 'Arn'] },
        maxReceiveCount: 3,
      },
    });
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      Queues: [{ Ref: stringLikeRegexp('^WorkQueue') }],
      PolicyDocument: {
        Statement: [objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })],
      },
    });
  });

  it('gives the function one message at a time, and works off ten at the same time', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: QUEUE,
      FunctionName: { Ref: stringLikeRegexp('^RemediateFunction') },
      BatchSize: 1,
      ScalingConfig: { MaximumConcurrency: 10 },
    });
    const Variables = objectLike({ TRAILMEND_WORK_QUEUE_URL: { Ref: stringLikeRegexp('^WorkQueue') } });
    template.hasResourceProperties('AWS::Lambda::Function', { Environment: { Variables } });
  });

  it('lets the function send to it and take from it, and nothing else', () => {
    const text = (value: unknown): string => JSON.stringify(value);
    const statements = Object.values(template.findResources('AWS::IAM::Policy'))
      .concat(Object.values(template.findResources('AWS::IAM::ManagedPolicy')))
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
      .filter((statement) => text(statement.Resource).includes('"Work'));
    assert.deepEqual(
      statements.map(({ Sid, Effect, Action, Condition }) => ({ Sid, Effect, Action, Condition })),
      [
        { Sid: 'HandOutWork', Effect: 'Allow', Action: 'sqs:SendMessage', Condition: undefined },
        {
          ...{ Sid: 'TakeWork', Effect: 'Allow', Condition: undefined },
          Action: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
        },
      ],
    );
  });

  it('tells people when work waits longer than two schedule periods', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ApproximateAgeOfOldestMessage',
      Dimensions: [
        objectEquals({ Name: 'QueueName', Value: { 'Fn::GetAtt': [stringLikeRegexp('^WorkQueue'), 'QueueName'] } }),
      ],
      Threshold: 7200,
      TreatMissingData: 'notBreaching',
      AlarmActions: [{ Ref: stringLikeRegexp('Topic') }],
    });
  });
});

describe('the role of a hub that reaches two hundred accounts', () => {
  const many = organizationOf({ trails: 1000, accounts: 200, regions: 17, buckets: 'of-account' }).settings;
  const organization = { id: 'o-exampleorgid', managementAccount: '100000000000', destinations: 'templates' } as const;
  // There is no template if cdk-nag finds anything.
  const template = hubTemplate({ ...many, organization });
  const policies = Object.values(template.findResources('AWS::IAM::Policy')).concat(
    Object.values(template.findResources('AWS::IAM::ManagedPolicy')),
  );

  it('fits into the policies that IAM takes', () => {
    for (const { Properties } of policies) {
      const { length } = JSON.stringify(Properties.PolicyDocument);
      assert.ok(length < 6_144, `${length} characters`);
    }
  });

  it('may assume the destinations’ role in every account of the organization, and no other role', () => {
    const resource = 'arn:aws:iam::*:role/TrailmendDestination';
    const statements = policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
    assert.deepEqual(
      statements.filter(({ Action }) => JSON.stringify(Action).includes('sts:AssumeRole')),
      [
        {
          ...{ Sid: 'AssumeDestinations', Effect: 'Allow', Action: 'sts:AssumeRole', Resource: resource },
          Condition: { StringEqualsIfExists: { 'aws:ResourceOrgID': 'o-exampleorgid' } },
        },
      ],
    );
  });

  it('remembers every trail, in the folder of memories alone', () => {
    const [remember] = policies
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
      .filter(({ Sid }) => Sid === 'Remember');
    assert.match(JSON.stringify(remember.Resource), /^\{"Fn::Join":\["",\[\{[^}]*\},"\/memory\/\*"\]\]\}$/);
  });
});

describe('the role of a hub that reaches a few', () => {
  it('names every role', () => {
    const roles = ['111122223333', '444455556666'].map(
      (account) => `arn:aws:iam::${account}:role/TrailmendDestination`,
    );
    const { Resource, Condition } = assumeStatement(roles, 'o-exampleorgid').toStatementJson();
    assert.deepEqual([Resource, Condition], [roles, undefined]);
  });
});
