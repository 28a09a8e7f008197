import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { asOwnerOf, succeeded } from '../../sandbox/aws/caller.ts';
import { createKey, kmsCall } from '../../sandbox/aws/kms.ts';
import { bucketCall } from '../../sandbox/aws/s3.ts';
import { ACCOUNT, type Engine, startEngine } from '../../sandbox/engine/engine.ts';
import { whyNoEngine } from '../../sandbox/engine/ministack.ts';
import type { StatementTemplate } from '../../sandbox/scenarios/scenario.ts';
import { KEY_DESCRIBE, KEY_ENCRYPT, KEY_OWNER } from '../../sandbox/scenarios/statements.ts';
import { cloudTrail } from '../../sandbox/side-car/trails.ts';
import { policyText, type Stage, setStage, stageOf } from '../../sandbox/stage/stage.ts';
import { until } from '../../sandbox/stage/until.ts';
import { statusOf, untilDelivering } from '../../sandbox/stage/watch.ts';
import { ENCRYPTED } from '../sandbox/encrypted.ts';
import { assertBroken, assertHealthy, checked } from './checked.ts';

const skip = whyNoEngine() ?? false;
const PATIENCE_MS = 10_000;
const HEALTHY = [KEY_OWNER, KEY_ENCRYPT, KEY_DESCRIBE];

describe('a key', { skip, timeout: 120_000 }, () => {
  let engine: Engine;
  let stage: Stage;

  before(async () => {
    engine = await startEngine({ logFilesMs: 50 });
    const { topic: _, ...given } = ENCRYPTED.given;
    stage = await setStage(engine, stageOf({ ...ENCRYPTED, id: 'locked', given }));
    await untilDelivering(engine, stage.trail);
  });
  after(() => engine.stop());

  const look = (more: object = {}) => checked(engine, stage.trail, more);
  const put = async (...statements: readonly StatementTemplate[]) => {
    const document = { KeyId: stage.trail.kmsKeyArn, Policy: policyText(statements, stage) };
    succeeded('PutKeyPolicy', await kmsCall(engine.root, 'PutKeyPolicy', document));
  };
  const untilError = async (wanted: string | undefined) => {
    const isSaid = async () => {
      // Something happens, so that there is a log file to deliver.
      await bucketCall(engine.root, 'PUT', stage.trail.bucket, 'tagging', '<Tagging><TagSet/></Tagging>');
      return (await statusOf(engine, stage.trail)).LatestDeliveryError === wanted ? true : null;
    };
    assert.equal(await until(isSaid, PATIENCE_MS, 20), true);
  };
  const isBroken = async (id: string, cause: RegExp) => assertBroken((await look())(id), cause);
  const isHealthyAgain = async (id: string) => {
    await put(...HEALTHY);
    assertHealthy(await look(), id);
  };

  test('is healthy at first', async () => {
    assertHealthy(
      await look(),
      ...['key-is-in-bucket-region', 'key-policy-allows-describe-and-decrypt'],
      ...['key-policy-has-no-blocking-deny', 'key-policy-limits-readers'],
    );
  });

  test('that CloudTrail may not describe: the statement is missed, and files arrive all the same', async () => {
    await put(KEY_OWNER, KEY_ENCRYPT);
    await isBroken(
      'key-policy-allows-describe-and-decrypt',
      /^no statement allows CloudTrail to describe the key for this trail$/,
    );
    await untilError(undefined);
    await isHealthyAgain('key-policy-allows-describe-and-decrypt');
  });

  test('that CloudTrail may not decrypt with, where an S3 Bucket Key is on', async () => {
    const { bucket, kmsKeyArn } = stage.trail;
    const byDefault = `<ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>${kmsKeyArn}</KMSMasterKeyID></ApplyServerSideEncryptionByDefault>`;
    const rule = `<Rule>${byDefault}<BucketKeyEnabled>true</BucketKeyEnabled></Rule>`;
    const configuration = `<ServerSideEncryptionConfiguration>${rule}</ServerSideEncryptionConfiguration>`;
    succeeded('encryption', await bucketCall(engine.root, 'PUT', bucket, 'encryption', configuration));
    await isBroken('key-policy-allows-describe-and-decrypt', /^no statement allows CloudTrail to decrypt with the key/);
    succeeded('encryption', await bucketCall(engine.root, 'DELETE', bucket, 'encryption'));
    await isHealthyAgain('key-policy-allows-describe-and-decrypt');
  });

  test('with a Deny that touches CloudTrail: the statement is named', async () => {
    const deny = { Sid: 'NoServices', Effect: 'Deny', Principal: '*', Action: 'kms:GenerateDataKey*', Resource: '*' };
    await put(...HEALTHY, deny);
    await untilError('AccessDenied');
    await isBroken(
      'key-policy-has-no-blocking-deny',
      /^statement 3 \(`NoServices`\) denies CloudTrail kms:GenerateDataKey/,
    );
    await isHealthyAgain('key-policy-has-no-blocking-deny');
    await untilError(undefined);
  });

  test('that everybody may decrypt with: the statement is named', async () => {
    const everybody = { Sid: 'Readers', Effect: 'Allow', Principal: '*', Action: 'kms:Decrypt', Resource: '*' };
    await put(...HEALTHY, everybody);
    await isBroken(
      'key-policy-limits-readers',
      /^statement 3 \(`Readers`\) lets everybody decrypt, in whatever account$/,
    );
    await isHealthyAgain('key-policy-limits-readers');
  });

  test('of another Region than the bucket’s: both are named', async () => {
    const elsewhere = asOwnerOf(engine.behind, `arn:aws:kms:eu-west-1:${ACCOUNT}:key`);
    const kmsKeyArn = await createKey(elsewhere, policyText(HEALTHY, stage));
    const use = (KmsKeyId: string | null) =>
      cloudTrail(engine.behind, 'UpdateTrail', { Name: stage.trail.arn, KmsKeyId });
    await use(kmsKeyArn);
    await untilError('KMS.NotFoundException');
    assert.deepEqual((await look({ kmsKeyArn }))('key-is-in-bucket-region'), {
      verdict: 'broken',
      message: 'the key lies in eu-west-1, and the bucket `logs-locked` in us-east-1',
    });
    await use(stage.trail.kmsKeyArn);
    await untilError(undefined);
    assert.deepEqual((await look())('key-is-in-bucket-region'), {
      verdict: 'healthy',
      message: 'key and bucket lie in us-east-1',
    });
  });
});
