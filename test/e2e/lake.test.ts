import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { bucketCall, readObject } from '../../sandbox/aws/s3.ts';
import { type Engine, startEngine } from '../../sandbox/engine/engine.ts';
import { whyNoEngine } from '../../sandbox/engine/ministack.ts';
import { lakeStatementsRemoved } from '../../sandbox/scenarios/lake-statements-removed.ts';
import { saveResults } from '../../sandbox/side-car/query-results.ts';
import { brokenPolicy, givenPolicy } from '../../sandbox/stage/documents.ts';
import { type Stage, setStage, stageOf } from '../../sandbox/stage/stage.ts';

const skip = whyNoEngine() ?? false;

describe('query results, saved by the side-car', { skip, timeout: 120_000 }, () => {
  let engine: Engine;
  let stage: Stage;
  before(async () => {
    engine = await startEngine();
    stage = await setStage(engine, stageOf(lakeStatementsRemoved));
  });
  after(() => engine.stop());

  const save = async () => {
    assert.ok(stage.store !== null);
    return saveResults(engine.behind, stage.store);
  };
  const put = (policy: string | null) =>
    bucketCall(engine.behind, 'PUT', stage.trail.bucket, 'policy', policy ?? '{"Statement":[]}');

  test('lie under the prefix where the policy lets CloudTrail', async () => {
    const { status, keys } = await save();
    assert.equal(status, 'SUCCESS');
    const [results = '', sign = ''] = keys;
    assert.match(
      results,
      /^lake\/AWSLogs\/\d{12}\/CloudTrail-Lake\/Query\/\d{4}\/\d{2}\/\d{2}\/[0-9a-f-]{36}\/result_1\.csv\.gz$/,
    );
    assert.match(
      gunzipSync(await readObject(engine.behind, stage.trail.bucket, results)).toString(),
      /PutBucketPolicy/,
    );
    assert.match((await readObject(engine.behind, stage.trail.bucket, sign)).toString(), /fileHashValue/);
  });

  test('are refused while the statements are gone, and are saved once they are back', async () => {
    await put(brokenPolicy(stage));
    assert.deepEqual(await save(), { status: 'ACCESS_DENIED', keys: [] });
    await put(givenPolicy(stage, 'bucket'));
    assert.equal((await save()).status, 'SUCCESS');
  });
});
