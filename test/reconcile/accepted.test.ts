import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Alert } from '../../shared/reconcile/memory.ts';
import type { TrailSettings } from '../../shared/settings/settings.ts';
import { callOf } from '../memory/calls.ts';
import { World } from '../memory/world.ts';
import { documented, documentedPolicy } from '../trail/documented.ts';
import { KEY, SINGLE, TOPIC, trailWith } from '../trail/trails.ts';
import { ACL, documentedKeyPolicy, documentedTopicPolicy, FOREIGN_DENY, policyWith, WRITE } from './policies.ts';

const DAY = 24 * 60 * 60_000;

function withKeyAndTopic(): World {
  const trail = trailWith({ kmsKeyArn: KEY, topicArn: TOPIC });
  const key = documentedKeyPolicy(trail);
  return new World([trail], documentedPolicy(trail), { key, topic: documentedTopicPolicy(trail) });
}

const only = ({ settings }: World): TrailSettings => {
  const [entry] = settings.trails;
  assert.ok(entry !== undefined);
  return entry;
};

describe('what is taken off a trail', () => {
  it('is accepted by taking it out of the settings too', async () => {
    const world = withKeyAndTopic();
    await world.pass();
    world.trails.set(SINGLE.arn, { description: { kmsKeyArn: null, topicArn: null } });
    const { kmsKeyArn: _, topicArn: __, ...rest } = only(world);
    world.settings = { ...world.settings, trails: [rest] };
    assert.equal((await world.pass()).word, 'unchanged');
    assert.deepEqual(world.notifier.alerts, []);
    assert.equal(world.store.of(SINGLE.arn).description?.kmsKeyArn, null);
  });

  it('is told while the settings say what they said', async () => {
    const trail = trailWith({ logFileValidation: true });
    const world = new World([trail], documentedPolicy(trail));
    await world.pass();
    world.trails.set(trail.arn, { description: { logFileValidation: false } });
    for (let day = 0; day < 2; day += 1) {
      world.clock.time += DAY;
      assert.equal((await world.pass()).word, 'alerted');
    }
  });
});

describe('a deleted policy that is not visible yet', () => {
  it('is looked for where something else cannot be told', async () => {
    const world = withKeyAndTopic();
    const { kmsKeyArn: _, ...rest } = only(world);
    world.settings = { ...world.settings, trails: [rest] };
    world.bucket.answers = [{ state: 'present', value: world.bucket.stored ?? '' }];
    world.bucket.stored = null;
    await world.pass(callOf('DeleteBucketPolicy'));
    assert.deepEqual(world.clock.pauses, [10_000]);
    assert.equal(world.bucket.written.length, 1);
  });

  it('is looked for where another trail stands still for a reason of its own', async () => {
    const other = trailWith({ name: 'other', kmsKeyArn: KEY });
    const statements = [ACL, WRITE, documented(other, 'acl-check'), documented(other, 'write')];
    const distinct = statements.map((statement, at) => ({ ...statement, Sid: `s${at}` }));
    const world = new World([SINGLE, other], policyWith(...distinct), { key: documentedKeyPolicy(other) });
    world.keys.at(KEY).state = 'Disabled';
    world.bucket.answers = [{ state: 'present', value: world.bucket.stored ?? '' }];
    world.bucket.stored = null;
    await world.pass(callOf('DeleteBucketPolicy'));
    assert.deepEqual(world.clock.pauses, [10_000]);
    assert.equal(world.bucket.written.length, 1);
  });
});

it('a deletion that KMS still shows after it was taken back is no reason to leave the key disabled', async () => {
  const world = withKeyAndTopic();
  world.settings = { ...world.settings, modes: { 'key-is-usable': 'restore' } };
  const key = world.keys.at(KEY);
  key.state = 'PendingDeletion';
  const { facts } = world.keys;
  let reads = 0;
  Object.assign(world.keys, {
    facts: async (keyArn: string) => {
      reads += 1;
      const stale = { state: 'present', value: { state: 'PendingDeletion', isSymmetric: true } } as const;
      return reads === 2 ? stale : facts(keyArn);
    },
  });
  assert.equal((await world.pass()).word, 'restored');
  assert.equal(key.state, 'Enabled');
});

it('whoever touched something else is not named as the culprit', async () => {
  const trail = trailWith({ topicArn: TOPIC });
  const world = new World([trail], policyWith(ACL), { topic: documentedTopicPolicy(trail) });
  const cause = callOf('SetTopicAttributes', { source: 'aws.sns', parameters: { topicArn: TOPIC } });
  await world.pass(cause);
  const body = world.notifier.alerts[0]?.body ?? '';
  assert.match(body, /WHO\nnot known: it was found after a call of SetTopicAttributes/);
  assert.ok(!body.includes(cause.actor.principal), body);
});

it('a topic that cannot be read keeps nothing from being proven of the bucket', async () => {
  const trail = trailWith({ topicArn: TOPIC });
  const byOrganization = [ACL, WRITE].map((one) => ({
    ...one,
    Condition: { StringEquals: { 'aws:SourceOrgID': 'o-exampleorgid' } },
  }));
  const world = new World([trail], policyWith(...byOrganization), { topic: documentedTopicPolicy(trail) });
  const off = { 'topic-policy-allows-publish': 'off', 'topic-key-allows-publish': 'off' } as const;
  world.settings = { ...world.settings, modes: { ...off, 'trail-publishes-notifications': 'off' } };
  world.topic.answer = { state: 'unreadable', reason: 'AWS denied `sns:GetTopicAttributes`' };
  for (let run = 0; run < 5; run += 1) {
    world.trails.set(trail.arn, { status: { latestDeliveryTime: world.clock.time } });
    await world.next();
  }
  assert.deepEqual(world.notifier.alerts, []);
  assert.equal((await world.run()).judgements[0]?.delivers, true);
});

it('an alert that is refused for good does not hold back the others', async () => {
  const world = new World([SINGLE], policyWith(ACL, WRITE, FOREIGN_DENY));
  world.store.know(SINGLE.arn, { untold: [{ subject: 'refused', body: 'refused', attributes: {} }] });
  const sent: string[] = [];
  Object.assign(world.notifier, {
    send: async ({ subject }: Alert) => {
      if (subject === 'refused') throw new Error('InvalidParameter');
      sent.push(subject);
    },
  });
  await assert.rejects(world.pass(), /InvalidParameter/);
  assert.deepEqual([sent.length, world.store.of(SINGLE.arn).untold.map(({ subject }) => subject)], [1, ['refused']]);
});
