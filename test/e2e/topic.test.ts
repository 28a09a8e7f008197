import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createKey, kmsCall } from '../../sandbox/aws/kms.ts';
import { bucketCall, listObjects } from '../../sandbox/aws/s3.ts';
import { createTopic, setTopicAttribute, snsCall } from '../../sandbox/aws/sns.ts';
import { ACCOUNT, type Engine, REGION, startEngine } from '../../sandbox/engine/engine.ts';
import { whyNoEngine } from '../../sandbox/engine/ministack.ts';
import type { Break } from '../../sandbox/scenarios/scenario.ts';
import { KEY_OWNER, TOPIC_KEY, TOPIC_PUBLISH } from '../../sandbox/scenarios/statements.ts';
import { cloudTrail } from '../../sandbox/side-car/trails.ts';
import { queueCall } from '../../sandbox/stage/alerts.ts';
import { breakStage } from '../../sandbox/stage/break.ts';
import { policyText, type Stage, setStage, stageOf } from '../../sandbox/stage/stage.ts';
import { until } from '../../sandbox/stage/until.ts';
import { statusOf, untilDelivering, untilLogFile } from '../../sandbox/stage/watch.ts';
import { ENCRYPTED } from '../sandbox/encrypted.ts';

const skip = whyNoEngine() ?? false;
const PATIENCE_MS = 10_000;
const QUEUE = 'log-files';

describe('a trail with a topic', { skip, timeout: 120_000 }, () => {
  let engine: Engine;
  let stage: Stage;
  let topicArn: string;

  before(async () => {
    engine = await startEngine({ logFilesMs: 50 });
    const { key: _key, ...given } = ENCRYPTED.given;
    stage = await setStage(engine, stageOf({ ...ENCRYPTED, id: 'told', given }));
    topicArn = stage.trail.topicArn ?? '';
  });
  after(() => engine.stop());

  const breakBy = (broken: Break) =>
    breakStage({ ...stage, scenario: { ...stage.scenario, break: broken } }, engine.root);
  const restore = () => setTopicAttribute(engine.root, topicArn, 'Policy', policyText([TOPIC_PUBLISH], stage));
  /** Something happens in the account, so that there is a log file to be told of. */
  const happen = () => bucketCall(engine.root, 'PUT', stage.trail.bucket, 'tagging', '<Tagging><TagSet/></Tagging>');
  const untilError = async (wanted: string) => {
    const since = Date.now();
    await happen();
    const said = async () => (await statusOf(engine, stage.trail)).LatestNotificationError ?? null;
    const found = await until(async () => ((await said()) === wanted ? wanted : null), PATIENCE_MS, 20);
    assert.equal(found ?? (await said()), wanted);
    assert.notEqual(await untilLogFile(engine, stage.trail, since), null, 'log files arrive all the same');
    assert.equal((await statusOf(engine, stage.trail)).LatestDeliveryError, undefined);
  };
  const untilTold = async () => {
    const since = Date.now();
    await happen();
    const told = await until(
      async () => {
        const { LatestNotificationTime: time = 0, LatestNotificationError: error } = await statusOf(
          engine,
          stage.trail,
        );
        return time * 1000 >= since && error === undefined ? true : null;
      },
      PATIENCE_MS,
      20,
    );
    assert.equal(told, true);
  };

  test('its subscribers are told of each log file', async () => {
    const queueArn = `arn:aws:sqs:${REGION}:${ACCOUNT}:${QUEUE}`;
    const allow = {
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: queueArn,
    };
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [allow] });
    const { QueueUrl } = await queueCall<{ QueueUrl: string }>(engine, 'CreateQueue', {
      QueueName: QUEUE,
      Attributes: { Policy },
    });
    await snsCall(engine.root, 'Subscribe', { TopicArn: topicArn, Protocol: 'sqs', Endpoint: queueArn });
    await untilDelivering(engine, stage.trail);
    await untilTold();
    const message = await until(async () => {
      const { Messages } = await queueCall<{ Messages?: { Body: string }[] }>(engine, 'ReceiveMessage', { QueueUrl });
      return Messages?.[0] ?? null;
    }, PATIENCE_MS);
    const { s3Bucket, s3ObjectKey } = JSON.parse(JSON.parse(message?.Body ?? '{}').Message);
    assert.equal(s3Bucket, stage.trail.bucket);
    const keys = (await listObjects(engine.behind, s3Bucket, 'AWSLogs/')).map(({ key }) => key);
    assert.ok(keys.includes(s3ObjectKey[0]));
  });

  test('the trail says what its topic is, and is listed', async () => {
    const { Trail } = await cloudTrail<{ Trail: object }>(engine.root, 'GetTrail', { Name: stage.trail.arn });
    assert.partialDeepStrictEqual(Trail, { SnsTopicName: topicArn, SnsTopicARN: topicArn });
    const { trailList } = await cloudTrail<{ trailList: { SnsTopicARN: string }[] }>(engine.root, 'DescribeTrails', {});
    assert.equal(trailList[0]?.SnsTopicARN, topicArn);
    const { Trails } = await cloudTrail<{ Trails: object[] }>(engine.root, 'ListTrails', {});
    assert.deepEqual(Trails, [{ TrailARN: stage.trail.arn, Name: stage.trail.name, HomeRegion: REGION }]);
  });

  test('a topic policy without the statement refuses, and files arrive all the same', async () => {
    await breakBy({
      call: 'SetTopicAttributes',
      statements: [{ ...TOPIC_PUBLISH, Principal: { Service: 's3.amazonaws.com' } }],
    });
    await untilError('AuthorizationError');
    await restore();
    await untilTold();
  });

  test('the policy that SNS gives a new topic lets nobody but the account', async () => {
    const plain = await createTopic(engine.root, 'plain');
    await cloudTrail(engine.behind, 'UpdateTrail', { Name: stage.trail.arn, SnsTopicName: plain });
    await untilError('AuthorizationError');
    await cloudTrail(engine.root, 'UpdateTrail', { Name: stage.trail.arn, SnsTopicName: topicArn.split(':').at(-1) });
    await untilTold();
  });

  test('an encrypted topic needs its key too', async () => {
    const setKey = (key: string) => setTopicAttribute(engine.root, topicArn, 'KmsMasterKeyId', key);
    const keyArn = await createKey(engine.root, policyText([KEY_OWNER], stage));
    await setKey(keyArn);
    await untilError('KMSAccessDenied');
    await kmsCall(engine.root, 'PutKeyPolicy', { KeyId: keyArn, Policy: policyText([KEY_OWNER, TOPIC_KEY], stage) });
    await untilTold();
    await kmsCall(engine.root, 'DisableKey', { KeyId: keyArn });
    await untilError('KMSDisabled');
    await setKey('alias/aws/sns');
    await untilError('KMSAccessDenied');
    await setKey('');
    await untilTold();
  });

  test('a topic that is gone', async () => {
    await breakBy({ call: 'DeleteTopic' });
    await untilError('NotFound');
    await createTopic(engine.root, 'logs-told', policyText([TOPIC_PUBLISH], stage));
    await untilTold();
  });
});
