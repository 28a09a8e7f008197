import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { rest, succeeded } from '../../sandbox/aws/caller.ts';
import { bucketCall, objectCall, readBucketPolicy } from '../../sandbox/aws/s3.ts';
import { deploy, type Outputs } from '../../sandbox/deploy.ts';
import { type Engine, startEngine } from '../../sandbox/engine/engine.ts';
import { whyNoEngine } from '../../sandbox/engine/ministack.ts';
import type { Break, Scenario } from '../../sandbox/scenarios/scenario.ts';
import {
  ACL_CHECK,
  KEY_DESCRIBE,
  KEY_ENCRYPT,
  KEY_OWNER,
  TOPIC_OWNER,
  TOPIC_PUBLISH,
  WRITE,
} from '../../sandbox/scenarios/statements.ts';
import { type Actor, createPerson } from '../../sandbox/stage/actors.ts';
import { type Inbox, subscribe } from '../../sandbox/stage/alerts.ts';
import { breakStage } from '../../sandbox/stage/break.ts';
import { brokenPolicy, type Carrier, readPolicy } from '../../sandbox/stage/documents.ts';
import { policyText, type Stage, setStage, stageOf } from '../../sandbox/stage/stage.ts';
import { until } from '../../sandbox/stage/until.ts';
import { untilDelivering, untilQuiet, untilRight } from '../../sandbox/stage/watch.ts';
import type { AuditRecord } from '../../shared/records/record.ts';
import { type Ran, trailmend } from './live.ts';

const skip = whyNoEngine() ?? false;
const PATIENCE_MS = 15_000;

const SCENARIO: Scenario = {
  ...{ id: 'undone', title: 'undone', actor: 'dana', break: { call: 'DeleteBucketPolicy' } },
  given: {
    ...{ trail: 'single', statements: [ACL_CHECK, WRITE] },
    ...{ key: [KEY_OWNER, KEY_ENCRYPT, KEY_DESCRIBE], topic: [TOPIC_OWNER, TOPIC_PUBLISH] },
  },
  expect: { word: 'restored', checks: [], delivers: true },
};

const THEIRS = {
  ...ACL_CHECK,
  Sid: 'Theirs',
  Action: 's3:ListBucket',
  Principal: { AWS: '111122223333' },
  Condition: {},
};

/** What docs/operations.md asks for, for the store and for one bucket, key and topic. */
function rightsFor({ trail }: Stage, store: string): string {
  const { bucket, kmsKeyArn, topicArn } = trail;
  const allow = (Action: readonly string[], Resource: string | null) => ({ Effect: 'Allow', Action, Resource });
  const Statement = [
    allow(['s3:ListAllMyBuckets'], '*'),
    allow(['s3:ListBucket'], `arn:aws:s3:::${store}`),
    allow(['s3:GetObject', 's3:PutObject'], `arn:aws:s3:::${store}/records/*`),
    allow(['s3:GetObject', 's3:PutObject'], `arn:aws:s3:::${store}/memory/*`),
    allow(['s3:GetBucketPolicy', 's3:PutBucketPolicy', 's3:DeleteBucketPolicy'], `arn:aws:s3:::${bucket}`),
    allow(['kms:GetKeyPolicy', 'kms:PutKeyPolicy'], kmsKeyArn),
    allow(['sns:GetTopicAttributes', 'sns:SetTopicAttributes'], topicArn),
  ];
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

type Listed = { readonly bucket: string; readonly records: readonly AuditRecord[] };

describe('a repair that a person undoes', { skip, timeout: 120_000 }, () => {
  let engine: Engine;
  let stage: Stage;
  let outputs: Outputs;
  let inbox: Inbox;
  let dana: Actor;
  let erin: Actor;

  before(async () => {
    engine = await startEngine({ logFilesMs: 100 });
    stage = await setStage(engine, stageOf(SCENARIO));
    outputs = await deploy(engine, [{ trail: stage.trail, modes: {} }], () => {});
    inbox = await subscribe(engine, outputs.TopicArn);
    dana = await createPerson(engine, 'dana');
    erin = await createPerson(engine, 'erin', rightsFor(stage, outputs.StoreBucketName));
    await untilDelivering(engine, stage.trail);
  });
  after(() => engine.stop());

  const run = (...args: string[]): Promise<Ran> => trailmend(engine, erin.caller, args);
  const records = async (...args: string[]): Promise<readonly AuditRecord[]> => {
    const { output, errors, exitCode } = await run('records', 'list', '--format', 'json', ...args);
    assert.equal(exitCode, 0, errors);
    const listed: Listed = JSON.parse(output);
    assert.equal(listed.bucket, outputs.StoreBucketName);
    return listed.records;
  };
  const latest = async (kind: AuditRecord['kind'], than: string | null = null): Promise<AuditRecord> => {
    const find = async () => (await records()).find((one) => one.kind === kind && one.id !== than) ?? null;
    const found = await until(find, PATIENCE_MS, 200);
    assert.ok(found !== null, `no record of a ${kind}`);
    return found;
  };
  const wakeUp = async (): Promise<readonly string[]> => {
    const path = `/2015-03-31/functions/${outputs.FunctionName}/invocations`;
    const body = JSON.stringify({ source: 'trailmend.schedule' });
    const { text } = succeeded('the run', await rest(engine.behind, { service: 'lambda', method: 'POST', path, body }));
    const { outcomes }: { readonly outcomes?: readonly string[] } = JSON.parse(text);
    assert.ok(outcomes !== undefined, text);
    return outcomes;
  };
  const memoryKey = (): string => `memory/${stage.trail.account}/${stage.trail.region}/${stage.trail.name}.json`;
  const readMemory = async (): Promise<{ readonly holds: readonly { readonly until: number }[] }> =>
    JSON.parse(succeeded('memory', await objectCall(engine.root, 'GET', outputs.StoreBucketName, memoryKey())).text);
  /** What would come to pass in a day: the holds have ended. */
  const endHolds = async (): Promise<void> => {
    const memory = await readMemory();
    assert.ok(memory.holds.length > 0);
    const text = JSON.stringify({ ...memory, holds: memory.holds.map((hold) => ({ ...hold, until: 1 })) });
    succeeded('memory', await objectCall(engine.root, 'PUT', outputs.StoreBucketName, memoryKey(), {}, text));
  };
  const told = async (): Promise<readonly string[]> => (await inbox.read()).map(({ subject }) => subject);
  const quiet = async (since: number): Promise<void> => {
    assert.ok(await untilQuiet(engine, outputs.FunctionName, stage, since), 'the function looked');
  };
  /** Breaks a policy, and waits for the record of its repair. */
  const repaired = async (broken: Break, than: string | null): Promise<AuditRecord> => {
    const since = await breakStage({ ...stage, scenario: { ...SCENARIO, break: broken } }, dana.caller);
    assert.ok((await untilRight(engine, stage)) !== null);
    await quiet(since);
    return latest('remediation', than);
  };

  test('is listed and shown, goes back byte by byte, is told of once, and is healed again after the hold', async () => {
    const { bucket } = stage.trail;
    // Not as any program would write it.
    const theirs = `\n${JSON.stringify(JSON.parse(policyText([THEIRS, ACL_CHECK], stage)), null, 3)} `;
    const brokenAt = Date.now();
    succeeded('PutBucketPolicy', await bucketCall(dana.caller, 'PUT', bucket, 'policy', theirs));
    const asLeft = await readBucketPolicy(engine.root, bucket);
    assert.ok((await untilRight(engine, stage)) !== null);
    await quiet(brokenAt);
    const { id } = await latest('remediation');
    await until(async () => ((await told()).length > 0 ? true : null), PATIENCE_MS, 50);

    const list = await run('records');
    assert.match(
      list.output,
      new RegExp(`restored +undone → logs-undone +bucket-policy-allows-log-delivery.* ${id}\n`),
    );
    assert.match(list.output, /next: trailmend records show \S+\n$/);
    const show = await run('records', 'show', id);
    assert.equal(show.exitCode, 0, show.errors);
    for (const said of [/user\/dana called PutBucketPolicy/, /2 statements stay/, /\+ .*AWSCloudTrailWrite20150319/])
      assert.match(show.output, said);

    const dry = await run('rollback', id);
    assert.equal(dry.exitCode, 2, dry.errors);
    assert.match(dry.output, /- .*AWSCloudTrailWrite20150319/);
    assert.notEqual(await readBucketPolicy(engine.root, bucket), asLeft);

    const since = Date.now();
    const before = (await told()).length;
    const done = await run('rollback', id, '--yes');
    assert.equal(done.exitCode, 0, done.output + done.errors);
    assert.equal(await readBucketPolicy(engine.root, bucket), asLeft);
    await quiet(since);
    assert.deepEqual(await wakeUp(), ['alerted']);
    assert.deepEqual(await wakeUp(), ['alerted']);
    assert.equal(await readBucketPolicy(engine.root, bucket), asLeft);
    const subjects = (await told()).slice(before);
    assert.deepEqual(subjects, ['Trailmend: held by a person: undone in logs-undone']);
    const alert = (await inbox.read()).at(-1);
    const own = await latest('rollback');
    assert.deepEqual([own.rollback?.of, own.rollback?.by, own.outcome], [id, erin.arn, 'rolled-back']);
    assert.ok(alert?.message.includes(`is not repaired before ${own.rollback?.heldUntil}:`), alert?.message);
    assert.ok(alert.message.includes(`${erin.arn} put it back as it was before record ${id}.`), alert.message);

    await endHolds();
    assert.deepEqual(await wakeUp(), ['restored']);
    assert.notEqual(await readBucketPolicy(engine.root, bucket), asLeft);
    assert.deepEqual((await readMemory()).holds, []);
    assert.equal((await told()).length, before + 2);
  });

  test('that wrote where there was no policy is undone by deleting it', async () => {
    const { id } = await repaired({ call: 'DeleteBucketPolicy' }, (await latest('remediation')).id);
    const since = Date.now();
    const { exitCode, output, errors } = await run('rollback', id, '--yes', '--document', 'bucket');
    assert.equal(exitCode, 0, output + errors);
    assert.equal(await readBucketPolicy(engine.root, stage.trail.bucket), null);
    await quiet(since);
    assert.deepEqual(await wakeUp(), ['alerted']);
    assert.equal(await readBucketPolicy(engine.root, stage.trail.bucket), null);
    // A second time there is nothing to write, and the hold begins anew.
    const again = await run('rollback', id, '--yes');
    assert.equal(again.exitCode, 0, again.output + again.errors);
    assert.match(again.output, /it was as it was before already/);
    await endHolds();
    assert.deepEqual(await wakeUp(), ['restored']);
  });

  const documents: readonly (readonly [Carrier, Break])[] = [
    ['key', { call: 'PutKeyPolicy', statements: [KEY_OWNER, KEY_DESCRIBE] }],
    ['topic', { call: 'SetTopicAttributes', statements: [TOPIC_OWNER] }],
  ];
  for (const [carrier, broken] of documents)
    test(`of a ${carrier} goes back byte by byte, and is not healed away`, async () => {
      const { id } = await repaired(broken, (await latest('remediation')).id);
      const since = Date.now();
      const { exitCode, output, errors } = await run('rollback', id, '--yes');
      assert.equal(exitCode, 0, output + errors);
      const left = brokenPolicy({ ...stage, scenario: { ...SCENARIO, break: broken } }, carrier);
      assert.equal(await readPolicy(engine, stage, carrier), left);
      await quiet(since);
      assert.deepEqual(await wakeUp(), ['alerted']);
      assert.equal(await readPolicy(engine, stage, carrier), left);
      await endHolds();
      assert.deepEqual(await wakeUp(), ['restored']);
    });

  test('is refused where somebody changed the policy since, unless that is meant', async () => {
    const { bucket } = stage.trail;
    const { id } = await repaired({ call: 'DeleteBucketPolicy' }, (await latest('remediation')).id);
    const since = Date.now();
    const changed = policyText([ACL_CHECK, WRITE, THEIRS], stage);
    succeeded('PutBucketPolicy', await bucketCall(dana.caller, 'PUT', bucket, 'policy', changed));
    await quiet(since);
    const refused = await run('rollback', id, '--yes');
    assert.deepEqual([refused.exitCode, refused.output], [1, '']);
    assert.match(refused.errors, /^trailmend: .*is not what the record wrote any more.*--although-changed.*\n$/);
    assert.equal(await readBucketPolicy(engine.root, bucket), changed);
    const meant = await run('rollback', id, '--yes', '--although-changed');
    assert.equal(meant.exitCode, 0, meant.output + meant.errors);
    assert.equal(await readBucketPolicy(engine.root, bucket), null);
  });

  test('nobody overwrites or removes a record, and a person adds one only under the condition', async () => {
    const { id } = await latest('rollback');
    const key = `records/${id.slice(0, 4)}/${id.slice(4, 6)}/${id.slice(6, 8)}/${id}.json`;
    const put = (headers: Readonly<Record<string, string>>) =>
      objectCall(erin.caller, 'PUT', outputs.StoreBucketName, key, headers, '{}');
    assert.equal((await put({ 'if-none-match': '*' })).status, 412);
    assert.deepEqual(
      await latest('rollback'),
      JSON.parse((await run('records', 'show', id, '--format', 'json')).output),
    );
  });
});
