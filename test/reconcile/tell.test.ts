import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { World } from '../memory/world.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { SINGLE, trailWith } from '../trail/trails.ts';
import { ACL, FOREIGN_DENY, policyWith, statementsOf, WRITE } from './policies.ts';

const HEALTHY = documentedPolicy(SINGLE);
const DENIED = policyWith(...statementsOf(HEALTHY), FOREIGN_DENY);
const UNREADABLE = { state: 'unreadable', reason: 'AWS denied `s3:GetBucketPolicy`' } as const;
const HOUR = 60 * 60_000;

/** The subjects of what people were told so far. */
const told = ({ notifier }: World): readonly string[] =>
  notifier.alerts.map(({ subject }) => subject.replace('Trailmend: ', '').replace(': example in example-logs', ''));

describe('what cannot be told', () => {
  it('is told once it has lasted for two schedule periods', async () => {
    const world = new World([SINGLE], HEALTHY);
    world.bucket.answer = UNREADABLE;
    assert.deepEqual([(await world.pass()).word, (await world.next()).word], ['unchanged', 'unchanged']);
    assert.deepEqual(told(world), []);
    assert.equal((await world.next()).word, 'alerted');
    assert.deepEqual(told(world), ['needs a person']);
  });

  it('for two periods of the settings, whatever they are', async () => {
    const world = new World([SINGLE], HEALTHY);
    world.bucket.answer = UNREADABLE;
    world.settings = { ...world.settings, scheduleMinutes: 60 };
    await world.pass();
    world.clock.time += 2 * HOUR - 1;
    assert.equal((await world.pass()).word, 'unchanged');
    world.clock.time += 1;
    assert.equal((await world.pass()).word, 'alerted');
  });

  it('begins anew once it could be told in between', async () => {
    const world = new World([SINGLE], HEALTHY);
    world.bucket.answer = UNREADABLE;
    await world.pass();
    world.bucket.answer = null;
    await world.next();
    world.bucket.answer = UNREADABLE;
    assert.deepEqual([(await world.next()).word, (await world.next()).word], ['unchanged', 'unchanged']);
    assert.deepEqual([(await world.next()).word, told(world)], ['alerted', ['needs a person']]);
  });

  it('is told at once where the memory cannot be read, and nobody knows how long it has lasted', async () => {
    const world = new World([SINGLE], HEALTHY);
    world.bucket.answer = UNREADABLE;
    world.store.unreadable = 'AWS denied `s3:GetObject`';
    assert.deepEqual([(await world.pass()).word, told(world)], ['alerted', ['needs a person']]);
  });
});

describe('what stays broken', () => {
  it('is told once, and again after a day', async () => {
    const world = new World([SINGLE], DENIED);
    await world.lasting();
    assert.deepEqual(told(world), ['needs a person']);
    world.clock.time += 24 * HOUR - 2 * 15 * 60_000 - 1;
    await world.pass();
    assert.equal(told(world).length, 1);
    world.clock.time += 1;
    await world.pass();
    assert.equal(told(world).length, 2);
    await world.next();
    assert.equal(told(world).length, 2, 'the day begins with what was told last');
  });

  it('is told again as soon as something else breaks', async () => {
    const world = new World([SINGLE], DENIED);
    await world.pass();
    world.trails.set(SINGLE.arn, { description: { prefix: 'moved' } });
    await world.next();
    assert.deepEqual(told(world), ['needs a person', 'needs a person']);
    assert.match(world.notifier.alerts[1]?.body ?? '', /prefix is `moved`/);
  });

  it('is told again where it was proven in between to be over', async () => {
    const world = new World([SINGLE], DENIED);
    await world.pass();
    world.bucket.write(HEALTHY);
    await world.next();
    assert.equal(world.store.of(SINGLE.arn).incident?.restoredAt, world.clock.time);
    world.clock.time += HOUR;
    world.trails.set(SINGLE.arn, { status: { latestDeliveryTime: world.clock.time } });
    await world.pass();
    assert.equal(world.store.of(SINGLE.arn).incident, null);
    world.bucket.write(DENIED);
    await world.next();
    assert.deepEqual(told(world), ['needs a person', 'delivers again', 'needs a person']);
  });

  it('in alert-only mode: is told once', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    world.settings = { ...world.settings, alertOnly: true };
    await world.lasting();
    assert.deepEqual(told(world), ['broken, alert only']);
  });

  it('is told of several trails in one alert, once', async () => {
    const second = trailWith({ name: 'second', prefix: 'second' });
    const statements = [SINGLE, second].flatMap((trail) => statementsOf(documentedPolicy(trail)));
    const world = new World([SINGLE, second], policyWith(...statements, FOREIGN_DENY));
    await world.lasting();
    assert.equal(world.notifier.alerts.length, 1);
  });

  it('is told every time where nothing can be remembered', async () => {
    const world = new World([SINGLE], DENIED);
    world.store.unreadable = 'AWS denied `s3:GetObject`';
    await world.pass();
    await world.next();
    assert.equal(told(world).length, 2);
  });
});

describe('what was restored', () => {
  it('is told once, however often it happens before a log file comes', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    await world.pass();
    for (const _ of [2, 3]) {
      world.bucket.write(policyWith(ACL));
      await world.next();
    }
    assert.deepEqual([told(world), world.writes], [['restored'], 3]);
  });

  it('is told again where something else broke', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    await world.pass();
    world.bucket.write(policyWith(WRITE));
    await world.next();
    assert.deepEqual(told(world), ['restored', 'restored']);
  });

  it('beside what stays broken: is told although people know the rest', async () => {
    const world = new World([SINGLE], DENIED);
    await world.pass();
    world.bucket.write(policyWith(ACL, FOREIGN_DENY));
    const { word } = await world.next();
    assert.deepEqual([word, told(world).length], ['alerted', 2]);
    assert.match(world.notifier.alerts[1]?.body ?? '', /^Changed: the policy of/m);
  });
});

it('what is restored again and again beside what stays broken is told once, and that somebody undoes it', async () => {
  const world = new World([SINGLE], policyWith(ACL, FOREIGN_DENY));
  await world.pass();
  for (let at = 0; at < 8; at += 1) {
    world.bucket.write(policyWith(ACL, FOREIGN_DENY));
    world.clock.time += 5 * 60_000;
    await world.pass();
  }
  assert.deepEqual(told(world), ['needs a person', 'somebody undoes the repairs']);
});

describe('an alert that could not be sent', () => {
  const DOWN = new Error('AWS denied `sns:Publish`');

  it('fails the run, after what is broken was mended and remembered', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    world.notifier.failures = [DOWN];
    await assert.rejects(world.pass(), DOWN);
    assert.deepEqual(world.bucket.document, HEALTHY);
    assert.match(world.store.of(SINGLE.arn).untold[0]?.subject ?? '', /^Trailmend: restored/);
  });

  it('of a repair: is sent by the next run, as it was, and once', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    world.notifier.failures = [DOWN];
    await assert.rejects(world.pass(), DOWN);
    const [owed] = world.store.of(SINGLE.arn).untold;
    await world.next();
    assert.deepEqual(world.notifier.alerts, [owed]);
    await world.next();
    assert.deepEqual([told(world), world.store.of(SINGLE.arn).untold], [['restored'], []]);
  });

  it('of what stays broken: is sent by the next run, once', async () => {
    const world = new World([SINGLE], DENIED);
    world.notifier.failures = [DOWN];
    await assert.rejects(world.pass(), DOWN);
    await world.next();
    await world.next();
    assert.deepEqual(told(world), ['needs a person']);
  });

  it('is sent before what the next run itself has to tell', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    world.notifier.failures = [DOWN];
    await assert.rejects(world.pass(), DOWN);
    world.bucket.write(DENIED);
    await world.next();
    assert.deepEqual(told(world), ['restored', 'needs a person']);
  });

  it('because the process ended in between: is sent by the next run', async () => {
    const world = new World([SINGLE], HEALTHY);
    const untold = { subject: 'Trailmend: restored', body: 'What was done', attributes: { outcome: 'restored' } };
    world.store.know(SINGLE.arn, { untold: [untold] });
    await world.pass();
    assert.deepEqual([world.notifier.alerts, world.store.of(SINGLE.arn).untold], [[untold], []]);
  });
});

it('an alert that could neither be remembered, since another process wrote, nor sent: is told by the next run', async () => {
  const world = new World([SINGLE], DENIED);
  world.store.know(SINGLE.arn, {});
  world.store.beforeWrite = () => {
    world.store.know(SINGLE.arn, {});
    world.store.beforeWrite = () => {};
  };
  world.notifier.failures = [new Error('AWS denied `sns:Publish`')];
  await assert.rejects(world.pass(), /sns:Publish/);
  await world.next();
  assert.deepEqual(told(world), ['needs a person']);
});

it('an alert that was sent is owed no more', async () => {
  const world = new World([SINGLE], policyWith(ACL));
  await world.pass();
  assert.deepEqual(world.store.of(SINGLE.arn).untold, []);
});
