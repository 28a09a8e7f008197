import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseMemory } from '../../shared/reconcile/parse-memory.ts';
import { putPolicyCall } from '../memory/calls.ts';
import { ERIN, latestWrite, undo } from '../memory/undo.ts';
import { World } from '../memory/world.ts';
import { KEY, SINGLE, TOPIC, trailWith } from '../trail/trails.ts';
import { ACL, FOREIGN, KEY_OWNER, policyWith, TOPIC_OWNER, WRITE } from './policies.ts';

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
const BROKEN = policyWith(FOREIGN, ACL);
const BUCKET = 'arn:aws:s3:::example-logs';

const subjects = ({ notifier }: World): readonly string[] =>
  notifier.alerts.map(({ subject }) => subject.replace('Trailmend: ', '').replace(/: example.* in example-logs/, ''));

/** A world in which a repair was rolled back a minute after it. */
async function rolledBack(): Promise<World> {
  const world = new World([SINGLE], BROKEN);
  await world.pass();
  world.clock.time += MINUTE;
  await undo(world);
  return world;
}

describe('while a rollback holds a document', () => {
  it('it is not repaired, neither after a call nor on the schedule', async () => {
    const world = await rolledBack();
    const before = world.writes;
    assert.equal((await world.pass(putPolicyCall(BROKEN))).word, 'alerted');
    for (let at = 0; at < 5; at += 1) assert.equal((await world.next()).word, 'alerted');
    assert.deepEqual([world.writes, world.bucket.document], [before, BROKEN]);
  });

  it('people are told once: who holds it, until when, and by which rollback', async () => {
    const world = await rolledBack();
    const [{ id } = { id: '' }] = world.records.all;
    const until = new Date(world.clock.time + DAY).toISOString();
    await world.pass(putPolicyCall(BROKEN));
    for (let at = 0; at < 5; at += 1) await world.next();
    assert.deepEqual(subjects(world), ['restored', 'held by a person']);
    const { body = '' } = world.notifier.alerts[1] ?? {};
    assert.ok(body.includes(`the policy of ${BUCKET} is not repaired before ${until}:`), body);
    assert.ok(body.includes(`${ERIN} put it back as it was before record ${id}.`), body);
    assert.match(body, /WHAT BROKE/);
  });

  it('what else is broken is repaired: other documents, and calls that write none', async () => {
    const trail = trailWith({ kmsKeyArn: KEY, topicArn: TOPIC });
    const world = new World([trail], policyWith(ACL), { key: policyWith(KEY_OWNER), topic: policyWith(TOPIC_OWNER) });
    await world.pass();
    const record = latestWrite(world);
    const [bucket] = record.documents;
    assert.ok(bucket !== undefined);
    await undo(world, { ...record, documents: [bucket] });
    const held = world.bucket.stored;
    world.key.write(policyWith(KEY_OWNER));
    world.key.state = 'PendingDeletion';
    world.bucket.payer = 'Requester';
    world.trails.set(trail.arn, { status: { isLogging: false } });
    const { changes } = await world.pass();
    assert.deepEqual(changes.map(({ what, word }) => `${what.kind} ${word}`).toSorted(), [
      'cancel-key-deletion restored',
      'key-policy restored',
      'set-request-payer restored',
      'start-logging restored',
    ]);
    assert.equal(world.bucket.stored, held);
  });

  it('nothing is brought along into it by a change of another document', async () => {
    const trail = trailWith({ topicArn: TOPIC });
    // Nobody knows whether this names CloudTrail: a delivery alone settles it, until something is changed.
    const settled = policyWith(ACL, { ...WRITE, Principal: { AWS: '*' } });
    const world = new World([trail], settled, { topic: policyWith(TOPIC_OWNER) });
    world.settings = { ...world.settings, alertOnly: true };
    await world.pass();
    world.trails.set(trail.arn, { status: { latestDeliveryTime: world.clock.time + 2 * MINUTE } });
    await world.next();
    world.settings = { ...world.settings, alertOnly: false };
    const hold = { resource: BUCKET, until: world.clock.time + DAY, of: '20261121T165541Z-64be7403', by: ERIN };
    world.store.know(trail.arn, { holds: [hold] });
    const { changes } = await world.pass();
    assert.deepEqual(
      changes.map(({ what, word }) => `${what.kind} ${word}`),
      ['topic-policy restored'],
    );
    assert.deepEqual(world.bucket.document, settled);
  });

  it('a hold that lasts longer than any rollback makes it holds nothing: a repair is never given up', async () => {
    const world = new World([SINGLE], BROKEN);
    const hold = { resource: BUCKET, of: '20261121T165541Z-64be7403', by: ERIN };
    world.store.know(SINGLE.arn, { holds: [{ ...hold, until: world.clock.time + 30 * DAY }] });
    assert.equal((await world.pass()).word, 'restored');
    assert.deepEqual(world.store.of(SINGLE.arn).holds, []);
  });

  it('it is held for a trail that joined the others later', async () => {
    const world = await rolledBack();
    const joined = trailWith({ name: 'joined', prefix: 'joined' });
    const later = new World([SINGLE, joined], BROKEN);
    later.clock.time = world.clock.time;
    later.store.writeText(SINGLE.arn, world.store.textOf(SINGLE.arn) ?? '');
    await later.pass();
    assert.deepEqual([later.writes, later.bucket.document], [0, BROKEN]);
  });

  it('a memory that cannot be read holds nothing: it must not cost a repair', async () => {
    const world = await rolledBack();
    world.store.unreadable = 'AWS denied `s3:GetObject`';
    assert.equal((await world.next()).word, 'restored');
  });

  it('in alert-only mode it would not be repaired either', async () => {
    const world = await rolledBack();
    world.settings = { ...world.settings, alertOnly: true };
    const { word, changes } = await world.next();
    assert.deepEqual([word, changes], ['alerted', []]);
  });
});

describe('after a hold', () => {
  it('it is repaired with the next run, people hear of it, and the hold is forgotten', async () => {
    const world = await rolledBack();
    await world.next();
    world.clock.time += DAY - 16 * MINUTE;
    assert.equal((await world.pass()).word, 'alerted');
    assert.equal(world.store.of(SINGLE.arn).holds.length, 1);
    world.clock.time += HOUR;
    assert.equal((await world.pass()).word, 'restored');
    assert.deepEqual(world.store.of(SINGLE.arn).holds, []);
    assert.deepEqual(subjects(world), ['restored', 'held by a person', 'restored']);
  });

  it('that a person made needless by mending it, nothing is left', async () => {
    const world = await rolledBack();
    await world.next();
    world.bucket.write(JSON.parse(latestWrite(world).documents[0]?.before ?? 'null'));
    assert.equal((await world.next()).word, 'unchanged');
    world.clock.time += DAY;
    await world.pass();
    assert.deepEqual(world.store.of(SINGLE.arn).holds, []);
  });
});

describe('the holds of a memory', () => {
  it('are read as they were written, and what is none is left out', () => {
    const hold = { resource: BUCKET, until: 5, of: '20261121T165541Z-64be7403', by: ERIN };
    const text = (holds: unknown): string => JSON.stringify({ version: 1, trailArn: SINGLE.arn, holds });
    assert.deepEqual(parseMemory(text([hold]), SINGLE.arn)?.holds, [hold]);
    const odd = [null, 'x', {}, { ...hold, until: 'forever' }, { until: 5 }, { resource: BUCKET, until: 5 }];
    const known = { resource: BUCKET, until: 5, of: 'not known', by: 'not known' };
    assert.deepEqual(parseMemory(text(odd), SINGLE.arn)?.holds, [known]);
    for (const none of [undefined, null, {}, 'x']) assert.deepEqual(parseMemory(text(none), SINGLE.arn)?.holds, []);
  });
});
