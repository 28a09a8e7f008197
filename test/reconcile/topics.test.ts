import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../shared/policy/json.ts';
import { RetryableError } from '../../shared/reconcile/ports.ts';
import { callOf } from '../memory/calls.ts';
import { READS, World } from '../memory/world.ts';
import { documented, documentedPolicy } from '../trail/documented.ts';
import { KEY, TOPIC, trailWith } from '../trail/trails.ts';
import { documentedTopicPolicy, KEY_OWNER, policyWith, TOPIC_OWNER } from './policies.ts';

const TRAIL = trailWith({ topicArn: TOPIC });
const PUBLISH = documented(TRAIL, 'publish');
const HEALTHY = documentedTopicPolicy(TRAIL);

const worldWith = (topic: JsonObject): World => new World([TRAIL], documentedPolicy(TRAIL), { topic });

describe('the policy of a trail’s topic', () => {
  for (const [name, before] of [
    ['the statement removed', policyWith(TOPIC_OWNER)],
    ['the Effect flipped', policyWith(TOPIC_OWNER, { ...PUBLISH, Effect: 'Deny' })],
  ] as const) {
    it(`${name}: is restored in one round of reads and one write, and the second run writes nothing`, async () => {
      const world = worldWith(before);
      assert.equal((await world.run()).word, 'restored');
      assert.deepEqual(world.topic.document, HEALTHY);
      const reads = ['attributes', ...READS].toSorted();
      assert.deepEqual(world.journal.rounds(), [reads, ['putTopicPolicy'], ['attributes']]);
      assert.deepEqual([(await world.run()).word, world.writes], ['unchanged', 1]);
    });
  }

  it('broken: does not touch whether log files are delivered', async () => {
    const world = worldWith(policyWith(TOPIC_OWNER));
    assert.equal((await world.run()).judgements[0]?.delivers, true);
  });

  it('that cannot be written now: says so, and the next run writes it', async () => {
    const world = worldWith(policyWith(TOPIC_OWNER));
    world.topic.failures = [new RetryableError('Throttled')];
    const { word, changes } = await world.run();
    assert.deepEqual([word, changes[0]?.note, changes[0]?.retryable], ['failed', 'Throttled', true]);
    assert.deepEqual([(await world.run()).word, world.topic.document], ['restored', HEALTHY]);
  });

  it('of more than SNS takes: is left as it is', async () => {
    const world = worldWith(policyWith({ ...TOPIC_OWNER, Sid: 'x'.repeat(30_720) }));
    const { word, notRepairable } = await world.run();
    assert.deepEqual([word, world.writes], ['alerted', 0]);
    assert.match(notRepairable[0]?.message ?? '', /and SNS takes 30720/);
  });

  it('of a topic that is gone: nothing is written, and people get CloudTrail’s word', async () => {
    const world = worldWith(HEALTHY);
    world.topic.exists = false;
    world.trails.set(TRAIL.arn, { status: { latestNotificationError: 'NotFound' } });
    const { word, notRepairable } = await world.run();
    assert.deepEqual([word, world.writes], ['alerted', 0]);
    assert.match(notRepairable[0]?.message ?? '', /`NotFound`/);
  });

  it('that a call just removed a statement from: is woken for and restored', async () => {
    const world = worldWith(policyWith(TOPIC_OWNER));
    const cause = callOf('RemovePermission', { source: 'aws.sns', parameters: { topicArn: TOPIC, label: 'x' } });
    assert.deepEqual([(await world.run(cause)).word, world.clock.pauses], ['restored', []]);
  });
});

describe('a bucket, a key and a topic that are broken together', () => {
  const full = trailWith({ topicArn: TOPIC, kmsKeyArn: KEY });

  it('are written side by side, once each', async () => {
    const world = new World([full], null, { key: policyWith(), topic: policyWith(TOPIC_OWNER) });
    assert.equal((await world.run()).word, 'restored');
    const round = world.journal.rounds()[1]?.filter((name) => name.startsWith('put'));
    assert.deepEqual(round, ['putKeyPolicy', 'putPolicy', 'putTopicPolicy']);
    assert.deepEqual(world.bucket.document, documentedPolicy(full));
    assert.deepEqual(world.topic.document, HEALTHY);
    assert.deepEqual([(await world.run()).word, world.writes], ['unchanged', 3]);
  });

  it('and one of which is refused: the other two are written', async () => {
    const world = new World([full], null, { key: policyWith(KEY_OWNER), topic: policyWith(TOPIC_OWNER) });
    world.key.failures = [new RetryableError('Throttled')];
    const { word, changes } = await world.run();
    assert.equal(word, 'failed');
    assert.deepEqual(
      changes.map((change) => [change.what.kind, change.word]),
      [
        ['bucket-policy', 'restored'],
        ['key-policy', 'failed'],
        ['topic-policy', 'restored'],
      ],
    );
  });

  it('while alert-only: nothing is written, and every change is told', async () => {
    const world = new World([full], null, { key: policyWith(), topic: policyWith(TOPIC_OWNER) });
    world.settings = { ...world.settings, alertOnly: true };
    const { word, changes } = await world.run();
    assert.deepEqual([word, world.writes], ['would-restore', 0]);
    assert.deepEqual(
      changes.map(({ what }) => what.kind),
      ['bucket-policy', 'key-policy', 'topic-policy'],
    );
  });
});
