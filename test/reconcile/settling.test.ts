import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../shared/policy/json.ts';
import type { Outcome } from '../../shared/reconcile/outcome.ts';
import { callOf, putPolicyCall } from '../memory/calls.ts';
import { World } from '../memory/world.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { SINGLE } from '../trail/trails.ts';
import { ACL, FOREIGN, policyWith, statementsOf, WRITE } from './policies.ts';

const HEALTHY = documentedPolicy(SINGLE);
const notes = ({ changes }: Outcome) => changes.map(({ word, note, retryable }) => [word, note, retryable]);

describe('a write that is not visible at once', () => {
  for (const [staleReads, pauses] of [
    [0, []],
    [1, [250]],
    [3, [250, 1_000, 3_000]],
    [4, [250, 1_000, 3_000, 6_000]],
  ] as const) {
    it(`but after ${staleReads} old answers: is waited for, and made once`, async () => {
      const world = new World([SINGLE], policyWith(ACL));
      world.bucket.staleReads = staleReads;
      assert.deepEqual(notes(await world.run()), [['restored', null, false]]);
      assert.deepEqual(world.clock.pauses, pauses);
      assert.equal(world.writes, 1);
    });
  }

  it('within ten seconds: is said to be written and not visible yet, and is not made again', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    world.bucket.staleReads = 5;
    assert.deepEqual(notes(await world.run()), [['restored', 'written, and not visible yet', false]]);
    assert.equal(world.writes, 1);
    assert.equal((await world.run()).word, 'unchanged');
    assert.equal(world.writes, 1);
  });

  it('because S3 refuses to tell: is asked for again', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    world.bucket.answers = ['as it is', { state: 'unreadable', reason: 'SlowDown' }, { state: 'absent' }, 'as it is'];
    assert.deepEqual(notes(await world.run()), [['restored', null, false]]);
    assert.deepEqual(world.clock.pauses, [250, 1_000]);
    assert.equal(world.writes, 1);
  });

  it('beside which somebody else writes: is seen by what it means, not by its text', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    world.bucket.staleReads = 1;
    world.bucket.afterRead = (read) => {
      if (read === 2) world.bucket.write(policyWith(FOREIGN, ...statementsOf(world.bucket.document)));
    };
    assert.deepEqual(notes(await world.run()), [['restored', null, false]]);
    assert.deepEqual(world.bucket.document, policyWith(FOREIGN, ACL, WRITE));
    assert.equal(world.writes, 1);
  });
});

it('the event of our own write is followed by reads only', async () => {
  const world = new World([SINGLE], policyWith(FOREIGN));
  await world.run(callOf('DeleteBucketPolicy'));
  const reads = world.journal.count('policy');
  const own = await world.run(putPolicyCall(JSON.parse(world.bucket.written[0] ?? '') as JsonObject));
  assert.deepEqual([own.word, own.lost], ['unchanged', null]);
  assert.deepEqual([world.writes, world.journal.count('policy') - reads], [1, 1]);
});

/** Harmful calls, and the document that each leaves behind. */
const HARMFUL = [
  ['a deleted policy', callOf('DeleteBucketPolicy'), null],
  ['a policy without CloudTrail', putPolicyCall(policyWith(FOREIGN)), policyWith(FOREIGN)],
  ['a policy without CloudTrail, as text', putPolicyCall(JSON.stringify(policyWith(FOREIGN))), policyWith(FOREIGN)],
] as const;

describe('a harmful call, while what is read looks healthy', () => {
  for (const [name, call, theirs] of HARMFUL) {
    it(`${name}: looks again after 10 and 50 seconds, and leaves alone what goes on to look healthy`, async () => {
      const world = new World([SINGLE], HEALTHY);
      assert.equal((await world.run(call)).word, 'unchanged');
      assert.deepEqual(world.clock.pauses, [10_000, 50_000]);
      assert.deepEqual([world.journal.count('policy'), world.journal.count('describe')], [3, 3]);
      assert.equal(world.writes, 0);
    });

    for (const [look, pauses] of [
      [1, [10_000]],
      [2, [10_000, 50_000]],
    ] as const) {
      it(`${name}: mends what look ${look} shows, and not what the call carried`, async () => {
        const world = new World([SINGLE], HEALTHY);
        world.clock.afterPause = (pause) => {
          if (pause === look) world.bucket.write(policyWith(ACL));
        };
        assert.equal((await world.run(call)).word, 'restored');
        assert.deepEqual(world.clock.pauses, pauses);
        assert.deepEqual(world.bucket.document, policyWith(ACL, WRITE));
      });
    }

    it(`${name}: acts at once on harm that can be read`, async () => {
      const world = new World([SINGLE], theirs);
      assert.equal((await world.run(call)).word, 'restored');
      assert.deepEqual(world.clock.pauses, []);
    });

    it(`${name}: waits for it where another broken document is shown, and keeps what they wrote`, async () => {
      const world = new World([SINGLE], policyWith(ACL));
      world.clock.afterPause = (pause) => {
        if (pause === 2) world.bucket.write(theirs);
      };
      assert.equal((await world.run(call)).word, 'restored');
      assert.deepEqual(world.clock.pauses, [500, 1_500]);
      assert.deepEqual(statementsOf(world.bucket.document), [...statementsOf(theirs), ACL, WRITE]);
    });

    it(`${name}: mends after three looks what goes on to be shown`, async () => {
      const world = new World([SINGLE], policyWith(ACL));
      assert.equal((await world.run(call)).word, 'restored');
      assert.deepEqual(world.clock.pauses, [500, 1_500, 3_000]);
      assert.deepEqual(world.bucket.document, policyWith(ACL, WRITE));
    });

    it(`${name}: acts at once where the call is a minute old`, async () => {
      const world = new World([SINGLE], policyWith(ACL));
      world.clock.time += 60_001;
      assert.equal((await world.run(call)).word, 'restored');
      assert.deepEqual(world.clock.pauses, []);
    });
  }
});

it('a harmful call, and a policy that S3 does not tell just now: looks again', async () => {
  const world = new World([SINGLE], policyWith(FOREIGN));
  world.bucket.answers = [{ state: 'unreadable', reason: 'SlowDown', retryable: true }];
  assert.equal((await world.run(putPolicyCall(policyWith(FOREIGN)))).word, 'restored');
  assert.deepEqual(world.clock.pauses, [10_000]);
});

describe('what is looked at once', () => {
  for (const [name, cause] of [
    ['on the schedule', null],
    ['after a call that says nothing of a policy', callOf('PutBucketAcl')],
    ['after a policy under which CloudTrail delivers', putPolicyCall(HEALTHY)],
    ['after a policy that the event left out', callOf('PutBucketPolicy')],
    ['after a policy that nobody can read', putPolicyCall('{')],
  ] as const) {
    it(name, async () => {
      const world = new World([SINGLE], HEALTHY);
      assert.equal((await world.run(cause)).word, 'unchanged');
      assert.deepEqual([world.clock.pauses, world.journal.count('policy')], [[], 1]);
    });
  }

  it('a policy that nobody lets us read, whatever the call wrote: waiting shows nothing', async () => {
    const world = new World([SINGLE], HEALTHY);
    const refused = { state: 'unreadable', reason: 'AWS denied `s3:GetBucketPolicy`' } as const;
    world.bucket.answers = [refused];
    await world.run(callOf('DeleteBucketPolicy'));
    assert.deepEqual(world.clock.pauses, []);
  });

  it('a stopped trail, whatever the call says of the policy', async () => {
    const world = new World([SINGLE], HEALTHY);
    world.trails.set(SINGLE.arn, { status: { isLogging: false } });
    assert.equal((await world.run(callOf('DeleteBucketPolicy'))).word, 'restored');
    assert.deepEqual(world.clock.pauses, []);
  });
});
