import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { Answer } from '../../sandbox/aws/caller.ts';
import { bucketCall, listObjects, readBucketPolicy, readObject } from '../../sandbox/aws/s3.ts';
import { ACCOUNT, type Engine, startEngine } from '../../sandbox/engine/engine.ts';
import { whyNoEngine } from '../../sandbox/engine/ministack.ts';
import { loggingStopped } from '../../sandbox/scenarios/logging-stopped.ts';
import { organizationStatementRemoved } from '../../sandbox/scenarios/organization-statement-removed.ts';
import { cloudTrail } from '../../sandbox/side-car/trails.ts';
import { createActors } from '../../sandbox/stage/actors.ts';
import { policyText, setStage, stageOf } from '../../sandbox/stage/stage.ts';
import { until } from '../../sandbox/stage/until.ts';
import { statusOf, untilDelivering } from '../../sandbox/stage/watch.ts';

const skip = whyNoEngine() ?? false;

describe('the engine with CloudTrail in it', { skip, timeout: 60_000 }, () => {
  const single = stageOf(loggingStopped);
  const organization = stageOf(organizationStatementRemoved);
  const { bucket } = single.trail;
  const policy = policyText(loggingStopped.given.statements, single);
  let engine: Engine;

  before(async () => {
    engine = await startEngine({ logFilesMs: 50 });
    await setStage(engine, single);
    await setStage(engine, organization);
  });
  after(() => engine.stop());

  const putPolicy = (text: string): Promise<Answer> => bucketCall(engine.root, 'PUT', bucket, 'policy', text);
  const withStatement = (change: object) => {
    const document: { readonly Statement: readonly object[] } = JSON.parse(policy);
    return JSON.stringify({ ...document, Statement: [{ ...document.Statement[0], ...change }] });
  };
  const restore = async () => assert.equal((await putPolicy(policy)).status, 204);

  test('what S3 refuses is refused, and the policy stays', async () => {
    const refused = [
      '{"Version":',
      '{"Version":"2012-10-17"}',
      withStatement({ Principal: { AWS: 'AROAEXAMPLEEXAMPLE' } }),
      withStatement({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/nobody` } }),
      withStatement({ Principal: undefined }),
      withStatement({ Effect: 'Maybe' }),
      withStatement({ Action: 'GetBucketAcl' }),
      withStatement({ Resource: 'arn:aws:s3:::somebody-elses' }),
      withStatement({ Comment: 'hello' }),
      withStatement({ Sid: 'x'.repeat(21_000) }),
    ];
    for (const text of refused) assert.equal((await putPolicy(text)).errorCode, 'MalformedPolicy', text.slice(0, 200));
    assert.equal(await readBucketPolicy(engine.behind, bucket), policy);
  });

  test('whitespace does not count against the size limit', async () => {
    const wide = JSON.stringify(JSON.parse(policy), null, 8).replaceAll('\n', `\n${' '.repeat(1000)}`);
    assert.ok(wide.length > 20_480);
    assert.equal((await putPolicy(wide)).status, 204);
    await restore();
  });

  test('an unexpected bucket owner is refused, the expected one is not', async () => {
    const read = (owner: string) =>
      bucketCall(engine.root, 'GET', bucket, 'policy', '', { 'x-amz-expected-bucket-owner': owner });
    assert.equal((await read('999999999999')).errorCode, 'AccessDenied');
    assert.equal((await read(ACCOUNT)).status, 200);
    const missing = await bucketCall(engine.root, 'GET', 'nobodys', 'policy', '', {
      'x-amz-expected-bucket-owner': ACCOUNT,
    });
    assert.equal(missing.errorCode, 'NoSuchBucket');
  });

  test('a log file says who did what', async () => {
    const { dana } = await createActors(engine);
    const lifecycle =
      '<LifecycleConfiguration><Rule><ID>r</ID><Status>Enabled</Status><Filter/></Rule></LifecycleConfiguration>';
    await bucketCall(dana.caller, 'PUT', bucket, 'policy', policy);
    await bucketCall(dana.caller, 'PUT', bucket, 'lifecycle', lifecycle);
    const record = await until(async () => {
      for (const { key } of await listObjects(engine.behind, bucket, 'AWSLogs/')) {
        const { Records } = JSON.parse(gunzipSync(await readObject(engine.behind, bucket, key)).toString('utf8'));
        const found = Records.find((entry: { eventName: string }) => entry.eventName === 'PutBucketLifecycle');
        if (found !== undefined) return found;
      }
      return null;
    }, 5000);
    assert.equal(record.eventSource, 's3.amazonaws.com');
    assert.equal(record.requestParameters.bucketName, bucket);
    assert.equal(record.userIdentity.arn, `arn:aws:iam::${ACCOUNT}:user/dana`);
    assert.equal(record.sourceIPAddress, '198.51.100.23');
  });

  test('a refused delivery shows in GetTrailStatus and heals with the policy', async () => {
    await untilDelivering(engine, single.trail);
    await bucketCall(engine.root, 'DELETE', bucket, 'policy');
    const refused = await until(async () => (await statusOf(engine, single.trail)).LatestDeliveryError ?? null, 5000);
    assert.equal(refused, 'AccessDenied');
    await restore();
    const healed = await until(
      async () => ((await statusOf(engine, single.trail)).LatestDeliveryError === undefined ? true : null),
      5000,
    );
    assert.equal(healed, true);
  });

  test('an organization trail writes the files of its members', async () => {
    await untilDelivering(engine, organization.trail);
    const objects = await listObjects(engine.behind, organization.trail.bucket, 'AWSLogs/o-sandbox0001/444455556666/');
    assert.notEqual(objects.length, 0);
  });

  test('a trail whose bucket is gone says so, and one that is stopped is quiet', async () => {
    const { trail: homeless, ...rest } = stageOf({ ...loggingStopped, id: 'homeless' });
    const homelessPolicy = policyText(loggingStopped.given.statements, { trail: homeless, ...rest });
    await bucketCall(engine.root, 'PUT', homeless.bucket, null);
    await bucketCall(engine.root, 'PUT', homeless.bucket, 'policy', homelessPolicy);
    await cloudTrail(engine.root, 'CreateTrail', { Name: 'homeless', S3BucketName: homeless.bucket });
    assert.equal((await bucketCall(engine.root, 'DELETE', homeless.bucket, null)).status, 204);
    await cloudTrail(engine.root, 'StartLogging', { Name: 'homeless' });
    const status = () =>
      cloudTrail<{ readonly LatestDeliveryError?: string }>(engine.root, 'GetTrailStatus', { Name: 'homeless' });
    const error = await until(async () => (await status()).LatestDeliveryError ?? null, 5000);
    assert.equal(error, 'NoSuchBucket');
    await cloudTrail(engine.root, 'StopLogging', { Name: single.trail.arn });
    assert.equal((await statusOf(engine, single.trail)).IsLogging, false);
  });
});
