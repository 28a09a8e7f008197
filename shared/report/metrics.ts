import type { News } from '../reconcile/remember.ts';
import { suspectOf } from '../reconcile/sight.ts';
import type { Tally } from '../reconcile/tally.ts';
import { DIMENSIONS, type MetricName, NAMESPACE, UNITS } from './metric-names.ts';

/** What one run came to, as far as it is counted. */
export type Counted = { readonly news: News } & Readonly<Tally>;

/**
 * Why it was looked: on the schedule, at everything (`sweep`) or at the part that a message of the work queue names (`share`); or
 * after a call, at what it touched.
 */
export type Occasion = 'sweep' | 'share' | 'call';

/** Metrics, each with all values that it had. */
export type MetricData = Readonly<Partial<Record<MetricName, readonly number[]>>>;

const ENDS: readonly News['happening'][] = ['proven', 'over', 'not-proven'];

const isOpen = ({ news: { incident, happening } }: Counted): boolean => incident !== null && !ENDS.includes(happening);

const seconds = (milliseconds: number): number => Math.max(0, Math.round(milliseconds / 1000));

/** How long it was broken until the last of its writes; null where nothing was put right or the call is not known. */
export function secondsToRestore({ outcome }: News, timeOf: (text: string) => number): number | null {
  const called = suspectOf(outcome)?.eventTime ?? null;
  const written = outcome.changes.flatMap(({ word, at }) => (word === 'restored' && at !== null ? [at] : []));
  if (called === null || written.length === 0) return null;
  const from = timeOf(called);
  return Number.isNaN(from) ? null : seconds(Math.max(...written) - from);
}

/** How long it took until log files proved it; of several trails, until the last of them did. */
function secondsToProof({ happening, incident }: News): number | null {
  if (happening !== 'proven' || incident === null || incident.restoredAt === null) return null;
  const proofs = incident.gaps.flatMap(({ to }) => to ?? []);
  return proofs.length === 0 ? null : seconds(Math.max(...proofs) - incident.restoredAt);
}

function unknownIn({ news: { outcome } }: Counted): number {
  const findings = outcome.judgements.flatMap((judgement) => judgement.findings);
  return findings.filter(({ mode, finding }) => mode !== 'advice' && finding.verdict === 'unknown').length;
}

const changesIn =
  (wanted: string) =>
  ({ news: { outcome } }: Counted): number =>
    outcome.changes.filter(({ word }) => word === wanted).length;

const known = (values: readonly (number | null)[]): readonly number[] => values.filter((value) => value !== null);

/** One value, that may be left out where it is nothing: CloudWatch charges for each metric that is written. */
const unlessZero = (value: number): readonly number[] => (value === 0 ? [] : [value]);

/** What the runs of one invocation come to. `timeOf` reads an ISO 8601 time. */
export function metricsOf(runs: readonly Counted[], occasion: Occasion, timeOf: (text: string) => number): MetricData {
  const sum = (of: (run: Counted) => number): number => runs.reduce((total, run) => total + of(run), 0);
  const isScheduled = occasion !== 'call';
  return {
    Sweeps: occasion === 'sweep' ? [1] : [],
    Groups: unlessZero(runs.length),
    OpenIncidents: isScheduled ? [runs.filter(isOpen).length] : [],
    UnknownVerdicts: isScheduled ? [sum(unknownIn)] : [],
    Repairs: unlessZero(sum(changesIn('restored'))),
    RepairsFailed: unlessZero(sum(changesIn('failed'))),
    RecordsNotKept: unlessZero(sum(({ recordsNotKept }) => recordsNotKept)),
    AlertsOwed: unlessZero(sum(({ alertsOwed }) => alertsOwed)),
    TimeToRestore: known(runs.map(({ news }) => secondsToRestore(news, timeOf))),
    TimeToProof: known(runs.map(({ news }) => secondsToProof(news))),
  };
}

/** What is written where everything is handed out to a queue: the messages bring the rest. */
export const HANDED_OUT: MetricData = { Sweeps: [1] };

/** So many values a metric may have in one line (CloudWatch user guide, "Specification: Embedded metric format"). */
const VALUES = 100;

const isName = (name: string): name is MetricName => name in UNITS;

/**
 * Metrics in CloudWatch's embedded metric format, a line each: CloudWatch takes them from the log (CloudWatch user guide,
 * "Specification: Embedded metric format"). `at` is the time in milliseconds since the epoch.
 */
export function metricLines(data: MetricData, at: number): readonly string[] {
  const names = Object.keys(data).filter(isName);
  const longest = Math.max(0, ...names.map((name) => data[name]?.length ?? 0));
  return Array.from({ length: Math.ceil(longest / VALUES) }, (_, line) => {
    const values = names.map((name) => [name, data[name]?.slice(line * VALUES, (line + 1) * VALUES) ?? []] as const);
    const present = values.filter(([, list]) => list.length > 0);
    const directive = {
      Namespace: NAMESPACE,
      Dimensions: [Object.keys(DIMENSIONS)],
      Metrics: present.map(([name]) => ({ Name: name, Unit: UNITS[name] })),
    };
    const written = present.map(([name, list]) => [name, list.length === 1 ? list[0] : list]);
    return JSON.stringify({
      _aws: { Timestamp: at, CloudWatchMetrics: [directive] },
      ...DIMENSIONS,
      ...Object.fromEntries(written),
    });
  });
}
