import type { Caller } from '../aws/caller.ts';
import type { ConditionalWrites } from '../side-car/conditional-writes.ts';
import type { LandingZone } from '../side-car/landing-zone.ts';
import type { Organization } from '../side-car/organization.ts';
import type { SeenCall } from '../side-car/seen-call.ts';
import { startSideCar } from '../side-car/side-car.ts';
import { freePort } from './free-port.ts';
import { startMinistack } from './ministack.ts';

/** The account that everything runs in; the engine takes its number for the key of its root. */
export const ACCOUNT = '111122223333';

/** The Region that everything runs in: the trails' home Region and the bucket's. */
export const REGION = 'us-east-1';

/** The member account for the buckets of an organization's trails, and the one for their keys. */
export const LOG_ARCHIVE = '444455556666';
export const SECURITY_TOOLING = '777788889999';

/** The organization whose management account it is. */
export const ORGANIZATION: Organization = {
  id: 'o-sandbox0001',
  managementAccount: ACCOUNT,
  memberAccounts: [LOG_ARCHIVE, SECURITY_TOOLING],
  delegatedAdministrators: {},
};

/** How the engine plays CloudTrail; the defaults are fast. */
export type EngineOptions = {
  /** Milliseconds between two looks at what there is to deliver. */
  readonly logFilesMs?: number;
  readonly digestsMs?: number;
  /** Milliseconds that an event needs from the call to the rule. */
  readonly eventDelayMs?: number;
  /** Which member accounts are delegated administrators, and of which services; none if absent. */
  readonly delegatedAdministrators?: Organization['delegatedAdministrators'];
  /** What Control Tower keeps; without it, it is not set up. */
  readonly landingZone?: LandingZone;
  /** Told what goes wrong in the side-car. */
  readonly report?: (error: unknown) => void;
};

/** A running local engine. */
export type Engine = {
  /** Where AWS is: the side-car. */
  readonly endpoint: string;
  /** The root of the account, through the side-car, as everybody else. */
  readonly root: Caller;
  /** The root of the account past the side-car: looking and preparing without CloudTrail seeing it. */
  readonly behind: Caller;
  /** Every call that went through the side-car, in the order of their answers. */
  readonly calls: readonly SeenCall[];
  /** What the policies of buckets say of conditional writes, which the engine does not know: the side-car judges by it. */
  readonly conditionalWrites: ConditionalWrites;
  /** A temporary folder that goes when the engine stops. */
  readonly folder: string;
  /** Aborted as soon as the engine is to stop: what uses it ends first. */
  readonly stopping: AbortSignal;
  readonly stop: () => Promise<void>;
};

/** Starts MiniStack and the side-car on free ports. */
export async function startEngine(options: EngineOptions = {}): Promise<Engine> {
  const [port, sideCarPort] = await Promise.all([freePort(), freePort()]);
  const credentials = { accessKeyId: ACCOUNT, secretAccessKey: 'test' };
  const behind: Caller = { port, credentials, region: REGION, userAgent: 'trailmend-sandbox' };
  const ministack = await startMinistack({ port, sideCarPort });
  try {
    const calls: SeenCall[] = [];
    const conditionalWrites: ConditionalWrites = new Map();
    const sideCar = await startSideCar({
      port: sideCarPort,
      engine: behind,
      organization: { ...ORGANIZATION, delegatedAdministrators: options.delegatedAdministrators ?? {} },
      landingZone: options.landingZone ?? null,
      conditionalWrites,
      cadence: { logFilesMs: options.logFilesMs ?? 250, digestsMs: options.digestsMs ?? 2000 },
      eventDelayMs: options.eventDelayMs ?? 0,
      seen: (call) => calls.push(call),
      report: options.report ?? ((error) => process.stderr.write(`side-car: ${String(error)}\n`)),
    });
    const stopping = new AbortController();
    const stop = async () => {
      stopping.abort();
      await sideCar.stop();
      await ministack.stop();
    };
    const endpoint = `http://127.0.0.1:${sideCarPort}`;
    return {
      endpoint,
      root: { ...behind, port: sideCarPort },
      behind,
      calls,
      conditionalWrites,
      folder: ministack.folder,
      stopping: stopping.signal,
      stop,
    };
  } catch (error) {
    await ministack.stop();
    throw error;
  }
}
