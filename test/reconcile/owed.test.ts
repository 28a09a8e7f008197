import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { callOf, putPolicyCall } from '../memory/calls.ts';
import { World } from '../memory/world.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { SINGLE, trailWith } from '../trail/trails.ts';
import { ACL, FOREIGN, FOREIGN_DENY, policyWith, statementsOf } from './policies.ts';

const HEALTHY = documentedPolicy(SINGLE);
const DENIED = policyWith(...statementsOf(HEALTHY), FOREIGN_DENY);
const DOWN = new Error('AWS denied `sns:Publish`');

/** What keeps the memory of the first of two trails from being written, once. */
const HINDRANCES: Readonly<Record<string, (world: World) => void>> = {
  'cannot be read': ({ store }) => {
    const { read } = store;
    store.read = async (arn) => {
      store.read = read;
      return arn === SINGLE.arn ? { state: 'unreadable', reason: 'SlowDown', retryable: true } : read(arn);
    };
  },
  'is written by somebody else': ({ store }) => {
    const { write } = store;
    store.write = async (memory, tag) => {
      store.write = write;
      return memory.trailArn === SINGLE.arn ? null : write(memory, tag);
    };
  },
};

describe('an alert on two trails, of which the first one’s memory', () => {
  for (const [name, hinder] of Object.entries(HINDRANCES))
    it(`${name}, is sent by the next run all the same`, async () => {
      const second = trailWith({ name: 'second', prefix: 'second' });
      const statements = [SINGLE, second].flatMap((trail) => statementsOf(documentedPolicy(trail)));
      const world = new World([SINGLE, second], policyWith(...statements, FOREIGN_DENY));
      world.notifier.failures = [DOWN];
      hinder(world);
      await assert.rejects(world.pass(), DOWN);
      await world.next();
      assert.equal(world.notifier.alerts.length, 1);
    });
});

describe('an alert on two trails, of which the last one’s memory is written by somebody else', () => {
  const second = trailWith({ name: 'second', prefix: 'second' });
  const statements = [SINGLE, second].flatMap((trail) => statementsOf(documentedPolicy(trail)));

  it('is sent by the run that found it, and kept as a record', async () => {
    const world = new World([SINGLE, second], policyWith(...statements, FOREIGN_DENY));
    const { store } = world;
    const { write } = store;
    store.write = async (memory, tag) => {
      if (memory.trailArn === SINGLE.arn) return write(memory, tag);
      store.write = write;
      return null;
    };
    const { forgotten } = await world.pass();
    assert.deepEqual([world.notifier.alerts.length, world.records.all.length], [1, 1]);
    assert.deepEqual(forgotten, ['somebody else wrote at the same time']);
  });
});

describe('an alert that cannot be sent by two runs', () => {
  it('of a repair: is sent by the third', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    world.notifier.failures = [DOWN, DOWN];
    await assert.rejects(world.pass(), DOWN);
    await assert.rejects(world.next(), DOWN);
    await world.next();
    assert.equal(world.notifier.alerts.length, 1);
  });

  it('of what stays broken: is sent by the third', async () => {
    const world = new World([SINGLE], DENIED);
    world.notifier.failures = [DOWN, DOWN];
    await assert.rejects(world.pass(), DOWN);
    await assert.rejects(world.next(), DOWN);
    await world.next();
    assert.equal(world.notifier.alerts.length, 1);
  });

  it('and a second one of the next run: both are sent by the third', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    world.notifier.failures = [DOWN, DOWN];
    await assert.rejects(world.pass(), DOWN);
    world.bucket.write(DENIED);
    await assert.rejects(world.next(), DOWN);
    await world.next();
    assert.equal(world.notifier.alerts.length, 2);
  });
});

describe('an alert that is owed', () => {
  it('and was remembered by a trail that is the second of its group now: is not forgotten before it is sent', async () => {
    const second = trailWith({ name: 'second', prefix: 'second' });
    const statements = [SINGLE, second].flatMap((trail) => statementsOf(documentedPolicy(trail)));
    const world = new World([SINGLE, second], policyWith(...statements));
    const untold = { subject: 'Trailmend: restored', body: 'What was done', attributes: { outcome: 'restored' } };
    world.store.know(second.arn, { untold: [untold] });
    world.notifier.failures = [DOWN];
    await assert.rejects(world.pass(), DOWN);
    await world.next();
    assert.deepEqual(world.notifier.alerts, [untold]);
  });
});

it('an alert that could not be sent is owed with its message for chat', async () => {
  const world = new World([SINGLE], policyWith(ACL));
  world.notifier.failures = [DOWN];
  await assert.rejects(world.pass(), DOWN);
  const [owed] = world.store.of(SINGLE.arn).untold;
  assert.match(owed?.chat ?? '', /"source":"custom"/);
  await world.next();
  assert.deepEqual(world.notifier.alerts[0], owed);
});

describe('a lost edit', () => {
  const time = '2026-11-21T12:00:00Z';

  it('is told while something else stays broken that people know', async () => {
    const world = new World([SINGLE], policyWith(ACL, FOREIGN_DENY));
    await world.pass();
    await world.pass(putPolicyCall(world.bucket.document ?? {}, time));
    const before = world.notifier.alerts.length;
    const { lost } = await world.pass(putPolicyCall(policyWith(FOREIGN, ACL, FOREIGN_DENY), time));
    assert.notEqual(lost, null);
    assert.equal(world.notifier.alerts.length, before + 1);
  });

  it('is told, and a second one of the same gap, too', async () => {
    const world = new World([SINGLE], policyWith(FOREIGN, ACL));
    await world.pass();
    await world.pass(putPolicyCall(policyWith(ACL, FOREIGN), time));
    await world.pass(callOf('DeleteBucketPolicy', { time }));
    const lost = world.notifier.alerts.filter(({ body }) => body.includes('AN EDIT WAS OVERWRITTEN'));
    assert.equal(lost.length, 2);
  });
});

describe('what stays broken', () => {
  it('after something beside it was restored: is told with that, and not again by the event of our own write', async () => {
    const world = new World([SINGLE], policyWith(ACL, FOREIGN_DENY));
    await world.pass();
    await world.pass(putPolicyCall(world.bucket.document ?? {}));
    assert.equal(world.notifier.alerts.length, 1);
  });
});

describe('policies that cannot be read', () => {
  const UNREADABLE = { state: 'unreadable', reason: 'SlowDown', retryable: true } as const;

  it('do not replace what was proven', async () => {
    const world = new World([SINGLE], HEALTHY);
    await world.pass();
    world.trails.set(SINGLE.arn, { status: { latestDeliveryTime: world.clock.time + 120_000 } });
    await world.next();
    const { proven } = world.store.of(SINGLE.arn);
    assert.deepEqual(proven?.policies, { 'bucket-policy': HEALTHY });
    world.bucket.answer = UNREADABLE;
    await world.next();
    world.trails.set(SINGLE.arn, { status: { latestDeliveryTime: world.clock.time + 120_000 } });
    await world.next();
    assert.deepEqual(world.store.of(SINGLE.arn).proven, proven);
  });

  it('for one run are still in force since they were', async () => {
    const world = new World([SINGLE], HEALTHY);
    await world.pass();
    const { inForce } = world.store.of(SINGLE.arn);
    world.bucket.answers = [UNREADABLE];
    await world.next();
    await world.next();
    assert.deepEqual(world.store.of(SINGLE.arn).inForce, inForce);
  });
});
