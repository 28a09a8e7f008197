import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RetryableError } from '../../shared/reconcile/ports.ts';
import { eventOf } from '../memory/calls.ts';
import { World } from '../memory/world.ts';
import { ACL, policyWith } from '../reconcile/policies.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { SINGLE, trailWith } from '../trail/trails.ts';
import { deployed } from './deployed.ts';

const OTHER = trailWith({ name: 'other', bucket: 'other-logs' });
const SCHEDULE = { source: 'aws.scheduler' };
const THROTTLED = { state: 'unreadable', reason: 'SlowDown', retryable: true } as const;
const RETRY = { name: 'RetryableError' };

/** A queue in memory: what was sent, and the event that Lambda makes of it. */
class MemoryQueue {
  readonly bodies: string[] = [];
  failure: Error | null = null;
  send = async (bodies: readonly string[]): Promise<void> => {
    if (this.failure !== null) throw this.failure;
    this.bodies.push(...bodies);
  };
}

const recordsOf = (...bodies: readonly string[]): object => ({
  Records: bodies.map((body, at) => ({ messageId: `${at}`, eventSource: 'aws:sqs', body })),
});
const naming = (...trails: readonly string[]): object => recordsOf(JSON.stringify({ trails }));

describe('where there is a work queue', () => {
  it('the schedule looks at nothing, and hands out a message for each destination', async () => {
    const world = new World([SINGLE, OTHER], null);
    const queue = new MemoryQueue();
    const handler = await deployed(world, queue);
    assert.deepEqual((await handler(SCHEDULE)).outcomes, []);
    assert.deepEqual(world.journal.lines, []);
    assert.deepEqual(
      queue.bodies.map((body) => JSON.parse(body)),
      [{ trails: [SINGLE.arn, OTHER.arn] }],
    );
  });

  it('its messages have the function look at all that they stand for', async () => {
    const sharing = trailWith({ name: 'sharing', bucket: 'other-logs' });
    const world = new World([SINGLE, OTHER, sharing], null);
    const queue = new MemoryQueue();
    const handler = await deployed(world, queue);
    await handler(SCHEDULE);
    assert.deepEqual((await handler(recordsOf(...queue.bodies))).outcomes, ['restored', 'restored']);
    assert.equal(world.store.of(sharing.arn).seenLogging, true);
  });

  it('a call that names a bucket is looked into at once', async () => {
    const world = new World([SINGLE, OTHER], null);
    const queue = new MemoryQueue();
    const handler = await deployed(world, queue);
    const event = eventOf('DeleteBucketPolicy', { parameters: { bucketName: 'other-logs' } });
    assert.deepEqual((await handler(event)).outcomes, ['restored']);
    assert.deepEqual(queue.bodies, []);
  });

  it('a call on a whole account is handed out, for it wakes every group', async () => {
    const world = new World([SINGLE, OTHER], null);
    const queue = new MemoryQueue();
    const handler = await deployed(world, queue);
    await handler(eventOf('PutAccountPublicAccessBlock', { parameters: {} }));
    assert.equal(queue.bodies.length, 1);
    assert.deepEqual(world.journal.lines, []);
  });

  it('who made such a call is told by the function that takes the message', async () => {
    const world = new World([SINGLE], null);
    const queue = new MemoryQueue();
    const handler = await deployed(world, queue);
    await handler(eventOf('PutAccountPublicAccessBlock', { parameters: {} }));
    assert.deepEqual((await handler(recordsOf(...queue.bodies))).outcomes, ['restored']);
    assert.match(world.notifier.alerts[0]?.body ?? '', /^WHO\narn:.*\ncalled PutAccountPublicAccessBlock at /m);
  });

  it('a read that was throttled after such a call has the message come again', async () => {
    const world = new World([SINGLE], documentedPolicy(SINGLE));
    world.bucket.answer = THROTTLED;
    const queue = new MemoryQueue();
    const handler = await deployed(world, queue);
    await handler(eventOf('PutAccountPublicAccessBlock', { parameters: {} }));
    await assert.rejects(handler(recordsOf(...queue.bodies)), RETRY);
  });

  it('every destination is mended by messages that come one at a time, in any order, and the next sweep writes nothing', async () => {
    const OTHERS = trailWith({ name: 'theirs', account: '444455556666', bucket: 'their-logs' });
    const world = new World([SINGLE, OTHER, OTHERS], null);
    world.buckets.at('their-logs').owner = OTHERS.account;
    const trails = world.settings.trails.map((one) =>
      one.trailArn === OTHERS.arn ? { ...one, bucketOwner: OTHERS.account } : one,
    );
    world.settings = { ...world.settings, trails };
    const queue = new MemoryQueue();
    const handler = await deployed(world, queue);
    await handler(SCHEDULE);
    assert.deepEqual(
      queue.bodies.map((body) => JSON.parse(body)),
      [{ trails: [SINGLE.arn, OTHER.arn] }, { trails: [OTHERS.arn] }],
    );
    for (const body of queue.bodies.toReversed()) await handler(recordsOf(body));
    const { writes } = world;
    assert.equal(writes, 3);
    for (const trail of [SINGLE, OTHER, OTHERS])
      assert.deepEqual(world.buckets.at(trail.bucket).document, documentedPolicy(trail));
    await handler(SCHEDULE);
    for (const body of queue.bodies.slice(2)) await handler(recordsOf(body));
    assert.equal(world.writes, writes);
  });

  it('that takes nothing: the invocation fails, so that Lambda tries again', async () => {
    const queue = new MemoryQueue();
    queue.failure = new RetryableError('SlowDown');
    const handler = await deployed(new World([SINGLE], null), queue);
    await assert.rejects(handler(SCHEDULE), RETRY);
  });
});

describe('a message of the work queue', () => {
  it('has those looked at that it names, and nobody else', async () => {
    const world = new World([SINGLE, OTHER], null);
    const handler = await deployed(world);
    assert.deepEqual((await handler(naming(OTHER.arn))).outcomes, ['restored']);
    assert.deepEqual([world.bucket.document, world.buckets.at('other-logs').document], [null, documentedPolicy(OTHER)]);
  });

  it('that comes twice writes once and tells once', async () => {
    const world = new World([SINGLE], null);
    const handler = await deployed(world);
    await handler(naming(SINGLE.arn));
    assert.deepEqual((await handler(naming(SINGLE.arn))).outcomes, ['unchanged']);
    assert.deepEqual([world.writes, world.notifier.alerts.length], [1, 1]);
  });

  it('that names a trail which the settings do not have any more leaves that one alone', async () => {
    const world = new World([SINGLE], null);
    const handler = await deployed(world);
    assert.deepEqual((await handler(naming(OTHER.arn, SINGLE.arn))).outcomes, ['restored']);
    assert.deepEqual((await handler(naming(OTHER.arn))).outcomes, []);
  });

  for (const body of ['', 'no JSON', '[]', '{}', '{"trails":"all"}', '{"trails":[1,null,{}],"event":[]}']) {
    it(`that is no message of ours wakes nobody: ${body}`, async () => {
      const world = new World([SINGLE], null);
      const handler = await deployed(world);
      assert.deepEqual((await handler(recordsOf(body))).outcomes, []);
      assert.deepEqual(world.journal.lines, []);
    });
  }

  it('whose repair failed for throttling comes again', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    world.bucket.failures = [new RetryableError('SlowDown')];
    const handler = await deployed(world);
    await assert.rejects(handler(naming(SINGLE.arn)), RETRY);
    assert.deepEqual((await handler(naming(SINGLE.arn))).outcomes, ['restored']);
  });
});
