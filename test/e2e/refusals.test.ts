import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { asOwnerOf, type Caller, json, succeeded } from '../../sandbox/aws/caller.ts';
import { header } from '../../sandbox/aws/exchange.ts';
import { createKey, describeKey, kmsCall, readKeyPolicy } from '../../sandbox/aws/kms.ts';
import { bucketCall, objectCall } from '../../sandbox/aws/s3.ts';
import { setTopicAttribute, snsCall } from '../../sandbox/aws/sns.ts';
import { ACCOUNT, type Engine, REGION, startEngine } from '../../sandbox/engine/engine.ts';
import { whyNoEngine } from '../../sandbox/engine/ministack.ts';
import type { StatementTemplate } from '../../sandbox/scenarios/scenario.ts';
import { ACL_CHECK, KEY_ENCRYPT, KEY_OWNER, TOPIC_PUBLISH, WRITE } from '../../sandbox/scenarios/statements.ts';
import { cloudTrail } from '../../sandbox/side-car/trails.ts';
import { type Actor, createActors } from '../../sandbox/stage/actors.ts';
import { policyText, type Stage, setStage, stageOf } from '../../sandbox/stage/stage.ts';
import { until } from '../../sandbox/stage/until.ts';
import { statusOf } from '../../sandbox/stage/watch.ts';
import { ENCRYPTED } from '../sandbox/encrypted.ts';
import { findRecord } from './records.ts';

const skip = whyNoEngine() ?? false;
const TRAIL = 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101';
const LOCKOUT = /will not allow you to update the key policy in the future/;

describe('what AWS refuses, the engine refuses', { skip, timeout: 120_000 }, () => {
  let engine: Engine;
  let stage: Stage;
  let dana: Actor;
  let keyArn: string;

  before(async () => {
    engine = await startEngine({ logFilesMs: 50 });
    stage = await setStage(engine, stageOf(ENCRYPTED));
    ({ dana } = await createActors(engine));
    keyArn = stage.trail.kmsKeyArn ?? '';
  });
  after(() => engine.stop());

  const text = (...statements: StatementTemplate[]) => policyText(statements, stage);
  const putKeyPolicy = (policy: string, more: object = {}, caller: Caller = dana.caller) =>
    kmsCall(caller, 'PutKeyPolicy', { KeyId: keyArn, Policy: policy, ...more });
  const putBucketPolicy = async (...statements: StatementTemplate[]) =>
    succeeded(
      'PutBucketPolicy',
      await bucketCall(engine.root, 'PUT', stage.trail.bucket, 'policy', text(...statements)),
    );
  const trailCall = async (operation: string, body: object) => {
    const { errorCode } = await json(engine.root, 'cloudtrail', `${TRAIL}.${operation}`, body);
    return errorCode;
  };
  const update = (body: object) => trailCall('UpdateTrail', { Name: stage.trail.name, ...body });

  test('key policies that are malformed, too long, or name nobody', async () => {
    const before = await readKeyPolicy(engine.behind, keyArn);
    const nobody = { ...KEY_OWNER, Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/nobody` } };
    const refused = [
      '{',
      '{}',
      text({ ...KEY_OWNER, Effect: 'Maybe' }),
      text({ ...KEY_OWNER, Principal: undefined }),
      text(KEY_OWNER, nobody),
    ];
    for (const policy of refused)
      assert.equal((await putKeyPolicy(policy)).errorCode, 'MalformedPolicyDocumentException', policy);
    const long = text({ ...KEY_OWNER, Sid: 'x'.repeat(33_000) });
    assert.equal((await putKeyPolicy(long)).errorCode, 'LimitExceededException');
    assert.equal(await readKeyPolicy(engine.behind, keyArn), before);
    const { bucket } = stage.trail;
    const record = await findRecord(engine, bucket, ({ errorCode }) => errorCode === 'LimitExceededException');
    assert.partialDeepStrictEqual(record, { eventName: 'PutKeyPolicy', responseElements: null });
    assert.equal(record.userIdentity.arn, dana.arn);
  });

  test('a key policy that locks its writer out, unless they insist', async () => {
    const locked = text(KEY_ENCRYPT);
    const answer = await putKeyPolicy(locked);
    assert.equal(answer.errorCode, 'MalformedPolicyDocumentException');
    assert.match(answer.text, LOCKOUT);
    assert.match((await kmsCall(dana.caller, 'CreateKey', { Policy: locked })).text, LOCKOUT);
    assert.equal((await putKeyPolicy(text({ ...KEY_OWNER, Principal: { AWS: dana.arn } }))).errorCode, null);
    assert.equal((await putKeyPolicy(locked, { BypassPolicyLockoutSafetyCheck: true })).errorCode, null);
    assert.equal((await putKeyPolicy(text(...(ENCRYPTED.given.key ?? [])), {}, engine.root)).errorCode, null);
  });

  test("another account's key, and a key by its alias", async () => {
    const stranger = asOwnerOf(engine.root, `arn:aws:iam:${REGION}:444455556666:root`);
    const all = text({ ...KEY_OWNER, Principal: '*' });
    assert.equal((await putKeyPolicy(all, {}, stranger)).errorCode, 'AccessDeniedException');
    for (const KeyId of ['alias/nothing', 'arn:nothing'])
      assert.equal((await putKeyPolicy(all, { KeyId })).errorCode, 'NotFoundException');
  });

  test('calls that do not fit the state of a key', async () => {
    const other = await createKey(engine.root, text(KEY_OWNER));
    const say = async (operation: string) => (await kmsCall(engine.root, operation, { KeyId: other })).errorCode;
    assert.equal(await say('CancelKeyDeletion'), 'KMSInvalidStateException');
    assert.equal(await say('ScheduleKeyDeletion'), null);
    for (const operation of ['EnableKey', 'DisableKey', 'ScheduleKeyDeletion'])
      assert.equal(await say(operation), 'KMSInvalidStateException', operation);
    assert.equal((await describeKey(engine.root, other))?.KeyState, 'PendingDeletion');
    const written = await kmsCall(engine.root, 'PutKeyPolicy', { KeyId: other, Policy: text(KEY_OWNER) });
    assert.equal(written.errorCode, null);
  });

  test('topic policies that SNS cannot take', async () => {
    const set = (policy: string) => setTopicAttribute(engine.root, stage.trail.topicArn ?? '', 'Policy', policy);
    const refused: readonly (readonly [string, RegExp])[] = [
      ['{', /Policy Error: null/],
      [text({ ...TOPIC_PUBLISH, Action: 'SNS:*' }), /action out of service scope/],
      [text({ ...TOPIC_PUBLISH, Principal: { AWS: 'AROAEXAMPLE' } }), /PrincipalNotFound/],
      [text({ ...TOPIC_PUBLISH, Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/nobody` } }), /PrincipalNotFound/],
    ];
    for (const [policy, message] of refused) {
      const answer = await set(policy);
      assert.equal(answer.errorCode, 'InvalidParameter', policy);
      assert.match(answer.text, message);
    }
  });

  test('trails whose bucket is missing or refuses', async () => {
    assert.equal(
      await trailCall('CreateTrail', { Name: 'new', S3BucketName: 'nobodys' }),
      'S3BucketDoesNotExistException',
    );
    const stranger = asOwnerOf(engine.root, `arn:aws:iam:${REGION}:444455556666:root`);
    await bucketCall(stranger, 'PUT', 'strangers-logs', null);
    const foreign = await trailCall('CreateTrail', { Name: 'new', S3BucketName: 'strangers-logs' });
    assert.equal(foreign, 'InsufficientS3BucketPolicyException');
    assert.equal(await update({ S3KeyPrefix: 'elsewhere' }), 'InsufficientS3BucketPolicyException');
    await putBucketPolicy(WRITE);
    assert.equal(await update({}), 'InsufficientS3BucketPolicyException');
    await putBucketPolicy(...ENCRYPTED.given.statements);
    assert.equal(await update({}), null);
  });

  test('CloudTrail where others have to pay, which the bucket says to whoever asks', async () => {
    const { bucket } = stage.trail;
    const payment = (method: 'GET' | 'PUT', body = '') =>
      bucketCall(dana.caller, method, bucket, 'requestPayment', body);
    const payer = async () => /<Payer>(.*)<\/Payer>/.exec((await payment('GET')).text)?.[1];
    const configuration = (who: string) =>
      `<RequestPaymentConfiguration><Payer>${who}</Payer></RequestPaymentConfiguration>`;
    assert.equal(await payer(), 'BucketOwner');
    assert.equal((await payment('PUT', configuration('Requester'))).status, 200);
    assert.equal(await payer(), 'Requester');
    assert.equal(await update({}), 'InsufficientS3BucketPolicyException');
    const refused = await until(async () => (await statusOf(engine, stage.trail)).LatestDeliveryError ?? null, 5_000);
    assert.equal(refused, 'AccessDenied');
    const stranger = { 'x-amz-expected-bucket-owner': '999999999999' };
    const back = configuration('BucketOwner');
    const asStranger = await bucketCall(dana.caller, 'PUT', bucket, 'requestPayment', back, stranger);
    assert.equal(asStranger.errorCode, 'AccessDenied');
    assert.equal((await payment('PUT', back)).status, 200);
    assert.equal(await update({}), null);
  });

  test('trails whose key refuses, is missing, lies elsewhere or is disabled', async () => {
    await putKeyPolicy(text(KEY_OWNER));
    assert.equal(await update({}), 'InsufficientEncryptionPolicyException');
    await putKeyPolicy(text(...(ENCRYPTED.given.key ?? [])));
    const elsewhere = asOwnerOf(engine.root, `arn:aws:kms:eu-west-1:${ACCOUNT}:key`);
    const foreign = await createKey(elsewhere, text(KEY_OWNER, KEY_ENCRYPT));
    assert.equal(await update({ KmsKeyId: foreign }), 'KmsKeyNotFoundException');
    assert.equal(await update({ KmsKeyId: '11111111-1111-1111-1111-111111111111' }), 'KmsKeyNotFoundException');
    assert.equal(await update({ KmsKeyId: 'my key' }), 'InvalidKmsKeyIdException');
    await kmsCall(engine.root, 'DisableKey', { KeyId: keyArn });
    assert.equal(await update({}), 'KmsException');
    await kmsCall(engine.root, 'EnableKey', { KeyId: keyArn });
    const deny = {
      ...WRITE,
      Effect: 'Deny',
      Condition: { StringEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } },
    };
    await putBucketPolicy(ACL_CHECK, WRITE, deny);
    assert.equal(await update({}), 'InsufficientEncryptionPolicyException');
    await putBucketPolicy(...ENCRYPTED.given.statements);
    assert.equal(await update({}), null);
  });

  test('a Bucket Key asks for the right to decrypt', async () => {
    const rule =
      '<Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm></ApplyServerSideEncryptionByDefault><BucketKeyEnabled>true</BucketKeyEnabled></Rule>';
    const configuration = `<ServerSideEncryptionConfiguration>${rule}</ServerSideEncryptionConfiguration>`;
    succeeded(
      'PutBucketEncryption',
      await bucketCall(engine.root, 'PUT', stage.trail.bucket, 'encryption', configuration),
    );
    assert.equal(await update({}), 'InsufficientEncryptionPolicyException');
    const decrypt = { ...KEY_ENCRYPT, Sid: 'AllowCloudTrailDecryptTrail', Action: 'kms:Decrypt', Condition: undefined };
    await putKeyPolicy(text(...(ENCRYPTED.given.key ?? []), decrypt));
    assert.equal(await update({}), null);
    await bucketCall(engine.root, 'DELETE', stage.trail.bucket, 'encryption');
  });

  test('trails whose topic refuses or is missing', async () => {
    for (const SnsTopicName of ['nothing', 'arn:nothing'])
      assert.equal(await update({ SnsTopicName }), 'InsufficientSnsTopicPolicyException');
    await snsCall(engine.root, 'CreateTopic', { Name: 'plain' });
    assert.equal(await update({ SnsTopicName: 'plain' }), 'InsufficientSnsTopicPolicyException');
    assert.equal(await trailCall('UpdateTrail', { Name: 'nobody' }), 'TrailNotFoundException');
    const again = { Name: stage.trail.name, S3BucketName: stage.trail.bucket };
    assert.equal(await trailCall('CreateTrail', again), 'TrailAlreadyExistsException');
  });

  test('a key that is named by its alias is kept by its ARN', async () => {
    await kmsCall(engine.root, 'CreateAlias', { AliasName: 'alias/logs', TargetKeyId: keyArn });
    const said = await cloudTrail<{ KmsKeyId: string }>(engine.root, 'UpdateTrail', {
      Name: stage.trail.arn,
      KmsKeyId: 'alias/logs',
    });
    assert.equal(said.KmsKeyId, keyArn);
    const { Trail } = await cloudTrail<{ Trail: { KmsKeyId: string } }>(engine.behind, 'GetTrail', {
      Name: stage.trail.arn,
    });
    assert.equal(Trail.KmsKeyId, keyArn);
  });

  test('objects that must not be there yet, or that have changed', async () => {
    const put = (headers: Record<string, string>, body = 'state') =>
      objectCall(engine.root, 'PUT', stage.trail.bucket, 'state.json', headers, body);
    const first = await put({ 'if-none-match': '*' });
    assert.equal(first.status, 200);
    const again = await put({ 'if-none-match': '*' });
    assert.deepEqual([again.status, again.errorCode], [412, 'PreconditionFailed']);
    const etag = header(first.headers, 'etag') ?? '';
    assert.equal((await put({ 'if-match': etag }, 'changed')).status, 200);
    assert.deepEqual(
      [(await put({ 'if-match': etag })).status, (await put({ 'if-match': etag })).errorCode],
      [412, 'PreconditionFailed'],
    );
  });
});
