import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BadInput } from '../../cli/bad-input.ts';
import { resetLandingZone } from '../../cli/reset-landing-zone.ts';
import type { LandingZone, LandingZoneOperation, Reading } from '../../shared/reconcile/reading.ts';

const ZONE: LandingZone = {
  arn: 'arn:aws:controltower:us-east-1:444455556666:landingzone/1A2B3C4D5E6F7G8H',
  ...{ version: '4.0', latestVersion: '4.0', status: 'ACTIVE', isDrifted: false },
};

const running = (message: string | null = null): Reading<LandingZoneOperation> => ({
  state: 'present',
  value: { status: 'IN_PROGRESS', message },
});
const over = (status: string): Reading<LandingZoneOperation> => ({
  state: 'present',
  value: { status, message: null },
});

/** A reset whose operation stands so, one answer after the other; the last one stays. */
async function reset(...stands: readonly Reading<LandingZoneOperation>[]) {
  let time = 0;
  let asked = 0;
  const said: string[] = [];
  const ended = await resetLandingZone({ account: '111122223333', region: 'us-east-1' }, true, {
    zones: {
      current: async () => ({ state: 'present', value: ZONE }),
      reset: async () => 'op-1',
      operation: async () => {
        asked += 1;
        return stands[Math.min(asked, stands.length) - 1] ?? running();
      },
    },
    clock: {
      now: () => time,
      parse: Date.parse,
      within: (_, work) => work,
      pause: async (milliseconds) => {
        time += milliseconds;
      },
    },
    say: (line) => said.push(line),
  });
  return { ended, said, asked, time };
}

describe('waiting for a reset', () => {
  it('a line at least every minute, and at each new message', async () => {
    const { ended, said } = await reset(
      ...Array.from({ length: 9 }, () => running()),
      running('stack 3 of 7'),
      over('SUCCEEDED'),
    );
    assert.equal(ended.status, 'SUCCEEDED');
    assert.deepEqual(said.slice(1), [
      'the reset is in progress for 1 minute',
      'the reset is in progress for 2 minutes',
      'the reset is in progress for 3 minutes: stack 3 of 7',
      'the reset has ended: SUCCEEDED',
    ]);
  });

  it('what cannot be read now is asked for again', async () => {
    const throttled = { state: 'unreadable', reason: 'slow down', retryable: true } as const;
    const { ended, asked } = await reset(throttled, throttled, over('FAILED'));
    assert.deepEqual([ended.status, asked], ['FAILED', 3]);
  });

  it('what cannot be read at all ends the waiting, and not the operation', async () => {
    const denied = { state: 'unreadable', reason: 'AWS denied it' } as const;
    await assert.rejects(reset(running(), denied), (error: unknown) => {
      assert.ok(error instanceof BadInput);
      assert.match(error.message, /AWS denied it; operation op-1 goes on/);
      return true;
    });
  });

  it('nobody waits for ever', async () => {
    const { ended, said, time } = await reset(running());
    assert.equal(ended.status, 'IN_PROGRESS');
    assert.match(said.at(-1) ?? '', /op-1 has not ended yet/);
    assert.ok(time <= 6.1 * 3_600_000);
  });
});
