import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Reading } from '../../shared/reconcile/reading.ts';
import { World } from '../memory/world.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { KEY, TOPIC, trailWith } from '../trail/trails.ts';
import { documentedKeyPolicy, documentedTopicPolicy } from './policies.ts';

const FULL = trailWith({ kmsKeyArn: KEY, topicArn: TOPIC });

/** A refusal as the ports say it. */
const refusal = (retryable: boolean) =>
  ({
    state: 'unreadable',
    reason: retryable ? 'ThrottlingException' : 'AccessDenied',
    retryable,
  }) as const satisfies Reading<never>;

/** Every read that may be refused. */
const READS: readonly [name: string, refuse: (world: World, answer: ReturnType<typeof refusal>) => void][] = [
  ['the trail', ({ trails }, answer) => trails.set(FULL.arn, { description: answer })],
  ['its status', ({ trails }, answer) => trails.set(FULL.arn, { status: answer })],
  ['the bucket policy', ({ bucket }, answer) => Object.assign(bucket, { answer })],
  ['the key', ({ key }, answer) => Object.assign(key, { factsAnswer: answer })],
  ['the key policy', ({ key }, answer) => Object.assign(key, { answer })],
  ['the topic', ({ topic }, answer) => Object.assign(topic, { answer })],
];

const healthy = (): World =>
  new World([FULL], documentedPolicy(FULL), { key: documentedKeyPolicy(FULL), topic: documentedTopicPolicy(FULL) });

describe('a read that failed', () => {
  for (const [name, refuse] of READS) {
    it(`for throttling, of ${name}: is worth a retry`, async () => {
      const world = healthy();
      refuse(world, refusal(true));
      assert.equal((await world.run()).retryable, true);
    });

    it(`for a missing right, of ${name}: is not`, async () => {
      const world = healthy();
      refuse(world, refusal(false));
      assert.equal((await world.run()).retryable, false);
    });
  }

  it('of the memory: is no reason to try again', async () => {
    const world = healthy();
    world.store.unreadable = 'SlowDown';
    assert.equal((await world.run()).retryable, false);
  });
});

it('a healthy run is not tried again', async () => {
  assert.equal((await healthy().run()).retryable, false);
});
