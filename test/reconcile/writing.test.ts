import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../shared/policy/json.ts';
import { RetryableError, TerminalError } from '../../shared/reconcile/ports.ts';
import { World } from '../memory/world.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { SINGLE } from '../trail/trails.ts';
import { ACL, FOREIGN, policyWith, statementsOf, WRITE } from './policies.ts';

const HEALTHY = documentedPolicy(SINGLE);

/** A world in which the first read takes long, and somebody does something before it is acted on. */
function slow(before: JsonObject | null, milliseconds: number, meanwhile: (world: World) => void = () => {}): World {
  const world = new World([SINGLE], before);
  world.bucket.afterRead = (read) => {
    if (read !== 1) return;
    world.clock.time += milliseconds;
    meanwhile(world);
  };
  return world;
}

describe('the age of the read that a write rests on', () => {
  it('a second at most: is written after one read', async () => {
    const world = slow(policyWith(ACL), 1_000);
    assert.equal((await world.run()).word, 'restored');
    assert.deepEqual(world.journal.rounds().slice(1), [['putPolicy'], ['policy']]);
  });

  it('more than a second: is read again and written, if nothing changed', async () => {
    const world = slow(policyWith(ACL), 1_001);
    assert.equal((await world.run()).word, 'restored');
    assert.deepEqual(world.journal.rounds().slice(1), [['policy'], ['putPolicy'], ['policy']]);
    assert.deepEqual(world.bucket.document, policyWith(ACL, WRITE));
  });

  it('more than a second, of a bucket without a policy', async () => {
    const world = slow(null, 1_001);
    assert.equal((await world.run()).word, 'restored');
    assert.deepEqual(world.journal.rounds().slice(1), [['policy'], ['putPolicy'], ['policy']]);
  });
});

/** What somebody may do between our read and our write, and what is to stand there in the end. */
const MEANWHILE: readonly [string, before: JsonObject | null, theirs: JsonObject | null, after: JsonObject][] = [
  ['adds a statement', policyWith(ACL), policyWith(FOREIGN, ACL), policyWith(FOREIGN, ACL, WRITE)],
  ['takes a statement away', policyWith(FOREIGN, ACL), policyWith(ACL), policyWith(ACL, WRITE)],
  ['deletes the policy', policyWith(FOREIGN, ACL), null, HEALTHY],
  ['writes the first policy', null, policyWith(FOREIGN), policyWith(FOREIGN, ACL, WRITE)],
];

describe('somebody who writes between our read and our write', () => {
  for (const [name, before, theirs, after] of MEANWHILE) {
    it(`and ${name}: is not overwritten; the repair starts over on what they wrote`, async () => {
      const world = slow(before, 1_500, ({ bucket }) => bucket.write(theirs));
      const outcome = await world.run();
      assert.deepEqual(world.bucket.document, after);
      assert.equal(world.writes, 1);
      const [change] = outcome.changes;
      assert.ok(outcome.changes.length === 1 && change?.what.kind === 'bucket-policy');
      assert.deepEqual([change.word, change.what.before], ['restored', theirs]);
    });
  }

  it('and mends it: nothing is written', async () => {
    const world = slow(policyWith(ACL), 1_500, ({ bucket }) => bucket.write(HEALTHY));
    assert.equal((await world.run()).word, 'unchanged');
    assert.equal(world.writes, 0);
  });

  it('and again before the second read: is not overwritten, which rests on a read a second old at most', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    world.bucket.afterRead = (read) => {
      if (read > 2) return;
      world.clock.time += 1_500;
      if (read === 2) world.bucket.write(policyWith(FOREIGN, ACL));
    };
    assert.equal((await world.run()).word, 'restored');
    assert.deepEqual(world.bucket.document, policyWith(FOREIGN, ACL, WRITE));
  });

  it('while every read takes long: nothing is written on an old read', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    world.bucket.afterRead = () => {
      world.clock.time += 1_001;
    };
    const { word, changes } = await world.run();
    assert.deepEqual([word, changes[0]?.retryable, world.writes], ['failed', true, 0]);
  });

  it('again and again: is never overwritten, and the run fails after four attempts, to be tried again', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    world.bucket.afterRead = (read) => {
      world.clock.time += 1_500;
      world.bucket.write(policyWith({ ...FOREIGN, Sid: `edit${read}` }, ACL));
    };
    const outcome = await world.run();
    assert.equal(outcome.word, 'failed');
    assert.deepEqual(
      outcome.changes.map(({ word, at, retryable }) => [word, at, retryable]),
      [['failed', null, true]],
    );
    assert.match(outcome.changes[0]?.note ?? '', /others kept changing the document/);
    assert.deepEqual([world.journal.count('describe'), world.journal.count('policy')], [4, 8]);
    assert.equal(world.writes, 0);
    assert.deepEqual(statementsOf(world.bucket.document)[0]?.Sid, 'edit8');
  });

  it('three times: the fourth attempt is written', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    world.bucket.afterRead = (read) => {
      if (read > 6) return;
      world.clock.time += 1_500;
      world.bucket.write(policyWith({ ...FOREIGN, Sid: `edit${read}` }, ACL));
    };
    assert.equal((await world.run()).word, 'restored');
    assert.deepEqual(world.bucket.document, policyWith({ ...FOREIGN, Sid: 'edit6' }, ACL, WRITE));
    assert.equal(world.writes, 1);
  });

  it('cannot be ruled out where the second read fails: nothing is written until it can be read', async () => {
    const world = slow(policyWith(ACL), 1_500);
    world.bucket.answers = [
      'as it is',
      { state: 'unreadable', reason: 'SlowDown' },
      { state: 'unreadable', reason: 'SlowDown' },
    ];
    const first = await world.run();
    assert.deepEqual([first.word, first.judgements[0]?.delivers, world.writes], ['unchanged', null, 0]);
    assert.deepEqual([(await world.run()).word, world.writes], ['restored', 1]);
  });
});

const FAILURES = [
  ['throttled', new RetryableError('`s3:PutBucketPolicy` on example-logs failed with SlowDown'), true],
  ['refused', new TerminalError('AWS denied `s3:PutBucketPolicy` on example-logs'), false],
] as const;

describe('a call that fails', () => {
  for (const [name, error, retryable] of FAILURES) {
    it(`the write, ${name}: says why, and logging is switched on all the same`, async () => {
      const world = new World([SINGLE], policyWith(ACL));
      world.bucket.failures = [error];
      world.trails.set(SINGLE.arn, { status: { isLogging: false } });
      const outcome = await world.run();
      assert.equal(outcome.word, 'failed');
      assert.deepEqual(
        outcome.changes.map(({ what, ...rest }) => ({ kind: what.kind, ...rest })),
        [
          { kind: 'bucket-policy', word: 'failed', note: error.message, at: null, retryable },
          { kind: 'start-logging', word: 'restored', note: null, at: world.clock.time, retryable: false },
        ],
      );
      assert.deepEqual(world.trails.started, [SINGLE.arn]);
      assert.deepEqual(world.bucket.document, policyWith(ACL));
      assert.deepEqual([world.journal.count('putPolicy'), world.journal.count('policy')], [1, 1]);
    });

    it(`StartLogging, ${name}: says why, and the policy is written all the same`, async () => {
      const world = new World([SINGLE], policyWith(ACL));
      world.trails.failures = [error];
      world.trails.set(SINGLE.arn, { status: { isLogging: false } });
      const outcome = await world.run();
      assert.equal(outcome.word, 'failed');
      assert.deepEqual(
        outcome.changes.map(({ what, word, note, retryable: again }) => [what.kind, word, note, again]),
        [
          ['bucket-policy', 'restored', null, false],
          ['start-logging', 'failed', error.message, retryable],
        ],
      );
      assert.deepEqual(world.bucket.document, HEALTHY);
    });
  }

  it('is made good by the next run', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    world.bucket.failures = [new RetryableError('SlowDown')];
    await world.run();
    assert.equal((await world.run()).word, 'restored');
    assert.deepEqual(world.bucket.document, HEALTHY);
  });
});

describe('what is kept of a write', () => {
  it('the documents before and after, beside the write', async () => {
    const world = new World([SINGLE], policyWith(FOREIGN, ACL));
    await world.run();
    assert.deepEqual(
      world.noted.map(({ before, after }) => [before, after]),
      [[policyWith(FOREIGN, ACL), policyWith(FOREIGN, ACL, WRITE)]],
    );
  });

  it('nothing, where nothing was tried', async () => {
    const world = new World([SINGLE], HEALTHY);
    await world.run();
    assert.deepEqual([world.noted, world.writesSoFar], [[], []]);
  });
});
