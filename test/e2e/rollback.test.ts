import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { rest, succeeded } from '../../sandbox/aws/caller.ts';
import { bucketCall, listObjects, objectCall, readBucketPolicy, readObject } from '../../sandbox/aws/s3.ts';
import { deploy, type Outputs } from '../../sandbox/deploy.ts';
import { type Engine, startEngine } from '../../sandbox/engine/engine.ts';
import { whyNoEngine } from '../../sandbox/engine/ministack.ts';
import type { Scenario } from '../../sandbox/scenarios/scenario.ts';
import { ACL_CHECK, WRITE } from '../../sandbox/scenarios/statements.ts';
import { type Actor, createPerson } from '../../sandbox/stage/actors.ts';
import { type Alert, type Inbox, subscribe } from '../../sandbox/stage/alerts.ts';
import { breakStage } from '../../sandbox/stage/break.ts';
import { brokenPolicy, type Carrier, readPolicy } from '../../sandbox/stage/documents.ts';
import { policyText, type Stage, setStage, stageOf } from '../../sandbox/stage/stage.ts';
import { until } from '../../sandbox/stage/until.ts';
import { untilDelivering, untilQuiet, untilRight } from '../../sandbox/stage/watch.ts';
import type { AuditRecord } from '../../shared/records/record.ts';
import { recordKey } from '../../shared/trail/record-key.ts';
import { type Ran, trailmend } from './live.ts';
import { rightsFor, SCENARIOS, THEIRS } from './rollback-stages.ts';

const skip = whyNoEngine() ?? false;
const PATIENCE_MS = 15_000;

describe('a repair that a person undoes', { skip, timeout: 300_000 }, () => {
  let engine: Engine;
  let stages: Readonly<Record<keyof typeof SCENARIOS, Stage>>;
  let outputs: Outputs;
  let inbox: Inbox;
  let dana: Actor;
  let erin: Actor;

  before(async () => {
    engine = await startEngine({ logFilesMs: 100 });
    const set = (one: Scenario): Promise<Stage> => setStage(engine, stageOf(one));
    stages = {
      ...{ written: await set(SCENARIOS.written), bucket: await set(SCENARIOS.bucket) },
      ...{ key: await set(SCENARIOS.key), topic: await set(SCENARIOS.topic) },
      changed: await set(SCENARIOS.changed),
    };
    const all = Object.values(stages);
    outputs = await deploy(
      engine,
      all.map(({ trail }) => ({ trail, modes: {} })),
      () => {},
    );
    inbox = await subscribe(engine, outputs.TopicArn);
    dana = await createPerson(engine, 'dana');
    erin = await createPerson(engine, 'erin', rightsFor(all, outputs.StoreBucketName));
    for (const { trail } of all) await untilDelivering(engine, trail);
  });
  after(() => engine.stop());

  const run = (...args: string[]): Promise<Ran> => trailmend(engine, erin.caller, args);

  const latest = async (kind: AuditRecord['kind'], { trail }: Stage): Promise<AuditRecord> => {
    const find = async (): Promise<AuditRecord | null> => {
      const objects = await listObjects(engine.root, outputs.StoreBucketName, 'records/');
      for (const { key } of objects.toSorted((one, other) => other.key.localeCompare(one.key))) {
        const record: AuditRecord = JSON.parse(
          (await readObject(engine.root, outputs.StoreBucketName, key)).toString('utf8'),
        );
        if (record.kind === kind && record.trails.some(({ trailArn }) => trailArn === trail.arn)) return record;
      }
      return null;
    };
    const found = await until(find, PATIENCE_MS, 100);
    assert.ok(found !== null, `no record of a ${kind} of ${trail.name}`);
    return found;
  };

  /** A scheduled run, from its beginning to its end; whether it came to that for one of the trails. */
  const comesTo = async (word: string): Promise<void> => {
    const path = `/2015-03-31/functions/${outputs.FunctionName}/invocations`;
    const body = JSON.stringify({ source: 'trailmend.schedule' });
    const { text } = succeeded('the run', await rest(engine.behind, { service: 'lambda', method: 'POST', path, body }));
    const { outcomes = [] }: { readonly outcomes?: readonly string[] } = JSON.parse(text);
    assert.deepEqual(
      outcomes.filter((one) => one !== 'unchanged'),
      [word],
      text,
    );
  };

  type Holding = { readonly holds: readonly { readonly until: number }[] };
  const memoryKey = ({ trail }: Stage): string => `memory/${trail.account}/${trail.region}/${trail.name}.json`;
  const readMemory = async (stage: Stage): Promise<Holding> =>
    JSON.parse((await readObject(engine.root, outputs.StoreBucketName, memoryKey(stage))).toString('utf8'));

  /** What would come to pass in a day: the holds have ended. */
  const endHolds = async (stage: Stage): Promise<void> => {
    const memory = await readMemory(stage);
    assert.equal(memory.holds.length, 1);
    const text = JSON.stringify({ ...memory, holds: memory.holds.map((hold) => ({ ...hold, until: 1 })) });
    succeeded('memory', await objectCall(engine.root, 'PUT', outputs.StoreBucketName, memoryKey(stage), {}, text));
  };

  const alertsOf = async ({ trail }: Stage): Promise<readonly Alert[]> =>
    (await inbox.read()).filter(({ subject }) => subject.includes(trail.bucket));
  /** What people are told of a trail, once there are so many alerts. */
  const told = async (stage: Stage, count: number): Promise<readonly string[]> => {
    await until(async () => ((await alertsOf(stage)).length >= count ? true : null), PATIENCE_MS, 50);
    return (await alertsOf(stage)).map(({ subject }) => subject.replace(/^Trailmend: /, '').replace(/:.*/, ''));
  };
  const quiet = async (stage: Stage, since: number): Promise<void> => {
    assert.ok(await untilQuiet(engine, outputs.FunctionName, stage, since), 'the function looked');
  };
  const repaired = async (stage: Stage, since: number): Promise<AuditRecord> => {
    assert.ok((await untilRight(engine, stage)) !== null);
    await quiet(stage, since);
    return latest('remediation', stage);
  };

  test('is listed and shown, goes back byte by byte, is told of once, and is healed again after the hold', async () => {
    const stage = stages.written;
    const { bucket } = stage.trail;
    // Not as any program would write it.
    const theirs = `\n${JSON.stringify(JSON.parse(policyText([THEIRS, ACL_CHECK], stage)), null, 3)} `;
    const brokenAt = Date.now();
    succeeded('PutBucketPolicy', await bucketCall(dana.caller, 'PUT', bucket, 'policy', theirs));
    const { id } = await repaired(stage, brokenAt);

    const list = await run('records');
    assert.match(
      list.output,
      new RegExp(`restored +written → logs-written +bucket-policy-allows-log-delivery +${id}\n`),
    );
    assert.ok(list.output.endsWith(`\nnext: trailmend records show ${id}\n`), list.output);
    const show = await run('records', 'show', id);
    assert.equal(show.exitCode, 0, show.errors);
    for (const said of [/user\/dana called PutBucketPolicy/, /2 statements stay/, /\+ .*AWSCloudTrailWrite20150319/])
      assert.match(show.output, said);

    const dry = await run('rollback', id);
    assert.equal(dry.exitCode, 2, dry.errors);
    assert.match(dry.output, /- .*AWSCloudTrailWrite20150319/);
    assert.notEqual(await readBucketPolicy(engine.root, bucket), theirs);

    const since = Date.now();
    const done = await run('rollback', id, '--yes');
    assert.equal(done.exitCode, 0, done.output + done.errors);
    assert.equal(await readBucketPolicy(engine.root, bucket), theirs);
    await quiet(stage, since);
    await comesTo('alerted');
    await comesTo('alerted');
    assert.equal(await readBucketPolicy(engine.root, bucket), theirs);
    const own = await latest('rollback', stage);
    assert.deepEqual([own.rollback?.of, own.rollback?.by, own.outcome], [id, erin.arn, 'rolled-back']);
    assert.deepEqual(
      (await told(stage, 2)).filter((headline) => headline !== 'delivers again'),
      ['restored', 'held by a person'],
    );
    const message = (await alertsOf(stage)).at(-1)?.message ?? '';
    assert.ok(message.includes(`is not repaired before ${own.rollback?.heldUntil}:`), message);
    assert.ok(message.includes(`${erin.arn} put it back as it was before record ${id}.`), message);

    await endHolds(stage);
    await comesTo('restored');
    assert.notEqual(await readBucketPolicy(engine.root, bucket), theirs);
    assert.deepEqual((await readMemory(stage)).holds, []);
  });

  for (const carrier of ['bucket', 'key', 'topic'] as const satisfies readonly Carrier[])
    test(`of a ${carrier} leaves what was there before, and nothing where there was nothing`, async () => {
      const stage = stages[carrier];
      const { id } = await repaired(stage, await breakStage(stage, dana.caller));
      const since = Date.now();
      const { exitCode, output, errors } = await run('rollback', id, '--yes', '--document', carrier);
      assert.equal(exitCode, 0, output + errors);
      const left = brokenPolicy(stage, carrier);
      assert.equal(await readPolicy(engine, stage, carrier), left);
      await quiet(stage, since);
      await comesTo('alerted');
      assert.equal(await readPolicy(engine, stage, carrier), left);
      await endHolds(stage);
      await comesTo('restored');
    });

  test('is refused where somebody changed the policy since, unless that is meant', async () => {
    const stage = stages.changed;
    const { bucket } = stage.trail;
    const { id } = await repaired(stage, await breakStage(stage, dana.caller));
    const changed = policyText([ACL_CHECK, WRITE, THEIRS], stage);
    succeeded('PutBucketPolicy', await bucketCall(dana.caller, 'PUT', bucket, 'policy', changed));
    const refused = await run('rollback', id, '--yes');
    assert.deepEqual([refused.exitCode, refused.output], [1, '']);
    assert.match(refused.errors, /^trailmend: .*is not what the record wrote any more.*--although-changed.*\n$/);
    assert.equal(await readBucketPolicy(engine.root, bucket), changed);
    const meant = await run('rollback', id, '--yes', '--although-changed');
    assert.equal(meant.exitCode, 0, meant.output + meant.errors);
    assert.equal(await readBucketPolicy(engine.root, bucket), null);
    // A second time there is nothing to write, and the hold begins anew.
    const again = await run('rollback', id, '--yes');
    assert.equal(again.exitCode, 0, again.output + again.errors);
    assert.match(again.output, /it was as it was before already/);
  });

  test('leaves a record that nobody overwrites, and that a person adds only under the condition', async () => {
    const { id } = await latest('rollback', stages.changed);
    const put = (key: string | null, headers: Readonly<Record<string, string>>) =>
      objectCall(erin.caller, 'PUT', outputs.StoreBucketName, key ?? '', headers, '{}');
    assert.equal((await put(recordKey(id), { 'if-none-match': '*' })).status, 412);
    assert.equal((await put(recordKey(id), {})).status, 403);
    assert.equal((await put(recordKey('20200101T000000Z-00000000'), {})).status, 403);
    const { output } = await run('records', 'show', id, '--format', 'json');
    assert.equal(JSON.parse(output).id, id);
  });
});
