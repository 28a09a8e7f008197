import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { succeeded } from '../../sandbox/aws/caller.ts';
import { kmsCall } from '../../sandbox/aws/kms.ts';
import { type Engine, startEngine } from '../../sandbox/engine/engine.ts';
import { whyNoEngine } from '../../sandbox/engine/ministack.ts';
import type { Scenario } from '../../sandbox/scenarios/scenario.ts';
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
import { breakStage } from '../../sandbox/stage/break.ts';
import { carriersOf, letsIn, readPolicy } from '../../sandbox/stage/documents.ts';
import { type Stage, setStage, stageOf } from '../../sandbox/stage/stage.ts';
import { untilDelivering, untilLogFile } from '../../sandbox/stage/watch.ts';
import { checks } from '../../shared/checks/index.ts';
import { type Ran, trailmend } from './live.ts';

const skip = whyNoEngine() ?? false;

const HEALTHY: Scenario = {
  id: 'healthy',
  title: 'healthy',
  given: { trail: 'single', statements: [ACL_CHECK, WRITE] },
  actor: 'dana',
  break: { call: 'StopLogging' },
  expect: { word: 'restored', checks: [], delivers: true },
};

const BROKEN: Scenario = {
  ...HEALTHY,
  id: 'broken',
  given: {
    ...HEALTHY.given,
    key: [KEY_OWNER, KEY_ENCRYPT, KEY_DESCRIBE],
    topic: [TOPIC_OWNER, TOPIC_PUBLISH],
  },
};

/** All that the checks read, but for one right. */
function readerWithout(denied: string): string {
  const reads = checks.flatMap(({ permissions }) => permissions.filter(({ access }) => access === 'read'));
  const Action = [...new Set(reads.map(({ action }) => action))].filter((action) => action !== denied);
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
}

type Report = {
  readonly delivers: boolean | null;
  readonly trails: readonly {
    readonly trailArn: string;
    readonly delivers: boolean | null;
    readonly checks: readonly { readonly id: string; readonly verdict: string }[];
  }[];
};

const verdictsOf = ({ output }: Ran, { trail }: Stage): ReadonlyMap<string, string> => {
  const { trails }: Report = JSON.parse(output);
  const checks = trails.find(({ trailArn }) => trailArn === trail.arn)?.checks ?? [];
  return new Map(checks.map(({ id, verdict }) => [id, verdict]));
};

describe('the command line, live', { skip, timeout: 120_000 }, () => {
  let engine: Engine;
  let healthy: Stage;
  let broken: Stage;
  let dana: Actor;

  before(async () => {
    engine = await startEngine({ logFilesMs: 50 });
    healthy = await setStage(engine, stageOf(HEALTHY));
    broken = await setStage(engine, stageOf(BROKEN));
    dana = await createPerson(engine, 'dana');
    await Promise.all([untilDelivering(engine, healthy.trail), untilDelivering(engine, broken.trail)]);
  });
  after(() => engine.stop());

  const run = (...args: string[]): Promise<Ran> => trailmend(engine, dana.caller, args);
  const breakBy = (call: Scenario['break']) =>
    breakStage({ ...broken, scenario: { ...BROKEN, break: call } }, dana.caller);
  const writes = (since: number) => engine.calls.filter(({ at, isWrite }) => at >= since && isWrite).length;

  test('two healthy trails take one line, and nothing is written', async () => {
    const since = Date.now();
    const { exitCode, output, errors } = await run('check');
    assert.deepEqual([exitCode, errors], [0, '']);
    assert.equal(output, '✔ 2 trails deliver: broken → logs-broken, healthy → logs-healthy\n');
    assert.deepEqual(await run('plan').then(({ exitCode: code, output: text }) => [code, text]), [
      0,
      '✔ nothing to change\n',
    ]);
    assert.equal(writes(since), 0);
  });

  test('bucket, key, topic and a stopped trail are broken: all of it is found, planned and repaired', async () => {
    await breakBy({ call: 'PutBucketPolicy', statements: [ACL_CHECK] });
    await breakBy({ call: 'PutKeyPolicy', statements: [KEY_OWNER, KEY_DESCRIBE] });
    await breakBy({ call: 'SetTopicAttributes', statements: [TOPIC_OWNER] });
    await breakBy({ call: 'StopLogging' });

    const check = await run('check', '--format', 'json');
    assert.equal(check.exitCode, 2, check.errors);
    const found = [...verdictsOf(check, broken)].flatMap(([id, verdict]) => (verdict === 'broken' ? [id] : []));
    for (const id of ['trail-is-logging', 'bucket-policy-allows-log-delivery', 'key-policy-allows-encryption'])
      assert.ok(found.includes(id), `${id} is not among ${found.join(', ')}`);
    assert.ok(found.includes('topic-policy-allows-publish'));
    assert.ok(![...verdictsOf(check, healthy).values()].includes('broken'));

    const before = Date.now();
    const plan = await run('plan', '--format', 'json');
    const planned: { documents: { kind: string }[]; actions: { kind: string }[] } = JSON.parse(plan.output);
    assert.equal(plan.exitCode, 2);
    assert.deepEqual(planned.documents.map(({ kind }) => kind).toSorted(), [
      'bucket-policy',
      'key-policy',
      'topic-policy',
    ]);
    assert.deepEqual(
      planned.actions.map(({ kind }) => kind),
      ['start-logging'],
    );
    assert.equal(writes(before), 0);

    const refused = await run('apply');
    assert.deepEqual([refused.exitCode, refused.output], [1, '']);
    assert.match(refused.errors, /^trailmend: .*--yes\n$/);

    const applied = await run('apply', '--yes');
    assert.equal(applied.exitCode, 0, applied.output + applied.errors);
    assert.equal(applied.output.match(/restored/g)?.length, 5);
    assert.equal(writes(before), 4);
    for (const carrier of carriersOf(broken))
      assert.ok(letsIn(carrier, await readPolicy(engine, broken, carrier), broken), `the ${carrier} policy refuses`);
    assert.notEqual(await untilLogFile(engine, broken.trail, before), null);
    assert.equal((await run('check', '--trail-arn', broken.trail.arn)).exitCode, 0);
  });

  test('a key whose deletion was taken back is disabled: that is said, and is left to a person', async () => {
    await breakBy({ call: 'ScheduleKeyDeletion' });
    const applied = await run('apply', '--yes', '--trail-arn', broken.trail.arn);
    assert.equal(applied.exitCode, 2, applied.output + applied.errors);
    assert.match(applied.output, /restored: .*take the deletion of the key back/);
    assert.match(applied.output, /^✗ .*is disabled.*\n {2}key-is-usable$/m);
    succeeded('EnableKey', await kmsCall(dana.caller, 'EnableKey', { KeyId: broken.trail.kmsKeyArn ?? '' }));
    const now = Date.now();
    assert.notEqual(await untilLogFile(engine, broken.trail, now), null);
  });

  for (const [action, told] of [
    ['s3:GetBucketPolicy', 'logs-broken'],
    ['s3:ListBucket', 'logs-broken'],
    ['s3:GetBucketRequestPayment', 'logs-broken'],
    ['s3:GetLifecycleConfiguration', 'logs-broken'],
    ['kms:GetKeyPolicy', 'arn:aws:kms:'],
    ['kms:DescribeKey', 'arn:aws:kms:'],
    ['sns:GetTopicAttributes', 'arn:aws:sns:'],
    ['cloudtrail:GetEventSelectors', 'trail/broken'],
    ['cloudtrail:GetTrailStatus', 'trail/broken'],
  ] as const) {
    test(`without ${action} it says which right to ask for, on what`, async () => {
      const name = `reader-${action.replace(':', '-')}`;
      const reader = await createPerson(engine, name, readerWithout(action));
      const args = ['check', '--trail-arn', broken.trail.arn];
      const { exitCode, output, errors } = await trailmend(engine, reader.caller, args);
      assert.deepEqual([exitCode, errors], [1, ''], output);
      const asked = output.slice(output.indexOf('rights to ask for:'));
      assert.match(asked, new RegExp(`^ {2}${action} +on .*${told}`, 'm'));
    });
  }

  test('a right that changes no verdict is asked for all the same', async () => {
    const action = 's3:GetEncryptionConfiguration';
    const reader = await createPerson(engine, 'reader-encryption', readerWithout(action));
    const { exitCode, output } = await trailmend(engine, reader.caller, ['check', '--trail-arn', broken.trail.arn]);
    assert.equal(exitCode, 0, output);
    assert.match(output, new RegExp(`^ {2}${action} +on logs-broken$`, 'm'));
  });

  for (const action of ['cloudtrail:ListTrails', 'cloudtrail:GetTrail']) {
    test(`without ${action} there is nothing to look at, and one line says so`, async () => {
      const reader = await createPerson(engine, `reader-${action.replace(':', '-')}`, readerWithout(action));
      const { exitCode, output, errors } = await trailmend(engine, reader.caller, ['check']);
      assert.deepEqual([exitCode, output], [1, '']);
      assert.match(errors, new RegExp(`^trailmend: .*AWS denied \`${action}\`.*\\n$`));
    });
  }

  test('a trail that is not there is named', async () => {
    const arn = broken.trail.arn.replace('trail/broken', 'trail/nowhere');
    const { exitCode, errors } = await run('check', '--trail-arn', arn);
    assert.equal(exitCode, 1);
    assert.match(errors, /^trailmend: .*trail\/nowhere was left out: there is no such trail\n$/);
  });
});
