import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { World } from '../memory/world.ts';
import { SINGLE, trailWith } from '../trail/trails.ts';
import { ACL, FOREIGN, policyWith } from './policies.ts';

const [MINUTE, HOUR] = [60_000, 3_600_000];

describe('an incident of two trails, of which the last one’s memory cannot be written when it ends', () => {
  it('ends once all the same', async () => {
    const second = trailWith({ name: 'second', prefix: 'second' });
    const world = new World([SINGLE, second], policyWith(FOREIGN));
    await world.pass();
    world.clock.time += HOUR;
    for (const { arn } of [SINGLE, second]) world.trails.set(arn, { status: { latestDeliveryTime: world.clock.time } });
    const { write } = world.store;
    world.store.write = async (memory, tag) => {
      if (memory.trailArn === SINGLE.arn) return write(memory, tag);
      world.store.write = write;
      throw new Error('SlowDown');
    };
    await world.pass();
    await world.next();
    assert.equal(world.notifier.alerts.length, 2);
    assert.deepEqual(
      world.records.all.map(({ outcome }) => outcome),
      ['restored', 'proven'],
    );
    assert.equal(world.store.of(second.arn).incident, null);
  });
});

describe('an alert that could not be sent', () => {
  it('is sent once by two runs that find it at the same time', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    world.notifier.failures = [new Error('AWS denied `sns:Publish`')];
    await assert.rejects(world.pass());
    world.clock.time += 5 * MINUTE;
    await Promise.all([world.pass(), world.pass()]);
    assert.equal(world.notifier.alerts.length, 1);
    assert.deepEqual(world.store.of(SINGLE.arn).untold, []);
  });
});

describe('an alert that is sent while somebody else writes the memory', () => {
  it('is not sent again', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    const { send } = world.notifier;
    world.notifier.send = async (alert) => {
      await send(alert);
      world.store.know(SINGLE.arn, { seenLogging: true });
    };
    await world.pass();
    world.clock.time += HOUR;
    await world.pass();
    assert.equal(world.notifier.alerts.length, 1);
    assert.deepEqual(world.store.of(SINGLE.arn).untold, []);
  });
});
