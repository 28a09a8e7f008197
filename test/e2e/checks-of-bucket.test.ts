import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { asOwnerOf, type Caller, rest, succeeded } from '../../sandbox/aws/caller.ts';
import { bucketCall, listObjects } from '../../sandbox/aws/s3.ts';
import { ACCOUNT, type Engine, ORGANIZATION, startEngine } from '../../sandbox/engine/engine.ts';
import { whyNoEngine } from '../../sandbox/engine/ministack.ts';
import type { StatementTemplate } from '../../sandbox/scenarios/scenario.ts';
import { ACL_CHECK, WRITE } from '../../sandbox/scenarios/statements.ts';
import { policyText, type Stage, setStage, stageOf } from '../../sandbox/stage/stage.ts';
import { until } from '../../sandbox/stage/until.ts';
import { statusOf, untilDelivering } from '../../sandbox/stage/watch.ts';
import { ENCRYPTED } from '../sandbox/encrypted.ts';
import { assertBroken, assertHealthy, checked } from './checked.ts';

const skip = whyNoEngine() ?? false;
const PATIENCE_MS = 10_000;
const STRANGER = ORGANIZATION.memberAccounts[0] ?? '';

/** The account that CloudTrail delivered with in us-east-1 before it had a service principal (facts §8). */
const LEGACY = { AWS: 'arn:aws:iam::086441151436:root' };

/** Whoever took the name lets us see that the bucket is there: without, nobody can tell a stranger's bucket from a missing right. */
const LISTED_BY_US: StatementTemplate = {
  Sid: 'Honeypot',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::{account}:root' },
  Action: 's3:ListBucket',
  Resource: 'arn:aws:s3:::{bucket}',
};

describe('a bucket', { skip, timeout: 120_000 }, () => {
  let engine: Engine;
  let stage: Stage;
  let stranger: Caller;

  before(async () => {
    engine = await startEngine({ logFilesMs: 50 });
    const { key: _, topic: __, ...given } = ENCRYPTED.given;
    stage = await setStage(engine, stageOf({ ...ENCRYPTED, id: 'kept', given }));
    stranger = asOwnerOf(engine.root, `arn:aws:iam::${STRANGER}:root`);
    await untilDelivering(engine, stage.trail);
  });
  after(() => engine.stop());

  const look = () => checked(engine, stage.trail);
  const create = async (caller: Caller, ...statements: readonly StatementTemplate[]) => {
    const { bucket } = stage.trail;
    succeeded('PutBucket', await bucketCall(caller, 'PUT', bucket, null));
    await put(caller, ...statements);
  };
  const put = async (caller: Caller, ...statements: readonly StatementTemplate[]) =>
    succeeded(
      'PutBucketPolicy',
      await bucketCall(caller, 'PUT', stage.trail.bucket, 'policy', policyText(statements, stage)),
    );
  /** Empties and deletes the bucket; what is delivered meanwhile makes it try again. */
  const remove = async (caller: Caller) => {
    const { bucket } = stage.trail;
    const gone = await until(async () => {
      for (const { key } of await listObjects(caller, bucket, ''))
        await rest(caller, { service: 's3', method: 'DELETE', path: `/${bucket}/${key}` });
      return (await bucketCall(caller, 'DELETE', bucket, null)).errorCode === null ? true : null;
    }, PATIENCE_MS);
    assert.equal(gone, true);
  };
  const untilError = async (wanted: string | undefined) => {
    const isSaid = async () => ((await statusOf(engine, stage.trail)).LatestDeliveryError === wanted ? true : null);
    assert.equal(await until(isSaid, PATIENCE_MS, 20), true);
  };

  test('is healthy at first', async () => {
    assertHealthy(
      await look(),
      ...['bucket-exists', 'bucket-belongs-to-expected-account'],
      ...['bucket-policy-limits-source', 'bucket-policy-uses-service-principal'],
    );
  });

  test('whose policy lets CloudTrail write for any account’s trail: the statement is named', async () => {
    const forAnybody = { ...WRITE, Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } } };
    await put(engine.root, ACL_CHECK, forAnybody);
    assertBroken(
      (await look())('bucket-policy-limits-source'),
      /^statement 1 \(`AWSCloudTrailWrite20150319`\) lets CloudTrail write for any account's trail: no aws:SourceArn/,
    );
    await put(engine.root, ACL_CHECK, WRITE);
    assertHealthy(await look(), 'bucket-policy-limits-source');
  });

  test('whose policy names CloudTrail by an account of former years: so it is said, with the Regions left out', async () => {
    const { Condition: _, ...aclCheck } = ACL_CHECK;
    const { Condition: __, ...write } = WRITE;
    await put(engine.root, { ...aclCheck, Principal: LEGACY }, { ...write, Principal: LEGACY });
    assertBroken(
      (await look())('bucket-policy-uses-service-principal'),
      /^CloudTrail is allowed by account IDs of former years only, which leaves out [a-z]/,
    );
    await put(engine.root, ACL_CHECK, WRITE);
    assertHealthy(await look(), 'bucket-policy-uses-service-principal');
  });

  test('that is deleted is missed, and is told from one that came back in another account', async () => {
    await remove(engine.root);
    await untilError('NoSuchBucket');
    const gone = await look();
    assertBroken(gone('bucket-exists'), /^the bucket `logs-kept` does not exist$/);
    assert.equal(gone('bucket-belongs-to-expected-account').verdict, 'not-applicable');

    await create(stranger, ACL_CHECK, WRITE, LISTED_BY_US);
    const taken = await look();
    assertHealthy(taken, 'bucket-exists');
    assertBroken(
      taken('bucket-belongs-to-expected-account'),
      new RegExp(`^the bucket \`logs-kept\` does not belong to account ${ACCOUNT}$`),
    );

    await remove(stranger);
    await create(engine.root, ACL_CHECK, WRITE);
    await untilError(undefined);
    assertHealthy(await look(), 'bucket-exists', 'bucket-belongs-to-expected-account');
  });
});
