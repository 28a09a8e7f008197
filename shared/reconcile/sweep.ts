import { ownerOf, type SourceSettings } from '../settings/settings.ts';
import { Lanes, type Limits } from './lanes.ts';

/**
 * So many groups are looked after at the same time: of everything, and of one destination. Sixteen groups ask for more than
 * enough to keep the reads of `in-turn.ts` busy; two of one destination, so that one that throttles leaves room for the others.
 */
const AT_ONCE: Limits = { all: 16, each: 2 };

/** The account that a group's work is counted to: the owner of the bucket that comes first. */
export function destinationOf([first]: readonly SourceSettings[]): string {
  return first === undefined ? '' : ownerOf(first);
}

/** Looks after all groups, bounded and destination by destination. One group's failure does not keep the others from being looked after. */
export function sweep<R>(
  groups: readonly (readonly SourceSettings[])[],
  look: (group: readonly SourceSettings[]) => Promise<R>,
  limits: Limits = AT_ONCE,
): Promise<readonly PromiseSettledResult<R>[]> {
  const lanes = new Lanes(limits);
  return Promise.allSettled(groups.map((group) => lanes.run(destinationOf(group), () => look(group))));
}
