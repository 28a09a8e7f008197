import type { Severity } from '../checks/check.ts';

/** One repair within an incident: when, in milliseconds since the epoch, and after whose call; null if nobody's is known. */
export type Repaired = { readonly at: number; readonly principal: string | null };

/** Where log files are missing. Times are AWS's. */
export type Gap = {
  readonly trailArn: string;
  /** When the last file came before the incident; null if none ever did. */
  readonly from: number | null;
  /** The first file that was seen after the repair, which proves it; null while none was. */
  readonly to: number | null;
};

/** What lasts from something breaking until it is proven to be over. All times are milliseconds since the epoch. */
export type Incident = {
  /** The time, and a hash of what it began with. */
  readonly id: string;
  readonly openedAt: number;
  /** When it broke, as far as the call that broke it tells; else when it was found. */
  readonly brokenAt: number;
  /** The checks that have told in it so far. */
  readonly checks: readonly string[];
  /** The worst so far. */
  readonly severity: Severity;
  /** Since when nothing is left to be done; null while something is. */
  readonly restoredAt: number | null;
  /** The trails that log files did not arrive for; empty where delivery was never in the way. */
  readonly gaps: readonly Gap[];
  /** The latest repairs. */
  readonly repairs: readonly Repaired[];
  /** True once people were told that somebody keeps undoing the repairs. */
  readonly fought: boolean;
  /** True if it began soon after another one had ended: what breaks again and again has to stay right for a while to be over. */
  readonly isAgain: boolean;
  /** The state that people know, when they were told last, and how often of this state. */
  readonly told: { readonly what: string | null; readonly at: number; readonly times: number };
};

/** The last incident that ended, and when: a copy of it that could not be rewritten is over too. */
export type Ended = { readonly id: string; readonly at: number };

/** When the latest log file of a trail arrived, by AWS's clock; clean if CloudTrail reports no error since. */
export type Arrival = { readonly at: number; readonly isClean: boolean };

/** What a run shows of the trails that an incident is about. */
export type Sight = {
  readonly now: number;
  /** Nothing to do; put right again; or something is left that a person has to do or to know. */
  readonly state: 'healthy' | 'repaired' | 'open';
  /** What stays as it is until somebody acts, as one text to compare; null if nothing does. */
  readonly lasting: string | null;
  /** The checks that tell, from the worst severity on. */
  readonly checks: readonly string[];
  readonly severity: Severity;
  /** True if something was written, whether or not that was all. */
  readonly isRepaired: boolean;
  /** Who made the call that woke the run, if it may have broken what was found. */
  readonly principal: string | null;
  /** When that call was made; null if there is none. */
  readonly calledAt: number | null;
  /** All trails that were looked at, and those that log files cannot arrive for, as they were found. */
  readonly trails: readonly string[];
  readonly stopped: readonly string[];
  /** The latest log file of each trail. */
  readonly arrivals: ReadonlyMap<string, Arrival>;
  /** True if nothing was repaired because the last repair was just undone. */
  readonly isHeldBack: boolean;
  /** True if people have to hear of it whatever they know, as of an edit that was overwritten. */
  readonly isNews: boolean;
};

/** What happened to an incident in a run; at most one of a run. */
export type Happening =
  | 'opened'
  | 'repaired'
  | 'repaired-again'
  | 'worsened'
  | 'fought'
  | 'reminded'
  | 'proven'
  | 'over'
  | 'not-proven';

/** The incident as it is after a run, null if there is none any more; and what happened, null if nothing that anybody has to know. */
export type Advance = {
  readonly incident: Incident | null;
  readonly happening: Happening | null;
  /** The incident that ended, with its end. */
  readonly ended: Incident | null;
};
