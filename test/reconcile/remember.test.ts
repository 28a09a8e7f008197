import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { World } from '../memory/world.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { KEY, SINGLE, TOPIC, trailWith } from '../trail/trails.ts';
import {
  ACL,
  documentedKeyPolicy,
  documentedTopicPolicy,
  FOREIGN,
  FOREIGN_DENY,
  policyWith,
  statementsOf,
} from './policies.ts';

const HEALTHY = documentedPolicy(SINGLE);
const MINUTE = 60_000;

/** A world whose memory is already as it stays: nothing is news. */
async function settled(): Promise<World> {
  const world = new World([SINGLE], HEALTHY);
  await world.pass();
  return world;
}

describe('a stopped trail of which CloudTrail tells nothing', () => {
  const stopped = { status: { isLogging: false, latestDeliveryTime: null, startLoggingTime: null } };

  it('is switched on if it was ever seen logging', async () => {
    const world = await settled();
    world.trails.set(SINGLE.arn, stopped);
    assert.deepEqual([(await world.next()).word, world.trails.started], ['restored', [SINGLE.arn]]);
  });

  it('was seen logging also where it was last seen stopped', async () => {
    const world = await settled();
    world.settings = { ...world.settings, alertOnly: true };
    world.trails.set(SINGLE.arn, stopped);
    await world.next();
    assert.equal(world.store.of(SINGLE.arn).seenLogging, true);
  });

  it('is left to people if it never was', async () => {
    const world = new World([SINGLE], HEALTHY);
    world.trails.set(SINGLE.arn, stopped);
    assert.equal((await world.lasting()).word, 'alerted');
    assert.deepEqual([world.trails.started, world.store.of(SINGLE.arn).seenLogging], [[], false]);
  });
});

describe('the policies that are in force', () => {
  it('are remembered of bucket, key and topic, and since when', async () => {
    const full = trailWith({ kmsKeyArn: KEY, topicArn: TOPIC });
    const [key, topic] = [documentedKeyPolicy(full), documentedTopicPolicy(full)];
    const world = new World([full], documentedPolicy(full), { key, topic });
    await world.pass();
    assert.deepEqual(world.store.of(full.arn).inForce, {
      policies: { 'bucket-policy': documentedPolicy(full), 'key-policy': key, 'topic-policy': topic },
      since: world.clock.time,
    });
  });

  it('are in force since they were first seen so, and not since the last look', async () => {
    const world = await settled();
    const first = world.clock.time;
    await world.next();
    assert.equal(world.store.of(SINGLE.arn).inForce?.since, first);
  });

  it('are other ones once somebody edited them', async () => {
    const world = await settled();
    const edited = policyWith(FOREIGN, ...statementsOf(HEALTHY));
    world.bucket.write(edited);
    await world.next();
    assert.deepEqual(world.store.of(SINGLE.arn).inForce, {
      policies: { 'bucket-policy': edited },
      since: world.clock.time,
    });
  });
});

/** What is proven after a file arrived so long after the policies were first seen in force. */
async function proven(after: number, error: string | null = null) {
  const world = await settled();
  const since = world.clock.time;
  world.trails.set(SINGLE.arn, { status: { latestDeliveryTime: since + after, latestDeliveryError: error } });
  await world.next();
  return { world, proven: world.store.of(SINGLE.arn).proven };
}

describe('policies are proven', () => {
  it('by a file that arrived more than a minute after they were first seen in force', async () => {
    const { world, proven: found } = await proven(MINUTE + 1);
    assert.deepEqual(found, { policies: { 'bucket-policy': HEALTHY }, at: world.clock.time });
  });

  for (const [name, after, error] of [
    ['one that arrived a minute after', MINUTE, null],
    ['one that arrived before', -1, null],
    ['one after which CloudTrail reports an error', MINUTE + 1, 'AccessDenied'],
  ] as const) {
    it(`and not by ${name}`, async () => {
      assert.equal((await proven(after, error)).proven, null);
    });
  }

  it('and not where a Deny stands that keeps log files out', async () => {
    const world = new World([SINGLE], policyWith(...statementsOf(HEALTHY), FOREIGN_DENY));
    await world.pass();
    world.trails.set(SINGLE.arn, { status: { latestDeliveryTime: world.clock.time + 2 * MINUTE } });
    await world.next();
    assert.equal(world.store.of(SINGLE.arn).proven, null);
  });

  it('and not by one that arrived under other policies', async () => {
    const world = await settled();
    world.bucket.write(policyWith(FOREIGN, ...statementsOf(HEALTHY)));
    world.trails.set(SINGLE.arn, { status: { latestDeliveryTime: world.clock.time + 2 * MINUTE } });
    await world.next();
    assert.equal(world.store.of(SINGLE.arn).proven, null);
  });

  it('and stay so while others are in force that nothing arrived under', async () => {
    const { world, proven: found } = await proven(MINUTE + 1);
    world.bucket.write(policyWith(FOREIGN, ...statementsOf(HEALTHY)));
    await world.next();
    await world.next();
    assert.deepEqual(world.store.of(SINGLE.arn).proven, found);
  });

  it('and not proven again by every file', async () => {
    const { world, proven: found } = await proven(MINUTE + 1);
    world.trails.set(SINGLE.arn, { status: { latestDeliveryTime: world.clock.time } });
    await world.next();
    assert.deepEqual(world.store.of(SINGLE.arn).proven, found);
  });
});

describe('a delivery settles what the policy cannot tell', () => {
  const doubtful = policyWith(ACL, { ...statementsOf(HEALTHY)[1], Principal: { AWS: '*' } });

  /** A world with a policy that cannot be judged, and a file that arrived so long after it was first seen. */
  async function doubt(after: number) {
    const world = new World([SINGLE], doubtful);
    world.settings = { ...world.settings, modes: { 'bucket-policy-allows-log-delivery': 'alert' } };
    await world.pass();
    world.trails.set(SINGLE.arn, { status: { latestDeliveryTime: world.clock.time + after } });
    return [(await world.next()).word, (await world.next()).word];
  }

  it('if it came after the policy was first seen in force', async () => {
    assert.deepEqual(await doubt(MINUTE + 1), ['unchanged', 'unchanged']);
  });

  it('and not if it came before', async () => {
    assert.deepEqual(await doubt(-MINUTE), ['unchanged', 'alerted']);
  });
});

describe('what is remembered already', () => {
  it('is not written again', async () => {
    const world = await settled();
    await world.next();
    await world.next();
    assert.deepEqual([world.store.written.length, world.journal.count('remember')], [1, 1]);
  });

  it('is written by each trail that shares a bucket, for itself', async () => {
    const second = trailWith({ name: 'second', prefix: 'second' });
    const world = new World([SINGLE, second], null);
    world.trails.set(second.arn, { status: { isLogging: false, latestDeliveryTime: null, startLoggingTime: null } });
    await world.pass();
    assert.deepEqual(
      [SINGLE, second].map(({ arn }) => world.store.of(arn).seenLogging),
      [true, false],
    );
  });
});

describe('a memory that cannot be read', () => {
  it('because AWS refuses: is not overwritten, and what is broken is mended all the same', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    world.store.unreadable = 'AWS denied `s3:GetObject`';
    assert.equal((await world.pass()).word, 'restored');
    assert.deepEqual([world.store.written, world.notifier.alerts.length], [[], 1]);
  });

  for (const text of ['{', '[]', '{"version":2}', JSON.stringify({ version: 1, trailArn: 'another' })]) {
    it(`because it is \`${text}\`: is not overwritten`, async () => {
      const world = new World([SINGLE], policyWith(ACL));
      world.store.writeText(SINGLE.arn, text);
      assert.equal((await world.pass()).word, 'restored');
      assert.equal(world.store.textOf(SINGLE.arn), text);
    });
  }

  it('because it nests too deep to be written: keeps nothing from being mended', async () => {
    const deep = `${'['.repeat(9_000)}${']'.repeat(9_000)}`;
    const inForce = `{"since":1,"policies":{"bucket-policy":{"Statement":${deep}}}}`;
    const world = new World([SINGLE], policyWith(ACL));
    world.store.writeText(SINGLE.arn, `{"version":1,"trailArn":"${SINGLE.arn}","inForce":${inForce}}`);
    assert.equal((await world.pass()).word, 'restored');
  });

  it('by an earlier release, which remembered less: is completed', async () => {
    const world = new World([SINGLE], HEALTHY);
    world.store.writeText(SINGLE.arn, JSON.stringify({ version: 1, trailArn: SINGLE.arn }));
    await world.pass();
    assert.deepEqual(world.store.of(SINGLE.arn), (await settled()).store.of(SINGLE.arn));
  });
});

describe('a memory that cannot be written', () => {
  it('says why, and people are told all the same', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    world.store.failures = [new Error('AWS denied `s3:PutObject`')];
    const { word, forgotten } = await world.pass();
    assert.deepEqual([word, forgotten, world.notifier.alerts.length], ['restored', ['AWS denied `s3:PutObject`'], 1]);
  });

  it('because another process wrote at the same time: loses nothing of theirs, and the next run adds ours', async () => {
    const world = new World([SINGLE], HEALTHY);
    world.store.know(SINGLE.arn, {});
    const proven = { policies: { 'bucket-policy': HEALTHY }, at: 1 };
    world.store.beforeWrite = () => {
      world.store.know(SINGLE.arn, { proven });
      world.store.beforeWrite = () => {};
    };
    const { forgotten } = await world.pass();
    assert.deepEqual(forgotten, ['somebody else wrote at the same time']);
    assert.deepEqual(world.store.of(SINGLE.arn).proven, proven);
    await world.next();
    const { seenLogging, proven: kept } = world.store.of(SINGLE.arn);
    assert.deepEqual([seenLogging, kept], [true, proven]);
  });
});
