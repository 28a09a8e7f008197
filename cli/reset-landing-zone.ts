import type { Clock, LandingZoneReset, LandingZones } from '../shared/reconcile/ports.ts';
import type { LandingZone, LandingZoneOperation } from '../shared/reconcile/reading.ts';
import type { TrailArn } from '../shared/trail/arn.ts';
import { BadInput } from './bad-input.ts';

/** What a reset is made with. */
export type ResetWith = {
  readonly zones: LandingZones & LandingZoneReset;
  readonly clock: Clock;
  /** Tells the person who waits. */
  readonly say: (line: string) => void;
};

/** A reset that was started, and how it ended; `IN_PROGRESS` if it takes longer than anybody waits. */
export type Reset = {
  readonly zone: LandingZone;
  readonly operationId: string;
  readonly status: 'SUCCEEDED' | 'FAILED' | 'IN_PROGRESS';
  readonly message: string | null;
};

/** Pause between two questions how the operation stands, in milliseconds. */
const PAUSE = 20_000;

/** A line comes at least so often, in milliseconds. */
const QUIET = 60_000;

/** So long is waited for the end, in milliseconds; a reset takes up to an hour or two. */
const PATIENCE = 6 * 60 * 60_000;

/** The home of Control Tower: the management account, and one of its Regions. */
export type Home = Pick<TrailArn, 'account' | 'region'>;

async function resettable({ account, region }: Home, { zones }: ResetWith): Promise<LandingZone> {
  const reading = await zones.current(region, account);
  switch (reading.state) {
    case 'not-asked':
    case 'absent':
      throw new BadInput(
        `there is no landing zone whose home Region is ${region} in this account: call from the management account`,
      );
    case 'unreadable':
      throw new BadInput(reading.reason);
    case 'present':
      break;
  }
  const { arn, version, latestVersion, status } = reading.value;
  if (status === 'PROCESSING') throw new BadInput(`an operation on ${arn} is in progress: wait until it ends`);
  if (version === latestVersion) return reading.value;
  throw new BadInput(
    `${arn} is on version ${version}, and only a landing zone on the latest version, ${latestVersion}, can be reset: update it first`,
  );
}

const minutes = (milliseconds: number): string => {
  const whole = Math.round(milliseconds / 60_000);
  return whole === 1 ? '1 minute' : `${whole} minutes`;
};

/** Asks until the operation has ended. What cannot be read now is asked for again. */
async function ended(arn: string, id: string, { zones, clock, say }: ResetWith): Promise<LandingZoneOperation> {
  const began = clock.now();
  let told = began;
  let last: LandingZoneOperation = { status: 'IN_PROGRESS', message: null };
  while (clock.now() - began < PATIENCE) {
    const reading = await zones.operation(arn, id);
    if (reading.state === 'unreadable' && reading.retryable !== true)
      throw new BadInput(`${reading.reason}; operation ${id} goes on`);
    const found = reading.state === 'present' ? reading.value : last;
    if (found.status !== 'IN_PROGRESS') return found;
    if (found.message !== last.message || clock.now() - told >= QUIET) {
      say(
        `the reset is in progress for ${minutes(clock.now() - began)}${found.message === null ? '' : `: ${found.message}`}`,
      );
      told = clock.now();
    }
    last = found;
    await clock.pause(PAUSE);
  }
  return last;
}

/**
 * Resets the landing zone of Control Tower whose home Region this is, and waits until that has ended (AWS Control Tower user
 * guide, "Reset a landing zone"). Throws BadInput where it cannot be reset, or where nobody said that it is meant.
 */
export async function resetLandingZone(home: Home, isMeant: boolean, given: ResetWith): Promise<Reset> {
  const zone = await resettable(home, given);
  const { arn, version, isDrifted } = zone;
  if (!isMeant) {
    const drift = isDrifted ? 'reports drift' : 'reports no drift';
    throw new BadInput(
      `this would reset ${arn} (version ${version}, which ${drift}) to its saved settings, in every account that it governs: add --yes`,
    );
  }
  const operationId = await given.zones.reset(arn);
  given.say(`the reset of ${arn} has begun: operation ${operationId}; it goes on if you stop waiting`);
  const { status, message } = await ended(arn, operationId, given);
  const word = status === 'SUCCEEDED' || status === 'FAILED' ? status : 'IN_PROGRESS';
  given.say(word === 'IN_PROGRESS' ? `operation ${operationId} has not ended yet` : `the reset has ended: ${word}`);
  return { zone, operationId, status: word, message };
}
