import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Outcome } from '../../shared/reconcile/outcome.ts';
import type { Reading } from '../../shared/reconcile/reading.ts';
import { World } from '../memory/world.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { trailWith } from '../trail/trails.ts';

const ID = 'trail-home-region-is-enabled-in-members';
const AWAY = trailWith({ organizationId: 'o-exampleorgid', region: 'ap-east-1' });

/** A world in which the trail is well, with these member accounts. */
function worldWith(members: Readonly<Record<string, boolean | Reading<never>>>, trail = AWAY): World {
  const world = new World([trail], documentedPolicy(trail));
  world.accounts.enabled = ['us-east-1', 'ap-east-1'];
  for (const [account, has] of Object.entries(members)) world.accounts.organization.set(account, has);
  return world;
}

function said({ judgements }: Outcome): readonly [string | undefined, string] {
  const found = judgements[0]?.findings.find(({ check }) => check.id === ID);
  return [found?.finding.verdict, found?.finding.message ?? ''];
}

const crowd = (count: number, has: boolean): Readonly<Record<string, boolean>> =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [String(200_000_000_000 + at), has]));

describe('the home Region of an organization trail', () => {
  it('that a member account has not enabled is told, with the command', async () => {
    const world = worldWith({ '444455556666': true, '777788889999': false });
    const ran = await world.pass();
    assert.equal(said(ran)[0], 'broken');
    assert.match(
      world.notifier.alerts[0]?.body ?? '',
      /enable-region --region-name ap-east-1 --account-id 777788889999/,
    );
    assert.equal((await world.next()).word, 'alerted');
    assert.equal(world.notifier.alerts.length, 1);
    world.accounts.organization.set('777788889999', true);
    assert.deepEqual([said(await world.next())[0], world.writes], ['healthy', 0]);
  });

  it('is asked of no member where every account has it, nor of a trail of one account', async () => {
    for (const trail of [trailWith({ organizationId: 'o-exampleorgid' }), trailWith({ region: 'ap-east-1' })]) {
      const world = worldWith({ '444455556666': false }, trail);
      await world.pass();
      assert.deepEqual([world.around.count('members'), world.around.count('hasHomeRegion')], [0, 0]);
    }
  });

  it('is asked of five accounts at once, after one of them answered', async () => {
    const world = worldWith(crowd(12, true));
    await world.run();
    const asked = world.around.lines.filter((line) => line.endsWith('hasHomeRegion'));
    let open = 0;
    const depths = asked.map((line) => {
      open += line.startsWith('start') ? 1 : -1;
      return open;
    });
    assert.deepEqual([asked.length, depths[1], Math.max(...depths)], [24, 0, 5]);
  });

  it('is asked of two hundred accounts and no more; of the rest it is not known', async () => {
    const whole = worldWith(crowd(200, true));
    assert.equal(said(await whole.run())[0], 'healthy');
    const larger = worldWith(crowd(201, true));
    assert.deepEqual(said(await larger.run()), [
      'unknown',
      'ap-east-1 is enabled in 200 member accounts; of the others it was not asked, since there are too many',
    ]);
    assert.equal(larger.around.count('hasHomeRegion'), 200);
  });

  it('that nobody may ask about is not asked of every account, and what is missing is said', async () => {
    const missing = { action: 'account:GetRegionOptStatus', resource: '444455556666' };
    const denied = { state: 'unreadable', reason: 'AWS denied it', missing } as const;
    const world = worldWith({ '444455556666': denied, '777788889999': denied });
    const [verdict, message] = said(await world.run());
    assert.equal(verdict, 'unknown');
    assert.match(message, /AWS denied it; the management account has to trust Account Management/);
    assert.equal(world.around.count('hasHomeRegion'), 1);
  });

  it('is not known where the members cannot be listed; no run is repeated for it', async () => {
    const world = worldWith({});
    world.accounts.refusal = { state: 'unreadable', reason: 'too many requests', retryable: true };
    const ran = await world.run();
    assert.deepEqual([said(ran)[0], ran.retryable], ['unknown', false]);
  });
});
