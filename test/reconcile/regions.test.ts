import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Outcome } from '../../shared/reconcile/outcome.ts';
import type { Reading } from '../../shared/reconcile/reading.ts';
import { knownRegions } from '../../shared/trail/regions.ts';
import { READS, World } from '../memory/world.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { SINGLE, trailWith } from '../trail/trails.ts';

const DELIVERS = 'trail-delivers-log-files';
const STRANGER = { state: 'unreadable', reason: 'the security token is invalid', isStranger: true } as const;
const DENIED: Reading<never> = { state: 'unreadable', reason: 'AWS denied `account:ListRegions`' };

/** What one check said of the first trail. */
function said({ judgements }: Outcome, id: string): readonly [string, string] {
  const found = judgements[0]?.findings.find(({ check }) => check.id === id);
  assert.ok(found !== undefined);
  return [found.finding.verdict, found.finding.message];
}

describe('a trail of all Regions', () => {
  it('is asked for in each that the account has, in no round that a repair waits for', async () => {
    const world = new World([SINGLE], documentedPolicy(SINGLE));
    world.accounts.enabled = ['us-east-1', 'eu-west-1', 'ap-south-9'];
    const ran = await world.run();
    assert.deepEqual(world.journal.rounds(), [READS]);
    assert.deepEqual(world.around.rounds(), [['enabledRegions'], ['statusIn', 'statusIn']]);
    assert.equal(ran.word, 'unchanged');
  });

  it('that fails in one of them is told, with the Region, and once', async () => {
    const world = new World([SINGLE], documentedPolicy(SINGLE));
    world.trails.elsewhere.set('eu-west-1', { latestDeliveryError: 'AccessDenied' });
    const ran = await world.pass();
    assert.deepEqual(said(ran, DELIVERS)[0], 'broken');
    assert.match(world.notifier.alerts[0]?.body ?? '', /CloudTrail reports `AccessDenied` in eu-west-1, and nothing/);
    world.accounts.enabled = ['us-east-1', 'eu-west-1', 'eu-west-2'];
    world.trails.elsewhere.set('eu-west-2', { latestDeliveryError: 'AccessDenied' });
    assert.match(said(await world.next(), DELIVERS)[1], /in eu-west-1 and eu-west-2/);
    assert.equal(world.notifier.alerts.length, 1, 'a further Region is no further incident');
  });

  it('whose Regions nobody may list is asked for in all that are known; one that does not know us is not enabled', async () => {
    const world = new World([SINGLE], documentedPolicy(SINGLE));
    world.accounts.enabled = DENIED;
    world.trails.elsewhere.set('ap-east-1', STRANGER);
    const ran = await world.pass();
    assert.equal(world.around.count('statusIn'), knownRegions('aws').length - 1);
    assert.deepEqual(said(ran, DELIVERS), [
      'healthy',
      `CloudTrail reports no delivery error in ${knownRegions('aws').length - 1} Regions`,
    ]);
  });

  it('is in doubt where a Region does not know us that the account has', async () => {
    for (const enabled of [['us-east-1', 'ap-east-1'], DENIED]) {
      const world = new World([SINGLE], documentedPolicy(SINGLE));
      world.accounts.enabled = enabled;
      // Every account has the second.
      world.trails.elsewhere.set('state' in enabled ? 'eu-west-1' : 'ap-east-1', STRANGER);
      assert.deepEqual(said(await world.pass(), DELIVERS)[0], 'unknown');
    }
  });

  it('leaves out a Region that a policy of the organization keeps us out of: nobody has to be told', async () => {
    const world = new World([SINGLE], documentedPolicy(SINGLE));
    world.accounts.enabled = ['us-east-1', 'eu-west-1', 'ap-south-1'];
    world.trails.elsewhere.set('ap-south-1', {
      state: 'unreadable',
      reason: 'AWS denied `cloudtrail:GetTrailStatus`: … with an explicit deny in a service control policy',
      missing: { action: 'cloudtrail:GetTrailStatus', resource: SINGLE.arn },
    });
    assert.deepEqual(said(await world.lasting(), DELIVERS), [
      'healthy',
      'CloudTrail reports no delivery error in 2 Regions',
    ]);
    assert.deepEqual(world.notifier.alerts, []);
  });

  it('repeats no run for the sake of a Region that is down', async () => {
    const world = new World([SINGLE], documentedPolicy(SINGLE));
    world.trails.elsewhere.set('eu-west-1', { state: 'unreadable', reason: 'it timed out', retryable: true });
    const ran = await world.pass();
    assert.deepEqual([said(ran, DELIVERS)[0], ran.retryable], ['unknown', false]);
  });

  it('that is gone is asked for nowhere else', async () => {
    const world = new World([SINGLE], documentedPolicy(SINGLE));
    world.trails.set(SINGLE.arn, { description: { state: 'absent' }, status: { state: 'absent' } });
    await world.pass();
    assert.deepEqual(world.around.lines, []);
  });

  it('that cannot be described is asked for as the settings have it', async () => {
    const description: Reading<never> = { state: 'unreadable', reason: 'AWS denied it' };
    const world = new World([SINGLE], documentedPolicy(SINGLE));
    world.trails.set(SINGLE.arn, { description });
    await world.run();
    assert.equal(world.around.count('statusIn'), 1);
    const [guarded] = world.settings.trails;
    assert.ok(guarded !== undefined);
    world.settings = { ...world.settings, trails: [{ ...guarded, multiRegion: false }] };
    await world.run();
    assert.equal(world.around.count('statusIn'), 1);
  });
});

it('a trail of one Region is asked for there alone', async () => {
  const trail = trailWith({ multiRegion: false });
  const world = new World([trail], documentedPolicy(trail));
  assert.equal((await world.run()).word, 'unchanged');
  assert.deepEqual([world.journal.rounds(), world.around.lines], [[READS], []]);
});

it('what two trails need to know of the account is asked once', async () => {
  const other = trailWith({ name: 'other' });
  const world = new World([SINGLE, other], documentedPolicy(SINGLE));
  await world.run();
  assert.equal(world.around.count('enabledRegions'), 1);
});

describe('whether log files are delivered, of a policy that alone cannot tell', () => {
  const policy = documentedPolicy(SINGLE);
  const open = JSON.parse(JSON.stringify(policy).replaceAll('aws:SourceArn', 'aws:ResourceOrgID'));
  for (const [name, elsewhere, delivers] of [
    ['every Region does', {}, true],
    ['one Region reports an error', { latestDeliveryError: 'AccessDenied' }, null],
    ['one Region reports an error in publishing', { latestNotificationError: 'AuthorizationError' }, true],
  ] as const) {
    it(`${name}: ${delivers ?? 'not known'}`, async () => {
      const world = new World([SINGLE], open);
      world.settings = { ...world.settings, alertOnly: true };
      world.store.know(SINGLE.arn, { inForce: { policies: { 'bucket-policy': open }, since: 0 } });
      world.trails.elsewhere.set('eu-west-1', elsewhere);
      const { judgements } = await world.run();
      assert.deepEqual(
        judgements.map((judgement) => judgement.delivers),
        [delivers],
      );
    });
  }
});
