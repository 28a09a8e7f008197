import type { Caller } from '../aws/caller.ts';
import type { ConditionalWrites } from './conditional-writes.ts';
import type { Cadence } from './deliverer.ts';
import type { LandingZone } from './landing-zone.ts';
import type { Organization } from './organization.ts';
import type { SeenCall } from './seen-call.ts';

/** Where the side-car listens, what it stands in front of, and what it plays. */
export type SideCarOptions = {
  readonly port: number;
  /** The engine itself, as the root of the account. */
  readonly engine: Caller;
  readonly organization: Organization;
  /** What Control Tower keeps, or null if it is not set up. */
  readonly landingZone: LandingZone | null;
  /** What the policies of buckets say of conditional writes. */
  readonly conditionalWrites: ConditionalWrites;
  readonly cadence: Cadence;
  /** How long an event is on its way, in milliseconds; in reality seconds to minutes. */
  readonly eventDelayMs: number;
  /** Told of every call that is through. */
  readonly seen: (call: SeenCall) => void;
  /** Told what went wrong inside the side-car. */
  readonly report: (error: unknown) => void;
};
