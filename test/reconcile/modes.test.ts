import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Mode } from '../../shared/checks/check.ts';
import type { JsonObject } from '../../shared/policy/json.ts';
import { World } from '../memory/world.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { SINGLE } from '../trail/trails.ts';
import { ACL, FOREIGN, FOREIGN_DENY, policyWith, WRITE } from './policies.ts';

const ID = 'bucket-policy-allows-log-delivery';
const FLIPPED: JsonObject = { ...WRITE, Effect: 'Deny' };

function worldWith(policy: JsonObject, settings: { alertOnly?: boolean; modes?: Record<string, Mode> }): World {
  const world = new World([SINGLE], policy);
  world.settings = { ...world.settings, ...settings };
  return world;
}

describe('alert only', () => {
  it('says exactly what would be restored, with the fix, and writes nothing', async () => {
    const stopped = { status: { isLogging: false } };
    const held = worldWith(policyWith(FOREIGN, ACL), { alertOnly: true });
    held.trails.set(SINGLE.arn, stopped);
    const outcome = await held.run();
    assert.equal(outcome.word, 'would-restore');
    assert.deepEqual([held.writes, held.noted, held.writesSoFar], [0, [], []]);
    assert.deepEqual(held.bucket.document, policyWith(FOREIGN, ACL));

    const free = worldWith(policyWith(FOREIGN, ACL), {});
    free.trails.set(SINGLE.arn, stopped);
    const done = (await free.run()).changes.map(({ what }) => what);
    assert.deepEqual(
      done.map(({ kind }) => kind),
      ['bucket-policy', 'start-logging'],
    );
    assert.deepEqual(
      outcome.changes,
      done.map((what) => ({ what, word: 'would-restore', note: null, at: null, retryable: false })),
    );
  });

  it('has nothing to say of what is healthy', async () => {
    const world = worldWith(documentedPolicy(SINGLE), { alertOnly: true });
    const { word, changes } = await world.run();
    assert.deepEqual([word, changes], ['unchanged', []]);
  });

  it('tells of a Deny, as ever', async () => {
    const world = worldWith(policyWith(ACL, WRITE, FOREIGN_DENY), { alertOnly: true });
    assert.deepEqual([(await world.run()).word, world.writes], ['alerted', 0]);
  });
});

describe('the mode of one check', () => {
  it('alert: of a stopped trail, gives the command', async () => {
    const world = worldWith(documentedPolicy(SINGLE), { modes: { 'trail-is-logging': 'alert' } });
    world.trails.set(SINGLE.arn, { status: { isLogging: false } });
    const { word, notRepairable } = await world.run();
    assert.deepEqual([word, world.writes], ['alerted', 0]);
    assert.deepEqual(
      notRepairable.map(({ id, suggestion }) => [id, suggestion]),
      [['trail-is-logging', `aws cloudtrail start-logging --name ${SINGLE.arn}`]],
    );
  });

  for (const mode of ['advice', 'off'] as const) {
    it(`${mode}: neither writes nor tells`, async () => {
      const world = worldWith(policyWith(ACL), { modes: { 'bucket-policy-allows-log-delivery': mode } });
      const { word, notRepairable, unknown } = await world.run();
      assert.deepEqual([word, notRepairable, unknown, world.writes], ['unchanged', [], [], 0]);
    });
  }

  it('advice: is silent of a Deny too, and of what cannot be told', async () => {
    const deny = { 'bucket-policy-has-no-blocking-deny': 'advice' } as const;
    assert.equal((await worldWith(policyWith(ACL, WRITE, FOREIGN_DENY), { modes: deny }).run()).word, 'unchanged');

    const modes = { 'trail-is-logging': 'advice', 'trail-delivers-log-files': 'advice' } as const;
    const world = worldWith(documentedPolicy(SINGLE), { modes });
    world.trails.set(SINGLE.arn, { status: { state: 'unreadable', reason: 'AWS denied it' } });
    const { word, unknown } = await world.run();
    assert.deepEqual([word, unknown], ['unchanged', []]);
  });

  it('off: is not looked at, and advice is', async () => {
    for (const [mode, looked] of [
      ['off', false],
      ['advice', true],
    ] as const) {
      const { judgements } = await worldWith(policyWith(ACL), { modes: { [ID]: mode } }).run();
      assert.equal(
        judgements[0]?.findings.some(({ check }) => check.id === ID),
        looked,
      );
    }
  });

  it('alert, beside one that restores: only the other’s statement is written', async () => {
    const world = worldWith(policyWith(FOREIGN), { modes: { 'bucket-policy-allows-log-delivery': 'alert' } });
    const { word, changes, notRepairable } = await world.run();
    assert.equal(word, 'alerted', 'log files do not arrive yet');
    assert.deepEqual(
      changes.map((change) => change.word),
      ['restored'],
    );
    assert.deepEqual(world.bucket.document, policyWith(FOREIGN, ACL));
    assert.deepEqual(
      notRepairable.map(({ suggestion }) => suggestion),
      [{ Statement: [WRITE] }],
    );
  });

  it('restore: leaves nothing to people of a statement whose Effect was flipped', async () => {
    const { word, notRepairable } = await worldWith(policyWith(ACL, FLIPPED), {}).run();
    assert.deepEqual([word, notRepairable], ['restored', []]);
  });

  it('restore, of two checks that ask for the same: turns a flipped statement once', async () => {
    const world = worldWith(policyWith(ACL, FLIPPED), { modes: { 'bucket-policy-has-no-blocking-deny': 'restore' } });
    const [change] = (await world.run()).changes;
    assert.ok(change?.what.kind === 'bucket-policy');
    assert.deepEqual(change.what.restored, [{ index: 1, before: FLIPPED, after: WRITE }]);
    assert.deepEqual(world.bucket.document, policyWith(ACL, WRITE));
  });

  it('alert: leaves a flipped statement to people, with the one to put in its place', async () => {
    const world = worldWith(policyWith(ACL, FLIPPED), { modes: { 'bucket-policy-allows-log-delivery': 'alert' } });
    const { word, notRepairable } = await world.run();
    assert.deepEqual([word, world.writes], ['alerted', 0]);
    assert.ok(notRepairable.length > 0);
    for (const { suggestion } of notRepairable) assert.deepEqual(suggestion, { Statement: [WRITE] });
  });
});

describe('a check that is only to alert', () => {
  const modes = { 'bucket-policy-allows-log-delivery': 'alert' } as const;

  it('of a missing statement: gives the statements to add, and writes nothing', async () => {
    const world = worldWith(policyWith(FOREIGN, ACL), { modes });
    const { word, changes, notRepairable } = await world.run();
    assert.deepEqual([word, changes, world.writes], ['alerted', [], 0]);
    const [only, ...more] = notRepairable;
    assert.deepEqual([only?.id, only?.suggestion, more], [ID, { Statement: [WRITE] }, []]);
    assert.match(only?.message ?? '', /no statement allows CloudTrail to write log files/);
  });

  it('does not claim that it would restore what the settings hold back by themselves', async () => {
    const { word, changes, notRepairable } = await worldWith(policyWith(ACL), { alertOnly: true, modes }).run();
    assert.deepEqual([word, changes, notRepairable.length], ['alerted', [], 1]);
  });

  it('and cannot tell whether the policy allows CloudTrail: tells that, once it lasts', async () => {
    const world = worldWith(policyWith(ACL, { ...WRITE, Principal: { AWS: '*' } }), { modes });
    world.trails.set(SINGLE.arn, { status: { latestDeliveryTime: null } });
    const { word, unknown } = await world.lasting();
    assert.deepEqual([word, unknown.map(({ id }) => id), world.writes], ['alerted', [ID], 0]);
  });
});

for (const mode of ['off', 'advice'] as const) {
  it(`CloudTrail’s own delivery error is told, where the check that explains it is set to ${mode}`, async () => {
    const world = worldWith(policyWith(ACL), { modes: { [ID]: mode } });
    world.trails.set(SINGLE.arn, { status: { latestDeliveryError: 'AccessDenied' } });
    const { word, notRepairable } = await world.run();
    assert.deepEqual([word, notRepairable.map(({ id }) => id)], ['alerted', ['trail-delivers-log-files']]);
  });
}
