import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { putPolicyCall } from '../memory/calls.ts';
import { World } from '../memory/world.ts';
import { unwrapped } from '../report/unwrapped.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { SINGLE, trailWith } from '../trail/trails.ts';
import { ACL, FOREIGN, FOREIGN_DENY, policyWith, statementsOf, WRITE } from './policies.ts';

const HEALTHY = documentedPolicy(SINGLE);
const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];

const subjects = ({ notifier }: World): readonly string[] =>
  notifier.alerts.map(({ subject }) => subject.replace('Trailmend: ', '').replace(': example in example-logs', ''));

const kinds = ({ records }: World) => records.all.map(({ kind, outcome }) => `${kind}: ${outcome}`);

/** A log file arrives now. */
function deliver(world: World): void {
  world.trails.set(SINGLE.arn, { status: { latestDeliveryTime: world.clock.time } });
}

describe('an incident', () => {
  it('that is repaired and proven gives one alert, one record, one proof record and one closing alert', async () => {
    const world = new World([SINGLE], policyWith(FOREIGN, ACL));
    await world.pass(putPolicyCall(policyWith(FOREIGN, ACL)));
    // The event of the function's own write, and the schedule.
    await world.pass(putPolicyCall(world.bucket.document ?? {}));
    await world.next();
    deliver(world);
    await world.next();
    await world.next();
    assert.deepEqual(subjects(world), ['restored', 'delivers again']);
    assert.deepEqual(kinds(world), ['remediation: restored', 'proof: proven']);
    const [repair, proof] = world.records.all;
    assert.equal(repair?.incident, proof?.incident);
    assert.equal(world.store.of(SINGLE.arn).incident, null);
  });

  it('says in its closing alert from when to when log files were missing', async () => {
    const world = new World([SINGLE], HEALTHY);
    const last = world.clock.time - 7 * MINUTE;
    world.trails.set(SINGLE.arn, { status: { latestDeliveryTime: last } });
    world.bucket.write(policyWith(ACL));
    await world.pass();
    world.clock.time += 33 * MINUTE;
    deliver(world);
    await world.next();
    const { body = '' } = world.notifier.alerts.at(-1) ?? {};
    const iso = (time: number): string => new Date(time).toISOString();
    const [from, to] = [iso(last), iso(last + 40 * MINUTE)].map((time) => time.replace('.000Z', 'Z'));
    const told = unwrapped(body);
    assert.ok(told.includes(`LOG FILES  none from ${from} to ${to} (40 min).`), body);
    assert.ok(told.includes(`the last one before it at ${from}, the next at ${to}, 40 min later`), body);
    assert.match(body, /for up to 30 days/);
    assert.deepEqual(world.records.all.at(-1)?.end?.gaps, [
      { trailArn: SINGLE.arn, from: iso(last), to: iso(last + 40 * MINUTE) },
    ]);
  });

  it('that no log file proves is over after a day, and says so', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    await world.pass();
    world.clock.time += DAY;
    await world.pass();
    assert.deepEqual(
      [subjects(world), kinds(world).at(-1)],
      [['restored', 'restored, not proven'], 'proof: not-proven'],
    );
  });

  it('that is told and left to people is recorded too, and over when somebody mended it', async () => {
    const world = new World([SINGLE], policyWith(...statementsOf(HEALTHY), FOREIGN_DENY));
    await world.pass();
    world.bucket.write(HEALTHY);
    await world.next();
    world.clock.time += HOUR;
    deliver(world);
    await world.pass();
    assert.deepEqual(subjects(world), ['needs a person', 'delivers again']);
    assert.deepEqual(kinds(world), ['finding: alerted', 'proof: proven']);
    assert.match(world.notifier.alerts.at(-1)?.body ?? '', /mended by somebody else/);
  });

  it('of two trails of a bucket is one, and waits for both', async () => {
    const second = trailWith({ name: 'second', prefix: 'second' });
    const world = new World([SINGLE, second], policyWith(FOREIGN));
    await world.pass();
    const [one, other] = [SINGLE, second].map(({ arn }) => world.store.of(arn).incident?.id);
    assert.ok(one !== undefined && one === other);
    world.clock.time += HOUR;
    deliver(world);
    await world.pass();
    assert.equal(world.notifier.alerts.length, 1);
    world.trails.set(second.arn, { status: { latestDeliveryTime: world.clock.time } });
    await world.pass();
    assert.equal(world.notifier.alerts.length, 2);
  });
});

describe('the same break ten times within minutes', () => {
  const fight = async (): Promise<World> => {
    const world = new World([SINGLE], HEALTHY);
    for (let at = 0; at < 10; at += 1) {
      world.clock.time += MINUTE;
      world.bucket.write(policyWith(ACL));
      await world.pass(putPolicyCall(policyWith(ACL)));
    }
    return world;
  };

  it('gives two mails: that it broke, and that somebody undoes the repairs', async () => {
    const world = await fight();
    assert.deepEqual(subjects(world), ['restored', 'somebody undoes the repairs']);
    assert.match(
      world.notifier.alerts[1]?.body ?? '',
      /assumed-role\/Admin\/jane keeps undoing the repair: 3 repairs so far/,
    );
  });

  it('is repaired three times at once, and then once in a schedule period, without end', async () => {
    const world = await fight();
    assert.equal(world.writes, 3);
    for (let period = 0; period < 3; period += 1) {
      world.bucket.write(policyWith(ACL));
      await world.next();
      world.bucket.write(policyWith(ACL));
      await world.pass(putPolicyCall(policyWith(ACL)));
    }
    assert.deepEqual([world.writes, subjects(world).length], [6, 2]);
  });
});

describe('two runs at the same time', () => {
  it('that see the same break tell it once', async () => {
    const world = new World([SINGLE], HEALTHY);
    await world.pass();
    world.bucket.write(policyWith(...statementsOf(HEALTHY), FOREIGN_DENY));
    await Promise.all([world.pass(), world.pass()]);
    assert.deepEqual(subjects(world), ['needs a person']);
  });

  it('of which one repairs tell and record it once', async () => {
    const world = new World([SINGLE], HEALTHY);
    await world.pass();
    world.bucket.write(policyWith(ACL));
    await Promise.all([world.pass(), world.pass(), world.pass()]);
    assert.deepEqual(subjects(world), ['restored']);
  });
});

describe('a record', () => {
  it('holds the document byte by byte as it was, and as it was written', async () => {
    const text = `{"Version": "2012-10-17",\n  "Statement": [${JSON.stringify(ACL)}]}`;
    const world = new World([SINGLE], text);
    await world.pass();
    const [document] = world.records.all[0]?.documents ?? [];
    assert.deepEqual([document?.before, document?.after], [text, world.bucket.stored]);
    assert.deepEqual(document?.added, [WRITE]);
  });

  it('names who did it, what broke, and every call with its outcome and time', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    await world.pass(putPolicyCall(policyWith(ACL)));
    const [record] = world.records.all;
    assert.equal(record?.cause?.principal, 'arn:aws:sts::111122223333:assumed-role/Admin/jane');
    assert.deepEqual(
      record?.findings.map(({ id }) => id),
      ['bucket-policy-allows-log-delivery'],
    );
    const write = record?.calls.find(({ action }) => action === 's3:PutBucketPolicy');
    assert.deepEqual(write, {
      ...{ action: 's3:PutBucketPolicy', resource: 'example-logs', at: world.clock.time, milliseconds: 0 },
      ...{ outcome: 'ok', reason: null },
    });
    assert.ok(record?.calls.some(({ action }) => action === 's3:GetBucketPolicy'));
  });

  it('that cannot be kept fails no repair, and is said', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    world.records.failures = [new Error('AWS denied `s3:PutObject`')];
    const { word, forgotten } = await world.pass();
    assert.equal(word, 'restored');
    assert.match(forgotten.join(), /^the record \d{8}T\d{6}Z-[0-9a-f]{8}: AWS denied `s3:PutObject`$/);
  });

  it('is named by its alert', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    await world.pass();
    const [alert] = world.notifier.alerts;
    assert.ok(alert?.body.includes(`record    trailmend records show ${world.records.all[0]?.id}\n`), alert?.body);
    assert.equal(alert?.attributes['incident'], world.records.all[0]?.incident);
  });

  it('of a repair that fails is kept once, however often it is tried', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    world.bucket.failures = Array.from({ length: 5 }, () => new Error('AccessDenied'));
    for (let at = 0; at < 5; at += 1) await world.next();
    assert.deepEqual(kinds(world), ['remediation: failed']);
  });
});
