import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { asOwnerOf, succeeded } from '../../sandbox/aws/caller.ts';
import { header } from '../../sandbox/aws/exchange.ts';
import { createKey, kmsCall } from '../../sandbox/aws/kms.ts';
import { bucketCall, listObjects, objectCall } from '../../sandbox/aws/s3.ts';
import { ACCOUNT, type Engine, REGION, startEngine } from '../../sandbox/engine/engine.ts';
import { whyNoEngine } from '../../sandbox/engine/ministack.ts';
import type { Break } from '../../sandbox/scenarios/scenario.ts';
import { KEY_ENCRYPT, KEY_OWNER } from '../../sandbox/scenarios/statements.ts';
import { cloudTrail } from '../../sandbox/side-car/trails.ts';
import { type Actor, createActors } from '../../sandbox/stage/actors.ts';
import { breakStage } from '../../sandbox/stage/break.ts';
import { policyText, type Stage, setStage, stageOf } from '../../sandbox/stage/stage.ts';
import { until } from '../../sandbox/stage/until.ts';
import { statusOf, untilDelivering, untilLogFile } from '../../sandbox/stage/watch.ts';
import { ENCRYPTED } from '../sandbox/encrypted.ts';
import { findRecord } from './records.ts';

const skip = whyNoEngine() ?? false;
const PATIENCE_MS = 10_000;

describe('a trail with a key', { skip, timeout: 120_000 }, () => {
  let engine: Engine;
  let stage: Stage;
  let dana: Actor;
  let keyArn: string;
  let began: number;

  before(async () => {
    began = Date.now();
    engine = await startEngine({ logFilesMs: 50, digestsMs: 100 });
    stage = await setStage(engine, stageOf(ENCRYPTED));
    ({ dana } = await createActors(engine));
    keyArn = stage.trail.kmsKeyArn ?? '';
  });
  after(() => engine.stop());

  const call = async (operation: string, more: object = {}) =>
    succeeded(operation, await kmsCall(dana.caller, operation, { KeyId: keyArn, ...more }));
  const breakBy = (broken: Break) => breakStage({ ...stage, scenario: { ...ENCRYPTED, break: broken } }, dana.caller);
  const putPolicy = (policy: string) => bucketCall(engine.root, 'PUT', stage.trail.bucket, 'policy', policy);
  const untilError = async (wanted: string) => {
    const said = async () => (await statusOf(engine, stage.trail)).LatestDeliveryError ?? null;
    const found = await until(async () => ((await said()) === wanted ? wanted : null), PATIENCE_MS, 20);
    assert.equal(found ?? (await said()), wanted);
  };
  const untilDelivered = async (since: number) => {
    assert.notEqual(await untilLogFile(engine, stage.trail, since), null);
    const isClear = async () => ((await statusOf(engine, stage.trail)).LatestDeliveryError === undefined ? true : null);
    assert.equal(await until(isClear, PATIENCE_MS, 20), true);
  };
  const restoreKeyPolicy = () => call('PutKeyPolicy', { Policy: policyText(ENCRYPTED.given.key ?? [], stage) });
  const useKey = (arn: string) => cloudTrail(engine.behind, 'UpdateTrail', { Name: stage.trail.arn, KmsKeyId: arn });
  const recordOf = (eventName: string) =>
    findRecord(engine, stage.trail.bucket, (record) => record.eventName === eventName);

  test('its log files arrive, encrypted with the key', async () => {
    await untilDelivering(engine, stage.trail);
    await untilDelivered(began);
    const [first] = await listObjects(engine.behind, stage.trail.bucket, 'AWSLogs/');
    const { headers } = await objectCall(engine.behind, 'HEAD', stage.trail.bucket, first?.key ?? '');
    assert.equal(header(headers, 'x-amz-server-side-encryption'), 'aws:kms');
    assert.equal(header(headers, 'x-amz-server-side-encryption-aws-kms-key-id'), keyArn);
  });

  test('the trail says what its key is', async () => {
    const { Trail } = await cloudTrail<{ Trail: { KmsKeyId: string } }>(engine.root, 'GetTrail', {
      Name: stage.trail.name,
    });
    assert.equal(Trail.KmsKeyId, keyArn);
  });

  test('a key policy without the statement refuses, and delivery catches up when it is back', async () => {
    await breakBy({ call: 'PutKeyPolicy', statements: [KEY_OWNER] });
    await untilError('AccessDenied');
    const since = Date.now();
    await restoreKeyPolicy();
    await untilDelivered(since);
  });

  test('a key policy for another trail refuses', async () => {
    const other = { StringEquals: { 'aws:SourceArn': `${stage.trail.arn}-old` } };
    await breakBy({ call: 'PutKeyPolicy', statements: [KEY_OWNER, { ...KEY_ENCRYPT, Condition: other }] });
    await untilError('AccessDenied');
    const healed = Date.now();
    await restoreKeyPolicy();
    await untilDelivered(healed);
  });

  test('a disabled key delivers nothing until it is enabled again', async () => {
    await breakBy({ call: 'DisableKey' });
    await untilError('KMS.DisabledException');
    const digestError = async () => (await statusOf(engine, stage.trail)).LatestDigestDeliveryError ?? null;
    // The error of the test before may stand for a moment longer.
    const isDisabled = async () => ((await digestError()) === 'KMS.DisabledException' ? true : null);
    assert.equal(await until(isDisabled, PATIENCE_MS, 20), true);
    const since = Date.now();
    await call('EnableKey');
    await untilDelivered(since);
    const digests = async () => ((await digestError()) === null ? true : null);
    assert.equal(await until(digests, PATIENCE_MS, 20), true);
  });

  test('a key that is to be deleted is disabled after the deletion is cancelled', async () => {
    await breakBy({ call: 'ScheduleKeyDeletion' });
    await untilError('KMS.KMSInvalidStateException');
    await call('CancelKeyDeletion');
    await untilError('KMS.DisabledException');
    const since = Date.now();
    await call('EnableKey');
    await untilDelivered(since);
  });

  test('a key that has no material yet, one of another Region, and one that does not exist', async () => {
    const policy = policyText(ENCRYPTED.given.key ?? [], stage);
    const elsewhere = asOwnerOf(engine.behind, `arn:aws:kms:eu-west-1:${ACCOUNT}:key`);
    await useKey(await createKey(engine.behind, policy, { Origin: 'EXTERNAL' }));
    await bucketCall(engine.root, 'PUT', stage.trail.bucket, 'tagging', '<Tagging><TagSet/></Tagging>');
    await untilError('KMS.KMSInvalidStateException');
    await useKey(await createKey(elsewhere, policy));
    await untilError('KMS.NotFoundException');
    await useKey(`arn:aws:kms:${REGION}:${ACCOUNT}:key/11111111-1111-1111-1111-111111111111`);
    await untilError('KMS.NotFoundException');
    const since = Date.now();
    await useKey(keyArn);
    await untilDelivered(since);
  });

  test('a bucket policy that wants AES256 refuses what is encrypted with the key', async () => {
    const deny = {
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:PutObject',
      Resource: 'arn:aws:s3:::{bucket}/*',
      Condition: { StringNotEquals: { 's3:x-amz-server-side-encryption': 'AES256' } },
    };
    const healthy = ENCRYPTED.given.statements;
    assert.equal((await putPolicy(policyText([...healthy, deny], stage))).status, 204);
    await untilError('AccessDenied');
    const since = Date.now();
    assert.equal((await putPolicy(policyText(healthy, stage))).status, 204);
    await untilDelivered(since);
  });

  test('with a Bucket Key a key policy for objects refuses, as KMS sees the bucket', async () => {
    const forObjects = { StringLike: { 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::{bucket}/*' } };
    const since = Date.now();
    await breakBy({ call: 'PutKeyPolicy', statements: [KEY_OWNER, { ...KEY_ENCRYPT, Condition: forObjects }] });
    await untilDelivered(since);
    const rule = `<Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>${keyArn}</KMSMasterKeyID></ApplyServerSideEncryptionByDefault><BucketKeyEnabled>true</BucketKeyEnabled></Rule>`;
    const configuration = `<ServerSideEncryptionConfiguration>${rule}</ServerSideEncryptionConfiguration>`;
    assert.equal((await bucketCall(engine.root, 'PUT', stage.trail.bucket, 'encryption', configuration)).status, 200);
    await untilError('AccessDenied');
    assert.equal((await bucketCall(engine.root, 'DELETE', stage.trail.bucket, 'encryption')).status, 204);
    const healed = Date.now();
    await restoreKeyPolicy();
    await untilDelivered(healed);
  });

  test('CloudTrail records who did it to which key', async () => {
    const broken = policyText([KEY_OWNER], stage);
    const { bucket } = stage.trail;
    const written = await findRecord(engine, bucket, (record) => record.requestParameters?.['policy'] === broken);
    assert.equal(written.eventName, 'PutKeyPolicy');
    assert.equal(written.eventSource, 'kms.amazonaws.com');
    assert.equal(written.userIdentity.arn, dana.arn);
    assert.deepEqual(written.resources, [{ accountId: ACCOUNT, type: 'AWS::KMS::Key', ARN: keyArn }]);
    assert.equal((await recordOf('DisableKey')).requestParameters?.['keyId'], keyArn);
    assert.equal((await recordOf('ScheduleKeyDeletion')).responseElements?.['keyState'], 'PendingDeletion');
    assert.equal((await recordOf('CancelKeyDeletion')).responseElements?.['keyId'], keyArn);
    assert.equal((await recordOf('EnableKey')).errorCode, undefined);
  });
});
