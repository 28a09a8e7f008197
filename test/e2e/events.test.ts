import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { json, query, rest, succeeded } from '../../sandbox/aws/caller.ts';
import { kmsCall } from '../../sandbox/aws/kms.ts';
import { setTopicAttribute, snsCall } from '../../sandbox/aws/sns.ts';
import { ACCOUNT, type Engine, REGION, startEngine } from '../../sandbox/engine/engine.ts';
import { whyNoEngine } from '../../sandbox/engine/ministack.ts';
import { cloudTrail } from '../../sandbox/side-car/trails.ts';
import { policyText, type Stage, setStage, stageOf } from '../../sandbox/stage/stage.ts';
import { until } from '../../sandbox/stage/until.ts';
import { untilDelivering } from '../../sandbox/stage/watch.ts';
import { ENCRYPTED } from '../sandbox/encrypted.ts';
import type { LoggedRecord } from './records.ts';
import { zipOf } from './zip.ts';

const skip = whyNoEngine() ?? false;
const NAME = 'listener';
const CODE = 'exports.handler = async (event) => console.log(`EVENT ${JSON.stringify(event)}`);';
const ASSUME = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
const PATTERN = {
  source: ['aws.kms', 'aws.sns', 'aws.cloudtrail'],
  'detail-type': ['AWS API Call via CloudTrail'],
};

type Event = { readonly source: string; readonly detail: LoggedRecord };

describe('EventBridge is told of calls on trail, key and topic', { skip, timeout: 120_000 }, () => {
  let engine: Engine;
  let stage: Stage;

  const events = async (): Promise<Event[]> => {
    const body = { logGroupName: `/aws/lambda/${NAME}`, filterPattern: '' };
    const answer = await json(engine.behind, 'logs', 'Logs_20140328.FilterLogEvents', body);
    const { events: lines = [] }: { events?: { message: string }[] } = JSON.parse(answer.text);
    return lines.flatMap(({ message }) => {
      const text = /EVENT (\{.*\})/s.exec(message)?.[1];
      return text === undefined ? [] : [JSON.parse(text)];
    });
  };
  const eventOf = async (isIt: (detail: LoggedRecord) => boolean) => {
    const found = await until(async () => (await events()).find(({ detail }) => isIt(detail)) ?? null, 10_000, 50);
    assert.notEqual(found, null);
    return found as Event;
  };

  before(async () => {
    engine = await startEngine({ logFilesMs: 50 });
    stage = await setStage(engine, stageOf(ENCRYPTED));
    const trust = JSON.stringify({ Version: '2012-10-17', Statement: [ASSUME] });
    const role = { Action: 'CreateRole', RoleName: NAME, AssumeRolePolicyDocument: trust };
    succeeded('CreateRole', await query(engine.behind, 'iam', '2010-05-08', role));
    const body = JSON.stringify({
      FunctionName: NAME,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: `arn:aws:iam::${ACCOUNT}:role/${NAME}`,
      Code: { ZipFile: zipOf('index.js', CODE).toString('base64') },
    });
    const create = { service: 'lambda', method: 'POST', path: '/2015-03-31/functions', body };
    succeeded('CreateFunction', await rest(engine.behind, create));
    const rule = { Name: NAME, EventPattern: JSON.stringify(PATTERN) };
    succeeded('PutRule', await json(engine.behind, 'events', 'AWSEvents.PutRule', rule));
    const target = { Id: '1', Arn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${NAME}` };
    succeeded(
      'PutTargets',
      await json(engine.behind, 'events', 'AWSEvents.PutTargets', { Rule: NAME, Targets: [target] }),
    );
    await untilDelivering(engine, stage.trail);
  });
  after(() => engine.stop());

  test('of the key', async () => {
    const KeyId = stage.trail.kmsKeyArn ?? '';
    const call = (operation: string, more: object = {}) => kmsCall(engine.root, operation, { KeyId, ...more });
    await call('PutKeyPolicy', { Policy: '{' });
    await call('PutKeyPolicy', { Policy: policyText(ENCRYPTED.given.key ?? [], stage) });
    const operations = ['DisableKey', 'EnableKey', 'ScheduleKeyDeletion', 'CancelKeyDeletion', 'EnableKey'];
    for (const operation of operations) succeeded(operation, await call(operation));
    for (const operation of ['PutKeyPolicy', ...operations]) {
      const { source, detail } = await eventOf(({ eventName, errorCode }) => eventName === operation && !errorCode);
      assert.equal(source, 'aws.kms');
      assert.equal(detail.requestParameters?.['keyId'], KeyId);
    }
    const refused = await eventOf(({ errorCode }) => errorCode === 'MalformedPolicyDocumentException');
    assert.equal(refused.detail.eventName, 'PutKeyPolicy');
  });

  test('of the topic', async () => {
    const TopicArn = stage.trail.topicArn ?? '';
    await setTopicAttribute(engine.root, TopicArn, 'Policy', '{');
    const permission = { Label: 'l', 'AWSAccountId.member.1': ACCOUNT, 'ActionName.member.1': 'Publish' };
    succeeded('AddPermission', await snsCall(engine.root, 'AddPermission', { TopicArn, ...permission }));
    succeeded('RemovePermission', await snsCall(engine.root, 'RemovePermission', { TopicArn, Label: 'l' }));
    succeeded('DeleteTopic', await snsCall(engine.root, 'DeleteTopic', { TopicArn }));
    for (const operation of ['AddPermission', 'RemovePermission', 'DeleteTopic']) {
      const { source, detail } = await eventOf(({ eventName }) => eventName === operation);
      assert.equal(source, 'aws.sns');
      assert.equal(detail.requestParameters?.['topicArn'], TopicArn);
    }
    const refused = await eventOf(({ eventName }) => eventName === 'SetTopicAttributes');
    assert.equal(refused.detail.errorCode, 'InvalidParameter');
  });

  test('of the trail', async () => {
    const { name, arn } = stage.trail;
    await cloudTrail(engine.root, 'UpdateTrail', { Name: name, SnsTopicName: '' });
    const updated = await eventOf(({ eventName }) => eventName === 'UpdateTrail');
    assert.equal(updated.detail.requestParameters?.['name'], name);
    assert.equal(updated.detail.responseElements?.['trailARN'], arn);
  });
});
