import { type Settings, sourcesIn } from './settings.ts';

/**
 * So many trails and event data stores one invocation looks after. By the simulation in test/scale a sweep over them takes a
 * good half of the function's time where each has a bucket of its own and all are broken, and less everywhere else; with twice as
 * many it takes longer than that.
 */
export const TRAILS_A_SWEEP = 1_000;

/** The function may run so long, in milliseconds. */
export const TIMEOUT = 3 * 60_000;

/** The memory of the function, in megabytes: the least that comes with a whole processor (Lambda developer guide, "Configure memory"). */
export const MEMORY = 1_769;

/** Whether a sweep is too much for one invocation, so that its work is handed out by a queue. */
export function needsQueue(settings: Settings): boolean {
  return sourcesIn(settings).length > TRAILS_A_SWEEP;
}
