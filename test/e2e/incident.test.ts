import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { bucketCall, listObjects, objectCall, readObject } from '../../sandbox/aws/s3.ts';
import { deploy, type Outputs } from '../../sandbox/deploy.ts';
import { ACCOUNT, type Engine, startEngine } from '../../sandbox/engine/engine.ts';
import { whyNoEngine } from '../../sandbox/engine/ministack.ts';
import { statementsRemoved } from '../../sandbox/scenarios/statements-removed.ts';
import { type Actor, createActors } from '../../sandbox/stage/actors.ts';
import { type Inbox, subscribe } from '../../sandbox/stage/alerts.ts';
import { breakStage } from '../../sandbox/stage/break.ts';
import { type Stage, setStage, stageOf } from '../../sandbox/stage/stage.ts';
import { until } from '../../sandbox/stage/until.ts';
import { untilDelivering, untilLogFile, untilQuiet, untilRight } from '../../sandbox/stage/watch.ts';
import type { AuditRecord } from '../../shared/records/record.ts';
import { runHub } from './hub.ts';

const skip = whyNoEngine() ?? false;
const PATIENCE_MS = 20_000;
/** A log file is a proof if it is this much younger than the repair: two clocks may differ. */
const CLOCKS_APART_MS = 61_000;

describe('an incident', { skip, timeout: 180_000 }, () => {
  let engine: Engine;
  let stage: Stage;
  let outputs: Outputs;
  let inbox: Inbox;
  let actor: Actor;
  let person: Actor;

  before(async () => {
    engine = await startEngine({ logFilesMs: 100 });
    stage = await setStage(engine, stageOf(statementsRemoved));
    const actors = await createActors(engine);
    [actor, person] = [actors[statementsRemoved.actor], actors.dana];
    outputs = await deploy(engine, [{ trail: stage.trail, modes: {} }], () => {});
    inbox = await subscribe(engine, outputs.TopicArn);
    await untilDelivering(engine, stage.trail);
  });
  after(() => engine.stop());

  const records = async (): Promise<readonly AuditRecord[]> => {
    const objects = await listObjects(engine.behind, outputs.StoreBucketName, 'records/');
    const keys = objects.map(({ key }) => key).sort();
    return Promise.all(
      keys.map(async (key) => JSON.parse((await readObject(engine.behind, outputs.StoreBucketName, key)).toString())),
    );
  };
  const outcomes = async () => (await inbox.read()).map(({ outcome }) => outcome);
  const breakIt = async (): Promise<void> => {
    const at = await breakStage(stage, actor.caller);
    assert.notEqual(await untilRight(engine, stage), null);
    assert.equal(await untilQuiet(engine, outputs.FunctionName, stage, at), true);
  };

  test('gives one alert, one record, one proof record and one closing alert', async () => {
    await breakIt();
    const repairedAt = Date.now();
    await runHub(engine, ACCOUNT, outputs);
    assert.deepEqual(await outcomes(), ['restored']);
    await pause(CLOCKS_APART_MS - (Date.now() - repairedAt));
    const since = Date.now();
    await bucketCall(actor.caller, 'PUT', stage.trail.bucket, 'tagging', '<Tagging><TagSet/></Tagging>');
    assert.notEqual(await untilLogFile(engine, stage.trail, since), null);
    await runHub(engine, ACCOUNT, outputs);
    await runHub(engine, ACCOUNT, outputs);
    const told = await until(async () => ((await outcomes()).includes('proven') ? true : null), PATIENCE_MS);
    assert.equal(told, true, JSON.stringify(await inbox.read(), null, 1));
    assert.deepEqual(await outcomes(), ['restored', 'proven']);
    const kept = await records();
    assert.deepEqual(
      kept.map(({ kind, outcome }) => [kind, outcome]),
      [
        ['remediation', 'restored'],
        ['proof', 'proven'],
      ],
    );
    const [repair, proof] = kept;
    assert.equal(proof?.incident, repair?.incident);
    assert.match(repair?.cause?.principal ?? '', /DeployPipeline/);
    const [gap] = proof?.end?.gaps ?? [];
    assert.ok((gap?.from ?? '') < (repair?.at ?? '') && (repair?.at ?? '') < (gap?.to ?? ''), JSON.stringify(gap));
  });

  test('whose record lies there cannot be written again, or removed', async () => {
    const [{ key } = { key: '' }] = await listObjects(engine.behind, outputs.StoreBucketName, 'records/');
    const { errorCode } = await objectCall(person.caller, 'DELETE', outputs.StoreBucketName, key);
    assert.equal(errorCode, 'AccessDenied');
    const again = await objectCall(person.caller, 'PUT', outputs.StoreBucketName, key);
    assert.equal(again.errorCode, 'AccessDenied');
  });

  test('that comes back ten times within minutes does not give ten mails', async () => {
    const before = (await inbox.read()).length;
    for (let at = 0; at < 10; at += 1) {
      await breakStage(stage, actor.caller);
      // The third repair is the last at once; from then on there is one in a schedule period.
      if (at < 3) assert.notEqual(await untilRight(engine, stage), null, `${at}`);
      await pause(300);
    }
    await pause(2_000);
    const news = (await inbox.read()).slice(before).map(({ outcome }) => outcome);
    assert.deepEqual(news, ['restored', 'fought']);
    assert.equal((await bucketCall(engine.behind, 'GET', stage.trail.bucket, 'policy')).errorCode, null);
  });
});
