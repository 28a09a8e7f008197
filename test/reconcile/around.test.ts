import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { broken, type Check, healthy, notApplicable } from '../../shared/checks/check.ts';
import { checks } from '../../shared/checks/index.ts';
import { World } from '../memory/world.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { trailWith } from '../trail/trails.ts';

const TRAIL = trailWith();

/** Repairs by switching the trail on, where a lifecycle rule shows that it should. */
const byLifecycle: Check = {
  ...{ id: 'bucket-has-no-rule', title: 'No rule', severity: 'critical', mode: 'restore', why: '', byHand: '' },
  ...{ reference: '', permissions: [] },
  evaluate: ({ surroundings: { expiry }, trail, status }) => {
    if (expiry.state !== 'present') return notApplicable('nobody looked around yet');
    if (status.state === 'present' && status.value.isLogging) return healthy('it is on');
    return broken('it is off', { repair: { kind: 'start-logging', resource: trail.arn } });
  },
};

describe('what lies around a trail', () => {
  it('holds no repair back: the policy is written while the lifecycle is still being read', async () => {
    const world = new World([TRAIL], { Version: '2012-10-17', Statement: [] });
    let go = (): void => {};
    world.buckets.lifecycleWaits = new Promise((resolve) => {
      go = resolve;
    });
    world.bucket.expiry = [{ id: 'week', isEnabled: true, prefix: '', isNarrowed: false, expires: { days: 7 } }];
    const running = world.run();
    while (world.bucket.written.length === 0) await new Promise((resolve) => setImmediate(resolve));
    assert.ok(!world.journal.lines.includes('end expiry'));
    go();
    const outcome = await running;
    assert.deepEqual(
      outcome.notRepairable.map(({ id }) => id),
      ['bucket-keeps-log-files'],
      'what it showed is told all the same',
    );
    assert.deepEqual(
      outcome.changes.map(({ word, what }) => [word, what.kind]),
      [['restored', 'bucket-policy']],
    );
  });

  it('is repaired in a second pass, on fresh reads, where it shows something to repair', async () => {
    const world = new World([TRAIL], { Version: '2012-10-17', Statement: [] });
    world.checks = [...checks.filter(({ id }) => id !== 'trail-is-logging'), byLifecycle];
    world.trails.set(TRAIL.arn, { status: { isLogging: false } });
    const outcome = await world.run();
    assert.deepEqual(
      outcome.changes.map(({ word, what }) => [word, what.kind]),
      [
        ['restored', 'bucket-policy'],
        ['restored', 'start-logging'],
      ],
    );
    assert.deepEqual([world.bucket.written.length, world.trails.started], [1, [TRAIL.arn]]);
    assert.deepEqual(world.bucket.document, documentedPolicy(TRAIL));
  });

  it('that takes too long keeps nobody from hearing of the repair, and is unknown', async () => {
    const world = new World([TRAIL], { Version: '2012-10-17', Statement: [] });
    world.clock.runsOut = true;
    const outcome = await world.pass();
    assert.deepEqual([outcome.word, world.notifier.alerts.length], ['restored', 1]);
    const rules = outcome.judgements[0]?.findings.find(({ check }) => check.id === 'bucket-keeps-log-files');
    assert.equal(rules?.finding.verdict, 'unknown');
    assert.match(rules.finding.message, /took longer than a minute/);
  });
});
