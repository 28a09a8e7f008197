import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Match } from 'aws-cdk-lib/assertions';
import { settings, TRAIL, templateFor } from './stack.ts';

const { arrayWith, objectLike, objectEquals, anyValue } = Match;
const template = templateFor();
const names = (type: string) => Object.values(template.findResources(type));

describe('the function', () => {
  it('runs on Node 24 and arm64, for at most three minutes', () => {
    template.resourceCountIs('AWS::Lambda::Function', 1);
    template.hasResourceProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 1769,
      Timeout: 180,
      Handler: 'index.handler',
      Environment: {
        Variables: {
          POWERTOOLS_SERVICE_NAME: 'trailmend',
          TRAILMEND_TOPIC_ARN: anyValue(),
          TRAILMEND_ROLE_ARN: anyValue(),
          TRAILMEND_STORE_BUCKET: anyValue(),
        },
      },
    });
  });

  it('reserves no concurrency, which small accounts do not have', () => {
    template.hasResourceProperties('AWS::Lambda::Function', { ReservedConcurrentExecutions: Match.absent() });
  });

  it('is retried twice, and then leaves the event in the dead-letter queue', () => {
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      MaximumRetryAttempts: 2,
      DestinationConfig: {
        OnFailure: { Destination: { 'Fn::GetAtt': [Match.stringLikeRegexp('DeadLetters'), 'Arn'] } },
      },
    });
  });

  it('writes to a log group that is kept for a year', () => {
    template.hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 365 }, DeletionPolicy: 'Retain' });
    template.hasResourceProperties('AWS::Lambda::Function', { LoggingConfig: { LogGroup: { Ref: anyValue() } } });
  });

  it('has a role with no managed policy and no wildcard, but for records, which are named by their time', () => {
    for (const role of names('AWS::IAM::Role')) assert.equal(role.Properties.ManagedPolicyArns, undefined);
    for (const policy of names('AWS::IAM::Policy')) {
      const text = JSON.stringify(policy.Properties.PolicyDocument).replace('"/records/*"', '');
      assert.ok(!text.includes('*'), text);
    }
  });

  it('adds records, and neither it nor anybody else overwrites or removes one', () => {
    const { absent } = Match;
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: arrayWith([objectLike({ Sid: 'KeepRecords', Action: 's3:PutObject' })]) },
    });
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: arrayWith([
          objectLike({
            ...{ Sid: 'RecordsAreOnlyAdded', Effect: 'Deny', Principal: { AWS: '*' }, Action: 's3:PutObject' },
            Condition: { Null: { 's3:if-none-match': 'true' } },
          }),
          objectLike({
            ...{ Sid: 'RecordsStay', Effect: 'Deny', Principal: { AWS: '*' }, Condition: absent() },
            Action: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
          }),
        ]),
      },
    });
  });

  it('reads and repairs exactly the configured trail and bucket', () => {
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: arrayWith([
          objectLike({ Sid: 'ReadBucket', Resource: 'arn:aws:s3:::audit-logs' }),
          objectLike({ Sid: 'ReadTrail', Resource: TRAIL }),
          objectLike({ Sid: 'RepairBucket', Action: 's3:PutBucketPolicy', Resource: 'arn:aws:s3:::audit-logs' }),
          objectLike({ Sid: 'RepairTrail', Action: 'cloudtrail:StartLogging', Resource: TRAIL }),
        ]),
      },
    });
  });

  it('has no right to write in alert-only mode', () => {
    const text = JSON.stringify(templateFor({ alertOnly: true }).findResources('AWS::IAM::Policy'));
    assert.ok(text.includes('s3:GetBucketPolicy'));
    assert.ok(!/Repair|s3:PutBucket|StartLogging/.test(text), text);
  });

  it('names the resources of every trail', () => {
    const second = { trailArn: `${TRAIL}-2`, bucket: 'more-logs' };
    const text = JSON.stringify(templateFor({ trails: [...settings.trails, second] }).toJSON());
    assert.ok(text.includes('"arn:aws:s3:::more-logs"') && text.includes(`"${TRAIL}-2"`));
    assert.ok(text.includes('"bucketName":["audit-logs","more-logs"]'));
  });

  it('keeps to the partition of the trail', () => {
    const trailArn = 'arn:aws-us-gov:cloudtrail:us-gov-west-1:111122223333:trail/audit';
    const text = JSON.stringify(templateFor({ trails: [{ trailArn, bucket: 'audit-logs' }] }).toJSON());
    assert.ok(text.includes('"arn:aws-us-gov:s3:::audit-logs"') && !text.includes('"arn:aws:'));
  });
});

describe('what wakes the function', () => {
  it('is one rule for the successful calls of every event source', () => {
    assert.equal(
      names('AWS::Events::Rule').filter(({ Properties }) => Properties.Targets[0].InputTransformer === undefined)
        .length,
      1,
    );
    template.hasResourceProperties('AWS::Events::Rule', {
      State: 'ENABLED',
      EventPattern: objectEquals({
        source: ['aws.cloudtrail', 'aws.s3'],
        'detail-type': ['AWS API Call via CloudTrail'],
        detail: {
          eventName: ['DeleteBucketPolicy', 'PutBucketPolicy', 'StopLogging'],
          errorCode: [{ exists: false }],
          $or: [
            { requestParameters: { bucketName: ['audit-logs'] } },
            { requestParameters: { bucketName: [{ exists: false }] } },
          ],
        },
      }),
    });
  });

  it('is a schedule, every 15 minutes if the settings do not say', () => {
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(15 minutes)',
      State: 'ENABLED',
      Target: { Input: '{"source":"trailmend.schedule"}' },
    });
  });

  for (const [minutes, expression] of [
    [1, 'rate(1 minute)'],
    [60, 'rate(1 hour)'],
    [90, 'rate(90 minutes)'],
    [1440, 'rate(1 day)'],
  ] as const) {
    it(`is a schedule of ${minutes} minutes`, () => {
      templateFor({ scheduleMinutes: minutes }).hasResourceProperties('AWS::Scheduler::Schedule', {
        ScheduleExpression: expression,
      });
    });
  }

  it('may start this function only', () => {
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: arrayWith([
          {
            Effect: 'Allow',
            Action: 'lambda:InvokeFunction',
            Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('Function'), 'Arn'] },
          },
        ]),
      },
    });
  });
});

describe('who is told', () => {
  it('is an encrypted topic that takes no plain connection, with one subscription per address', () => {
    const changed = templateFor({ alertEmails: ['a@example.com', 'b@example.com'] });
    changed.resourceCountIs('AWS::SNS::Subscription', 2);
    changed.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'a@example.com' });
    changed.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: anyValue() });
    changed.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: arrayWith([objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })]),
      },
    });
  });

  it('includes the alarms: the topic and its key let CloudWatch in, for this account', () => {
    const statement = objectLike({
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
    });
    template.hasResourceProperties('AWS::SNS::TopicPolicy', { PolicyDocument: { Statement: arrayWith([statement]) } });
    template.hasResourceProperties('AWS::KMS::Key', {
      EnableKeyRotation: true,
      KeyPolicy: { Statement: arrayWith([statement]) },
    });
  });

  it('has an encrypted dead-letter queue', () => {
    template.hasResourceProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true, MessageRetentionPeriod: 1209600 });
  });
});

describe('what is remembered', () => {
  it('lies in a bucket that stays, encrypted, versioned and closed', () => {
    template.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      Properties: {
        VersioningConfiguration: { Status: 'Enabled' },
        PublicAccessBlockConfiguration: { BlockPublicPolicy: true, RestrictPublicBuckets: true },
        BucketEncryption: anyValue(),
      },
    });
  });

  it('may be read and written of the guarded trails only', () => {
    const statement = objectLike({ Sid: 'Remember', Action: ['s3:GetObject', 's3:PutObject'] });
    template.hasResourceProperties('AWS::IAM::Policy', { PolicyDocument: { Statement: arrayWith([statement]) } });
    const text = JSON.stringify(names('AWS::IAM::Policy'));
    assert.ok(text.includes('/memory/111122223333/eu-west-1/audit.json'), text);
  });
});

describe('the stack', () => {
  it('says where its parts are', () => {
    for (const output of ['FunctionName', 'TopicArn', 'StoreBucketName', 'DeadLetterQueueUrl', 'DashboardName'])
      template.hasOutput(output, {});
  });
});
