import type { Observation } from '../../reconcile/observation.ts';
import type { TrailStatus } from '../../reconcile/reading.ts';
import { type Finding, unknown } from '../check.ts';
import { NO_TRAIL, type Shown, shownBy } from './value.ts';

/** What CloudTrail says of a trail in one Region; null is the home Region of a trail of which no other was asked. */
export type Regional = { readonly region: string | null; readonly isHome: boolean; readonly status: TrailStatus };

/** What CloudTrail says of a trail in every Region that was asked and covers it. */
export type InRegions = {
  readonly read: readonly Regional[];
  /** What has to be said where nothing else is broken: Regions that could not be asked. Null if there are none. */
  readonly unread: Finding | null;
};

/** So many Regions are named; how many more there are is said. */
const NAMED = 3;

/** Regions as messages name them. */
export function named(regions: readonly string[]): string {
  const more = regions.length - NAMED;
  if (more > 1) return `${regions.slice(0, NAMED).join(', ')} and ${more} more Regions`;
  const last = regions.at(-1) ?? '';
  return regions.length < 2 ? last : `${regions.slice(0, -1).join(', ')} and ${last}`;
}

const UNREAD = 'the status of the trail could not be read';

/** The status in the home Region and, as far as others were asked, in those; or what a check says where there is none. */
export function statusesShown({ status, surroundings: { elsewhere }, trail }: Observation): Shown<InRegions> {
  if (elsewhere.state !== 'present') {
    const shown = shownBy(status, NO_TRAIL, UNREAD);
    if ('finding' in shown) return shown;
    return { value: { read: [{ region: null, isHome: true, status: shown.value }], unread: null } };
  }
  if (status.state === 'not-asked' || status.state === 'absent') return shownBy(status, NO_TRAIL, UNREAD);
  const all = [{ region: trail.region, status }, ...elsewhere.value];
  const read = all.flatMap(({ region, status: one }): Regional[] =>
    one.state === 'present' ? [{ region, isHome: region === trail.region, status: one.value }] : [],
  );
  if (status.state === 'unreadable') return { value: { read, unread: unknown(`${UNREAD}: ${status.reason}`) } };
  const refused = elsewhere.value.flatMap(({ region, status: one }) =>
    one.state === 'unreadable' ? [{ region, reason: one.reason }] : [],
  );
  const [first] = refused;
  if (first === undefined) return { value: { read, unread: null } };
  const regions = named(refused.map(({ region }) => region));
  return { value: { read, unread: unknown(`${UNREAD} in ${regions}: ${first.reason}`) } };
}

/** What CloudTrail reports: with the Regions of each error, and without, as it stays while more Regions follow. */
export type Reported = { readonly inRegions: string; readonly lasting: string };

/** The errors of one kind, in all Regions; null if there is none. */
export function reportedIn({ read }: InRegions, errorOf: (status: TrailStatus) => string | null): Reported | null {
  const regions = new Map<string, string[]>();
  for (const { region, status } of read) {
    const error = errorOf(status);
    if (error !== null) regions.set(error, [...(regions.get(error) ?? []), ...(region === null ? [] : [region])]);
  }
  if (regions.size === 0) return null;
  const all = [...regions].map(([error, where]) =>
    where.length === 0 ? `\`${error}\`` : `\`${error}\` in ${named(where)}`,
  );
  const errors = [...regions.keys()].sort().map((error) => `\`${error}\``);
  return { inRegions: all.join(' and '), lasting: errors.join(' and ') };
}

/** Whether CloudTrail reports an error of one kind in another Region than the trail's home. */
export function failsElsewhere(
  { surroundings: { elsewhere } }: Observation,
  errorOf: (status: TrailStatus) => string | null,
): boolean {
  if (elsewhere.state !== 'present') return false;
  return elsewhere.value.some(({ status }) => status.state === 'present' && errorOf(status.value) !== null);
}

/** What healthy messages add: how many Regions were asked. */
export function everywhere({ read }: InRegions): string {
  return read.length < 2 ? '' : ` in ${read.length} Regions`;
}
