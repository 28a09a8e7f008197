import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { succeeded } from '../../sandbox/aws/caller.ts';
import { createKey, kmsCall } from '../../sandbox/aws/kms.ts';
import { bucketCall } from '../../sandbox/aws/s3.ts';
import { createTopic, setTopicAttribute, snsCall } from '../../sandbox/aws/sns.ts';
import { type Engine, REGION, startEngine } from '../../sandbox/engine/engine.ts';
import { whyNoEngine } from '../../sandbox/engine/ministack.ts';
import type { StatementTemplate } from '../../sandbox/scenarios/scenario.ts';
import { KEY_OWNER, TOPIC_KEY, TOPIC_OWNER, TOPIC_PUBLISH } from '../../sandbox/scenarios/statements.ts';
import { cloudTrail } from '../../sandbox/side-car/trails.ts';
import { policyText, type Stage, setStage, stageOf, startTrail } from '../../sandbox/stage/stage.ts';
import { until } from '../../sandbox/stage/until.ts';
import { statusOf, untilDelivering } from '../../sandbox/stage/watch.ts';
import { ENCRYPTED } from '../sandbox/encrypted.ts';
import { assertBroken, assertHealthy, checked } from './checked.ts';

const skip = whyNoEngine() ?? false;
const PATIENCE_MS = 10_000;

/** A name as Control Tower gives: only of such a trail is the landing zone looked at. */
const NAME = 'aws-controltower-trail';

describe('a trail of Control Tower’s, with a topic', { skip, timeout: 120_000 }, () => {
  const zone = { region: REGION, version: '4.0', latestVersion: '4.0', status: 'ACTIVE' as const, isDrifted: false };
  let engine: Engine;
  let stage: Stage;
  let topicArn: string;

  before(async () => {
    engine = await startEngine({ logFilesMs: 50, landingZone: zone });
    const { key: _, ...given } = ENCRYPTED.given;
    stage = await setStage(engine, stageOf({ ...ENCRYPTED, id: NAME, given }));
    topicArn = stage.trail.topicArn ?? '';
    await untilDelivering(engine, stage.trail);
    await untilError(undefined);
  });
  after(() => engine.stop());

  const look = (more: object = {}) => checked(engine, stage.trail, more);
  const set = async (name: string, value: string) =>
    succeeded(`setting ${name}`, await setTopicAttribute(engine.root, topicArn, name, value));
  const untilError = async (wanted: string | undefined) => {
    const isSaid = async () => {
      // Something happens, so that there is a log file to be told of.
      await bucketCall(engine.root, 'PUT', stage.trail.bucket, 'tagging', '<Tagging><TagSet/></Tagging>');
      const { LatestNotificationTime: time, LatestNotificationError: error } = await statusOf(engine, stage.trail);
      return error === wanted && (error !== undefined || time !== undefined) ? true : null;
    };
    assert.equal(await until(isSaid, PATIENCE_MS, 20), true);
  };
  const isHealthyAgain = async (...ids: readonly string[]) => {
    await untilError(undefined);
    assertHealthy(await look(), ...ids);
  };

  test('is healthy at first', async () => {
    const said = await look();
    assertHealthy(said, 'trail-exists', 'trail-publishes-notifications', 'landing-zone-is-current');
    assert.equal(said('topic-key-allows-publish').verdict, 'not-applicable', 'the topic is not encrypted');
  });

  test('whose topic’s policy refuses CloudTrail: what CloudTrail reports is traced to it', async () => {
    await set('Policy', policyText([TOPIC_OWNER], stage));
    await untilError('AuthorizationError');
    assertBroken(
      (await look())('trail-publishes-notifications'),
      /^CloudTrail reports `AuthorizationError`.* for its notifications: the topic policy refuses CloudTrail$/,
    );
    await set('Policy', policyText([TOPIC_PUBLISH], stage));
    await isHealthyAgain('trail-publishes-notifications');
  });

  test('whose topic is gone: so it is said', async () => {
    succeeded('DeleteTopic', await snsCall(engine.root, 'DeleteTopic', { TopicArn: topicArn }));
    await untilError('NotFound');
    assertBroken(
      (await look())('trail-publishes-notifications'),
      /^CloudTrail reports `NotFound`.* for its notifications: the topic does not exist$/,
    );
    await createTopic(engine.root, topicArn.split(':').at(-1) ?? '', policyText([TOPIC_PUBLISH], stage));
    await isHealthyAgain('trail-publishes-notifications');
  });

  test('whose topic is encrypted: its key has to let CloudTrail, and the AWS managed one never does', async () => {
    const keyArn = await createKey(engine.root, policyText([KEY_OWNER, TOPIC_KEY], stage));
    const put = async (...statements: readonly StatementTemplate[]) => {
      const document = { KeyId: keyArn, Policy: policyText(statements, stage) };
      succeeded('PutKeyPolicy', await kmsCall(engine.root, 'PutKeyPolicy', document));
    };
    // Of a topic's key only the policy of the one that the settings name is read.
    const named = { topicKmsKeyArn: keyArn };
    const isHealthyWithKey = async () => {
      await untilError(undefined);
      assertHealthy(await look(named), 'topic-key-allows-publish', 'trail-publishes-notifications');
    };
    await set('KmsMasterKeyId', keyArn);
    await isHealthyWithKey();

    await put(KEY_OWNER);
    await untilError('KMSAccessDenied');
    const refused = await look(named);
    assertBroken(
      refused('topic-key-allows-publish'),
      /^the key of the topic refuses CloudTrail kms:GenerateDataKey and kms:Decrypt$/,
    );
    assertBroken(refused('trail-publishes-notifications'), /^CloudTrail reports `KMSAccessDenied`/);

    await put(KEY_OWNER, TOPIC_KEY);
    await isHealthyWithKey();
    await set('KmsMasterKeyId', 'alias/aws/sns');
    await untilError('KMSAccessDenied');
    assertBroken(
      (await look())('topic-key-allows-publish'),
      /^the topic is encrypted with `alias\/aws\/sns`, which lets no service publish$/,
    );
    await set('KmsMasterKeyId', '');
    await isHealthyAgain('trail-publishes-notifications');
  });

  test('that is deleted is missed, until it is made again', async () => {
    await cloudTrail(engine.root, 'DeleteTrail', { Name: stage.trail.arn });
    const said = await look();
    assertBroken(said('trail-exists'), new RegExp(`^the trail \`${stage.trail.arn}\` does not exist$`));
    assert.equal(said('trail-publishes-notifications').verdict, 'not-applicable');
    await startTrail(engine, stage.trail);
    await isHealthyAgain('trail-exists', 'trail-publishes-notifications');
  });

  test('whose landing zone falls behind, drifts or fails: each is told', async () => {
    const isBroken = async (cause: RegExp) => assertBroken((await look())('landing-zone-is-current'), cause);
    Object.assign(zone, { latestVersion: '4.1' });
    await isBroken(/^the landing zone is on version 4\.0, and 4\.1 is the latest$/);
    Object.assign(zone, { version: '4.1', isDrifted: true });
    await isBroken(/^the landing zone has drifted$/);
    Object.assign(zone, { isDrifted: false, status: 'FAILED' });
    await isBroken(/^the landing zone is in the state `FAILED`$/);
    Object.assign(zone, { status: 'ACTIVE' });
    assertHealthy(await look(), 'landing-zone-is-current');
  });
});
