import type { JsonObject } from '../policy/json.ts';
import type { DocumentKind } from '../trail/document.ts';
import type { TrailDescription } from './reading.ts';

/** The policies that were in force together, by kind; a kind that the trail does not have is missing. */
export type Policies = Partial<Readonly<Record<DocumentKind, JsonObject>>>;

/** What Trailmend remembers of a trail from run to run. Nothing is decided by it that AWS can be asked. */
export type Memory = {
  readonly version: 1;
  readonly trailArn: string;
  /** The trail as it was when it was last found as expected. */
  readonly description: TrailDescription | null;
  /** True if the trail was ever seen logging. */
  readonly seenLogging: boolean;
  /** The policies that are in force, and since when they were seen to be (milliseconds since the epoch). */
  readonly inForce: { readonly policies: Policies; readonly since: number } | null;
  /** The last policies under which a log file was seen to arrive. */
  readonly proven: { readonly policies: Policies; readonly at: number } | null;
};

/** The memory of a trail that was never looked at. */
export function noMemory(trailArn: string): Memory {
  return { version: 1, trailArn, description: null, seenLogging: false, inForce: null, proven: null };
}
