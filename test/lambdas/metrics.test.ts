import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { UNITS } from '../../shared/report/metric-names.ts';
import { eventOf } from '../memory/calls.ts';
import { World } from '../memory/world.ts';
import { ACL, policyWith } from '../reconcile/policies.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { SINGLE, trailWith } from '../trail/trails.ts';
import { deployed } from './deployed.ts';
import { everythingEmitted, metricsIn, taken, valuesTaken } from './emitted.ts';

const OTHER = trailWith({ name: 'other', bucket: 'other-logs' });
const SCHEDULE = { source: 'aws.scheduler' };
const MINUTE = 60_000;
const UNREADABLE = { state: 'unreadable', reason: 'AccessDenied', retryable: false } as const;

/** Two trails with a bucket each, of which the first is broken. */
function worldWith(): World {
  const world = new World([SINGLE, OTHER], policyWith(ACL));
  world.buckets.at('other-logs').write(documentedPolicy(OTHER));
  return world;
}

describe('a sweep over everything', () => {
  it('writes one line, in the namespace, under one dimension', async () => {
    taken();
    await (await deployed(worldWith()))(SCHEDULE);
    const all = taken();
    assert.ok(all.every(({ namespace }) => namespace === 'Trailmend'));
    assert.ok(all.every(({ dimensions }) => JSON.stringify(dimensions) === '{"service":"trailmend"}'));
    for (const { name, unit } of all) assert.equal(unit, Object.entries(UNITS).find(([known]) => known === name)?.[1]);
  });

  it('counts what it looked at, what it wrote, and the incidents that are not over', async () => {
    const handler = await deployed(worldWith());
    taken();
    await handler(SCHEDULE);
    assert.deepEqual(valuesTaken(), {
      Sweeps: [1],
      Groups: [2],
      OpenIncidents: [1],
      UnknownVerdicts: [0],
      Repairs: [1],
    });
    await handler(SCHEDULE);
    assert.deepEqual(valuesTaken(), { Sweeps: [1], Groups: [2], OpenIncidents: [1], UnknownVerdicts: [0] });
  });

  it('says how long it took until a log file proved it, and that nothing is open any more', async () => {
    const world = worldWith();
    const handler = await deployed(world);
    await handler(SCHEDULE);
    world.clock.time += 7 * MINUTE;
    world.trails.set(SINGLE.arn, { status: { latestDeliveryTime: world.clock.time } });
    world.clock.time += 8 * MINUTE;
    taken();
    await handler(SCHEDULE);
    const { OpenIncidents, TimeToProof } = valuesTaken();
    assert.deepEqual([OpenIncidents, TimeToProof], [[0], [420]]);
  });

  it('counts what could not be told', async () => {
    const world = worldWith();
    world.bucket.answer = UNREADABLE;
    taken();
    await (await deployed(world))(SCHEDULE);
    const { UnknownVerdicts } = valuesTaken();
    assert.ok((UnknownVerdicts?.[0] ?? 0) > 0);
  });
});

describe('a run that starts over, because another one wrote the memory meanwhile', () => {
  it('is counted once', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    const handler = await deployed(world);
    const { write } = world.store;
    world.store.write = async () => {
      world.store.write = write;
      return null;
    };
    await handler({ source: 'aws.scheduler' });
    const { Groups, OpenIncidents, Repairs } = valuesTaken();
    assert.deepEqual({ Groups, OpenIncidents, Repairs }, { Groups: [1], OpenIncidents: [1], Repairs: [1] });
  });
});

describe('a run after a call', () => {
  it('says how long it took from the call to the write, and nothing of what it did not look at', async () => {
    const handler = await deployed(worldWith());
    taken();
    const parameters = { bucketName: 'example-logs', bucketPolicy: policyWith(ACL) };
    await handler(eventOf('PutBucketPolicy', { time: '2026-11-21T11:59:30Z', parameters }));
    assert.deepEqual(valuesTaken(), { Groups: [1], Repairs: [1], TimeToRestore: [30] });
  });

  it('that touched nobody writes nothing', async () => {
    const handler = await deployed(worldWith());
    taken();
    await handler(eventOf('DeleteBucketPolicy', { parameters: { bucketName: 'scratch' } }));
    assert.deepEqual(taken(), []);
  });

  it('says nothing of a time that the event does not tell', async () => {
    const handler = await deployed(worldWith());
    taken();
    await handler(eventOf('DeleteBucketPolicy', { time: 'yesterday' }));
    assert.deepEqual(valuesTaken(), { Groups: [1], Repairs: [1] });
  });
});

describe('where a queue hands the work out', () => {
  it('the shares of the open incidents add up to those that a sweep would have found', async () => {
    const world = new World([SINGLE, OTHER], policyWith(ACL));
    const bodies: string[] = [];
    const send = async (messages: readonly string[]): Promise<void> => void bodies.push(...messages);
    const handler = await deployed(world, { send });
    taken();
    await handler(SCHEDULE);
    assert.deepEqual(valuesTaken(), { Sweeps: [1] });
    const shares: number[] = [];
    for (const { arn } of [SINGLE, OTHER]) {
      const body = JSON.stringify({ trails: [arn] });
      await handler({ Records: [{ eventSource: 'aws:sqs', body }] });
      const { OpenIncidents = [], Sweeps, Groups } = valuesTaken();
      assert.deepEqual([Sweeps, Groups], [undefined, [1]]);
      shares.push(...OpenIncidents);
    }
    assert.deepEqual(shares, [1, 1]);
  });

  it('a call on a whole account is no sweep, and says nothing of what is open', async () => {
    const bodies: string[] = [];
    const send = async (messages: readonly string[]): Promise<void> => void bodies.push(...messages);
    const handler = await deployed(new World([SINGLE, OTHER], policyWith(ACL)), { send });
    taken();
    await handler(eventOf('PutAccountPublicAccessBlock', { parameters: {} }));
    assert.deepEqual(taken(), []);
    await handler({ Records: bodies.map((body) => ({ eventSource: 'aws:sqs', body })) });
    assert.equal(valuesTaken()['OpenIncidents'], undefined);
  });
});

describe('what went wrong beside a repair', () => {
  it('is counted: a repair in vain, a record that was not kept, an alert that could not be sent', async () => {
    const world = worldWith();
    world.bucket.failures = [new Error('AccessDenied')];
    world.records.failures = [new Error('AWS denied `s3:PutObject`')];
    world.notifier.failures = [new Error('AWS denied `sns:Publish`')];
    const handler = await deployed(world);
    taken();
    await assert.rejects(handler(SCHEDULE), /sns:Publish/);
    const { RepairsFailed, RecordsNotKept, AlertsOwed } = valuesTaken();
    assert.deepEqual([RepairsFailed, RecordsNotKept, AlertsOwed], [[1], [1], [1]]);
  });
});

describe('a metric', () => {
  it('of every name is written on a day on which everything goes wrong once', async () => {
    const names = (await everythingEmitted()).map(({ name }) => name);
    assert.deepEqual([...new Set(names)].sort(), Object.keys(UNITS).sort());
  });

  it('stands alone on its line of the standard output', () => {
    const path = new URL('../../lambdas/remediate/standard-output.ts', import.meta.url).href;
    const line = '{"_aws":{"Timestamp":1,"CloudWatchMetrics":[]}}';
    const program = `import { writeLine } from ${JSON.stringify(path)}; writeLine(${JSON.stringify(line)});`;
    // The runtime of Lambda replaces what \`console\` does: nothing of it may be needed.
    const { stdout } = spawnSync(process.execPath, [
      ...['--input-type=module', '--eval', `globalThis.console = undefined; ${program}`],
    ]);
    assert.equal(`${stdout}`, `${line}\n`);
    assert.deepEqual(metricsIn(line), []);
  });
});
