import type { AccountTrail, Fellow, Reading, TrailDescription } from '../../shared/reconcile/reading.ts';
import type { BasicSelector, EventSelectors } from '../../shared/trail/event-selectors.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { trailWith } from '../trail/trails.ts';
import { descriptionOf, read, type Unread } from './given.ts';

/** A trail of the account; `basic` are selectors of which what is left out records everything, `advanced` as they are. */
export type GivenAccountTrail = {
  readonly account?: string;
  readonly name?: string;
  readonly region?: string;
  readonly description?: Unread | Partial<TrailDescription>;
  readonly isLogging?: Unread | boolean;
  readonly basic?: Unread | readonly Partial<BasicSelector>[];
  readonly advanced?: Extract<EventSelectors, { readonly kind: 'advanced' }>['selectors'];
  /** Of a trail that nobody guards: the guarded one that it may stand for. */
  readonly replaces?: string;
};

function selectorsOf({ basic = [{}], advanced }: GivenAccountTrail): Reading<EventSelectors> {
  if (advanced !== undefined) return read<EventSelectors>({ kind: 'advanced', selectors: advanced });
  if (typeof basic !== 'object') return read<EventSelectors>(basic);
  const everything = { management: true, readWriteType: 'All', excluded: [], dataResources: [] };
  return read<EventSelectors>({ kind: 'basic', selectors: basic.map((one) => ({ ...everything, ...one })) });
}

/** A trail of another Region that covers that one alone is asked neither whether it logs nor what. */
function accountTrailOf(given: GivenAccountTrail, own: Trail): AccountTrail {
  const { name = own.name, region = own.region, account = own.account } = given;
  const trail = trailWith({ ...own, name, region, account });
  const description = descriptionOf(given.description ?? {}, trail);
  const notAsked = { state: 'not-asked' } as const;
  const covers = region === own.region || (description.state === 'present' && description.value.multiRegion);
  const isLogging = covers ? read<boolean>(given.isLogging ?? true) : notAsked;
  return { trailArn: trail.arn, description, isLogging, selectors: covers ? selectorsOf(given) : notAsked };
}

/** The account's trails of a case. */
export function accountTrailsOf(
  given: Unread | readonly GivenAccountTrail[] | undefined,
  own: Trail,
): Reading<readonly AccountTrail[]> {
  if (typeof given !== 'object') return read<readonly AccountTrail[]>(given);
  return read<readonly AccountTrail[]>(given.map((one) => accountTrailOf(one, own)));
}

/** The trails of a case that nobody guards and that deliver into the bucket. */
export function fellowsOf(
  given: Unread | readonly GivenAccountTrail[] | undefined,
  own: Trail,
): Reading<readonly Fellow[]> {
  if (typeof given !== 'object') return read<readonly Fellow[]>(given);
  return read<readonly Fellow[]>(given.map((one) => ({ ...accountTrailOf(one, own), replaces: one.replaces ?? null })));
}
