import { describe, it } from 'node:test';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks } from 'cdk-nag';
import { TowerRepair } from '../../infra/tower-repair.ts';
import { TowerRole } from '../../infra/tower-role.ts';

const EXECUTION = 'arn:aws:iam::444455556666:role/AWSControlTowerExecution';
const FUNCTION_ROLE = 'arn:aws:iam::777788889999:role/TrailmendControlTowerWriter';
const { absent, objectEquals, stringLikeRegexp } = Match;

/** The template of a stack; there is none if cdk-nag finds anything. */
function templateOf(fill: (stack: Stack) => void): Template {
  const app = new App();
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const stack = new Stack(app, 'Tower', { env: { account: '777788889999', region: 'eu-west-1' } });
  fill(stack);
  return Template.fromStack(stack);
}

describe('the function for Control Tower', () => {
  const template = templateOf((stack) => {
    const caller = new Role(stack, 'Hub', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    new TowerRepair(stack, 'TowerRepair', {
      code: Code.fromInline('exports.handler = async () => null;'),
      firstRoles: [EXECUTION],
      caller,
    });
  });

  it('runs for at most a minute, is woken by nothing and reserves no concurrency', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      ...{ Runtime: 'nodejs24.x', Architectures: ['arm64'], Timeout: 60 },
      ReservedConcurrentExecutions: absent(),
      Environment: { Variables: { POWERTOOLS_SERVICE_NAME: 'trailmend-control-tower' } },
    });
    for (const type of [
      'AWS::Lambda::Permission',
      'AWS::Events::Rule',
      'AWS::Lambda::EventSourceMapping',
      'AWS::Lambda::Url',
    ])
      template.resourceCountIs(type, 0);
  });

  it('has a role of a fixed name, which may assume that one role and write its log', () => {
    template.hasResourceProperties('AWS::IAM::Role', {
      RoleName: 'TrailmendControlTowerWriter',
      ManagedPolicyArns: absent(),
    });
    const logs = ['logs:CreateLogStream', 'logs:PutLogEvents'];
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          objectEquals({ Sid: 'WriteForControlTower', Effect: 'Allow', Action: 'sts:AssumeRole', Resource: EXECUTION }),
          objectEquals({ Effect: 'Allow', Action: logs, Resource: { 'Fn::GetAtt': [stringLikeRegexp('Log'), 'Arn'] } }),
        ],
      },
      Roles: [{ Ref: stringLikeRegexp('TowerRepairRole') }],
    });
  });

  it('may be invoked by the role of the hub’s function', () => {
    const Resource = { 'Fn::GetAtt': [stringLikeRegexp('TowerRepairFunction'), 'Arn'] };
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          objectEquals({ Sid: 'AskTowerRepair', Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource }),
        ],
      },
      Roles: [{ Ref: stringLikeRegexp('^Hub') }],
    });
  });

  it('keeps its log for a year', () => {
    template.hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 365 }, DeletionPolicy: 'Retain' });
  });
});

describe('the role of the management account', () => {
  const template = templateOf(
    (stack) =>
      new TowerRole(stack, 'TowerRole', {
        ...{ functionRole: FUNCTION_ROLE, organizationId: 'o-exampleorgid', executionRoles: [EXECUTION] },
      }),
  );

  it('trusts the function’s role alone, and only in the organization', () => {
    template.hasResourceProperties('AWS::IAM::Role', {
      RoleName: 'TrailmendControlTower',
      AssumeRolePolicyDocument: {
        Statement: [
          objectEquals({
            ...{ Effect: 'Allow', Action: 'sts:AssumeRole' },
            Principal: { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::777788889999:root']] } },
            Condition: {
              ArnEquals: { 'aws:PrincipalArn': FUNCTION_ROLE },
              StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' },
            },
          }),
        ],
      },
    });
  });

  it('may assume AWSControlTowerExecution of the buckets’ owners, and nothing else', () => {
    template.resourceCountIs('AWS::IAM::Policy', 1);
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          objectEquals({ Sid: 'WriteForControlTower', Effect: 'Allow', Action: 'sts:AssumeRole', Resource: EXECUTION }),
        ],
      },
    });
  });
});
