import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { needsQueue, TIMEOUT, TRAILS_A_SWEEP } from '../../shared/settings/scale.ts';
import { measured } from './measure.ts';
import { accountAt, organizationOf, type Shape } from './organization.ts';
import { callsIn, type Measured } from './simulation.ts';

/** Trails, five an account, in 17 Regions. */
const shapeOf = (trails: number, buckets: Shape['buckets']): Shape => ({
  ...{ trails, accounts: trails / 5, regions: 17, buckets },
});

const known = new Map<string, Promise<Measured>>();

/** The first sweep over so many trails, of which all are broken; each is made once. */
function firstSweep(trails: number, buckets: Shape['buckets']): Promise<Measured> {
  const name = `${trails} ${buckets}`;
  const made = known.get(name) ?? measured({ shape: shapeOf(trails, buckets), sweeps: 1 }).then(([first]) => first);
  known.set(name, made);
  return made;
}

const SHAPES = {
  'of-account': 'a bucket an account',
  one: 'one bucket for all',
  'of-trail': 'a bucket a trail',
} as const;
const KINDS = ['of-account', 'one', 'of-trail'] as const;

// In each thread no more memory than `measure.ts` gives it.
describe('a sweep over 1,000 trails in 200 accounts and 17 Regions, all broken', { concurrency: 2 }, () => {
  for (const kind of KINDS) {
    it(`stays inside the function’s time and memory: ${SHAPES[kind]}`, async () => {
      const sweep = await firstSweep(TRAILS_A_SWEEP, kind);
      assert.ok(sweep.duration < 0.6 * TIMEOUT, `${sweep.duration} ms`);
      assert.equal(sweep.givenUp.size, 0);
      assert.ok(sweep.throttled < 0.08 * callsIn(sweep), `${sweep.throttled} of ${callsIn(sweep)}`);
      // A hundred reads, of which those that look over an account's trails make some calls each.
      assert.ok(sweep.peak.all <= 1500 && sweep.peak.account <= 30, JSON.stringify(sweep.peak));
      assert.ok(sweep.overRate <= 3, `${sweep.overRate} s over an account’s rate`);
    });
  }

  it('takes as long as docs/cost.md says', async () => {
    const page = readFileSync(new URL('../../docs/cost.md', import.meta.url), 'utf8');
    for (const kind of KINDS) {
      const { duration } = await firstSweep(TRAILS_A_SWEEP, kind);
      const [, seconds] = new RegExp(`^\\| ${SHAPES[kind]} \\| (\\d+) s \\|$`, 'm').exec(page) ?? [];
      assert.ok(Math.abs(Number(seconds) - duration / 1000) < 2, `${SHAPES[kind]}: ${duration} ms`);
    }
  });

  it('mends them all; of those that share one bucket as many as its policy has room for', async () => {
    const words = await Promise.all(KINDS.map(async (kind) => (await firstSweep(TRAILS_A_SWEEP, kind)).outcomes));
    assert.deepEqual(
      words.map((of) => [of.length, ...new Set(of)]),
      [
        [200, 'restored'],
        [1, 'alerted'],
        [1000, 'restored'],
      ],
    );
  });

  it('makes as many calls for a trail as one over 100 or 2,000, and takes time in proportion', async () => {
    const [few, many, twice] = await Promise.all([100, 1000, 2000].map((trails) => firstSweep(trails, 'of-trail')));
    assert.ok(few !== undefined && many !== undefined && twice !== undefined);
    const each = callsIn(many) / 1000;
    for (const [sweep, trails] of [
      [few, 100],
      [twice, 2000],
    ] as const) {
      assert.ok(Math.abs(callsIn(sweep) / trails / each - 1) < 0.03, `${callsIn(sweep) / trails} and ${each}`);
    }
    assert.ok(Math.abs(twice.duration / many.duration - 2) < 0.1, `${many.duration} and ${twice.duration} ms`);
  });

  it('does no longer fit with twice as many, which is why there is a queue then', async () => {
    assert.ok((await firstSweep(2 * TRAILS_A_SWEEP, 'of-trail')).duration > TIMEOUT);
    const needs = (trails: number): boolean => needsQueue(organizationOf(shapeOf(trails, 'of-account')).settings);
    assert.deepEqual([needs(TRAILS_A_SWEEP), needs(TRAILS_A_SWEEP + 5)], [false, true]);
  });
});

describe('one account that is slow to answer, and throttles', { concurrency: 2 }, () => {
  const shape = shapeOf(100, 'of-account');
  const SLOW = accountAt(3);
  const sweeps = Promise.all([
    measured({ shape, sweeps: 1 }).then(([first]) => first),
    measured({ shape, sweeps: 1, slow: { [SLOW]: 2000 } }).then(([first]) => first),
  ]);

  it('holds up what is asked of it, and nobody else', async () => {
    const [even, uneven] = await sweeps;
    const lastOfOthers = ({ doneAt }: Measured): number =>
      Math.max(...[...doneAt].flatMap(([account, at]) => (account === SLOW ? [] : [at])));
    assert.ok(lastOfOthers(uneven) < 1.1 * lastOfOthers(even), `${lastOfOthers(even)} and ${lastOfOthers(uneven)} ms`);
    assert.ok((uneven.doneAt.get(SLOW) ?? 0) > 2 * lastOfOthers(uneven));
    assert.ok(uneven.outcomes.filter((word) => word === 'restored').length >= 19);
  });

  it('is not waited for beyond the function’s time, and no read but its own is given up', async () => {
    const [, uneven] = await sweeps;
    assert.ok(uneven.duration < TIMEOUT, `${uneven.duration} ms`);
    assert.deepEqual([...uneven.givenUp.keys()], [SLOW]);
  });
});
