import type { Ended, Incident } from '../incident/incident.ts';
import type { Hold } from './hold.ts';
import type { Policies } from './policies.ts';
import type { TrailDescription } from './reading.ts';
import type { Refusal } from './refusal.ts';

/** What Trailmend remembers of a trail from run to run. Nothing is decided by it that AWS can be asked. */
export type Memory = {
  readonly version: 1;
  readonly trailArn: string;
  /** The trail as it was when it was last found as expected. */
  readonly description: TrailDescription | null;
  /** What the settings said of the trail then, as one text: whoever changes them accepts what is. */
  readonly expected: string | null;
  /** True if the trail was ever seen logging. */
  readonly seenLogging: boolean;
  /** The policies that are in force, and since when they were seen to be (milliseconds since the epoch). */
  readonly inForce: { readonly policies: Policies; readonly since: number } | null;
  /** The last policies under which a log file was seen to arrive. */
  readonly proven: { readonly policies: Policies; readonly at: number } | null;
  /** When Trailmend last changed something for the trail; null if it never did. */
  readonly changedAt: number | null;
  /** Since when something of the trail cannot be told; null if all of it can. */
  readonly unknownSince: number | null;
  /** Writes that AWS refused when they were last tried, until one goes through or is not needed any more. */
  readonly refusals: readonly Refusal[];
  /** The documents of the trail that a person put back as they were, which are not repaired for a while. */
  readonly holds: readonly Hold[];
  /** The incident that the trail is in; null if it is in none. */
  readonly incident: Incident | null;
  /** The last incident of the trail that ended; null if none is known. */
  readonly ended: Ended | null;
  /** Alerts that people were not told yet, as far as is known, oldest first. */
  readonly untold: readonly Owed[];
};

/** An alert that is owed; `sentAt` says when a run was about to send it, which another run leaves to it for a while. */
export type Owed = Alert & { readonly sentAt?: number };

/** A message to people. */
export type Alert = {
  /** Under 100 ASCII characters. */
  readonly subject: string;
  readonly body: string;
  /** The same as a message for chat, in the form that chat services ask for; absent of an alert that an earlier release left. */
  readonly chat?: string;
  /** Of each name one value, or several. */
  readonly attributes: Readonly<Record<string, string | readonly string[]>>;
};

/** The memory of a trail that was never looked at. */
export function noMemory(trailArn: string): Memory {
  const nothing = {
    description: null,
    expected: null,
    inForce: null,
    proven: null,
    changedAt: null,
    unknownSince: null,
    incident: null,
    ended: null,
  };
  return { version: 1, trailArn, seenLogging: false, ...nothing, refusals: [], holds: [], untold: [] };
}
