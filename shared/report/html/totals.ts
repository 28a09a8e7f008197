import { causesIn, type ReportedIncident } from './incidents.ts';

/** How long something took, of several: the one in the middle, and the longest, in milliseconds; null of none. */
export type Spread = { readonly median: number; readonly longest: number } | null;

/** How often something occurs. */
export type Count = { readonly what: string; readonly times: number };

/** What all incidents come to. */
export type Totals = {
  readonly incidents: number;
  readonly open: number;
  /** Right again, with the proof still to come. */
  readonly waiting: number;
  readonly proven: number;
  readonly repairs: number;
  readonly toRestore: Spread;
  readonly toProof: Spread;
  /** The checks that told, by the number of incidents. */
  readonly causes: readonly Count[];
  /** Who made the calls that broke it, by the number of incidents. */
  readonly actors: readonly Count[];
  /** The incidents that nobody's call is known of. */
  readonly unattributed: number;
};

/** From breaking to being right again, in milliseconds; null where one of both is not known. */
export const timeToRestore = ({ brokenAt, restoredAt }: ReportedIncident): number | null =>
  brokenAt === null || restoredAt === null ? null : Math.max(0, restoredAt - brokenAt);

/** From breaking to the log file that proves the repair. */
export const timeToProof = ({ brokenAt, provenAt }: ReportedIncident): number | null =>
  brokenAt === null || provenAt === null ? null : Math.max(0, provenAt - brokenAt);

function spreadOf(values: readonly (number | null)[]): Spread {
  const sorted = values.filter((one) => one !== null).toSorted((one, other) => one - other);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  const longest = sorted.at(-1);
  return low === undefined || high === undefined || longest === undefined
    ? null
    : { median: (low + high) / 2, longest };
}

function countsOf(named: readonly ReadonlySet<string>[]): readonly Count[] {
  const counts = new Map<string, number>();
  for (const names of named) for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .map(([what, times]) => ({ what, times }))
    .toSorted((one, other) => other.times - one.times || (one.what < other.what ? -1 : 1));
}

const principalsOf = (records: ReportedIncident['records']): ReadonlySet<string> =>
  new Set(records.flatMap(({ cause }) => (cause === null ? [] : [cause.principal])));

/** What all incidents come to. A rollback is no incident, and is not counted as one. */
export function totalsOf(all: readonly ReportedIncident[]): Totals {
  const incidents = all.filter(({ state }) => state !== 'rolled-back');
  const inState = (wanted: string): number => incidents.filter(({ state }) => state === wanted).length;
  return {
    incidents: incidents.length,
    ...{ open: inState('open'), waiting: inState('restored'), proven: inState('proven') },
    repairs: incidents.reduce((sum, { repairs }) => sum + repairs, 0),
    toRestore: spreadOf(incidents.map(timeToRestore)),
    toProof: spreadOf(incidents.map(timeToProof)),
    causes: countsOf(incidents.map((incident) => new Set(causesIn(incident).map(({ id }) => id)))),
    actors: countsOf(incidents.map(({ records }) => principalsOf(records))),
    unattributed: incidents.filter(({ records }) => principalsOf(records).size === 0).length,
  };
}
