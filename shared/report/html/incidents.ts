import { SEVERITIES, type Severity } from '../../checks/check.ts';
import type { AuditRecord } from '../../records/record.ts';
import { readTime, type Times } from './times.ts';

/** How far an incident has come: the state that its last record tells. */
export type IncidentState = 'open' | 'restored' | 'proven' | 'over' | 'not-proven' | 'rolled-back';

/** One incident, put together from its records. Times are milliseconds since the epoch, null where they are not known. */
export type ReportedIncident = {
  /** The incident's id; of a record that belongs to none, the record's own. */
  readonly id: string;
  /** From the oldest on. */
  readonly records: readonly AuditRecord[];
  readonly state: IncidentState;
  /** The worst of all records. */
  readonly severity: Severity;
  readonly brokenAt: number | null;
  /** When the first run found it. */
  readonly foundAt: number | null;
  /** Since when nothing is left to be done. */
  readonly restoredAt: number | null;
  /** When the log file arrived that proves it. */
  readonly provenAt: number | null;
  /** How many runs wrote something. */
  readonly repairs: number;
};

/** When something of an incident was seen last. */
export const latestOf = ({ records }: ReportedIncident, times: Times): number | null =>
  readTime(records.at(-1)?.at ?? null, times);

/** The time that an incident is listed under. */
export const listedAt = ({ brokenAt, foundAt }: ReportedIncident): number => brokenAt ?? foundAt ?? 0;

/** What CloudTrail itself reports follows from something else, which says more. */
const isCause = ({ id }: AuditRecord['findings'][number]): boolean => !/^trail-(delivers|publishes)-/.test(id);

/** What was found in an incident: the causes, and where there is none what CloudTrail reports. */
export function causesIn({ records }: Pick<ReportedIncident, 'records'>): readonly AuditRecord['findings'][number][] {
  const findings = records.flatMap((record) => record.findings);
  const causes = findings.filter(isCause);
  return causes.length === 0 ? findings : causes;
}

const known = (times: readonly (number | null)[]): readonly number[] => times.filter((time) => time !== null);

const least = (times: readonly (number | null)[]): number | null =>
  known(times).reduce<number | null>((one, other) => (one === null || other < one ? other : one), null);

const most = (times: readonly (number | null)[]): number | null =>
  known(times).reduce<number | null>((one, other) => (one === null || other > one ? other : one), null);

function stateOf({ outcome }: AuditRecord): IncidentState {
  switch (outcome) {
    case 'restored':
    case 'proven':
    case 'over':
    case 'not-proven':
    case 'rolled-back':
      return outcome;
    case 'unchanged':
    case 'would-restore':
    case 'alerted':
    case 'failed':
      return 'open';
  }
}

/** When a run wrote. */
function writtenIn({ documents, actions }: AuditRecord, times: Times): readonly (number | null)[] {
  const writes = [...documents, ...actions].filter(({ outcome }) => outcome === 'restored');
  return writes.map(({ at }) => readTime(at, times));
}

/** When a run had written the last thing that it wrote. */
const doneAt = (record: AuditRecord, times: Times): number | null =>
  most(writtenIn(record, times)) ?? readTime(record.at, times);

function restoredAt(state: IncidentState, last: AuditRecord, times: Times): number | null {
  if (last.end !== null) return readTime(last.end.restoredAt, times);
  return state === 'restored' ? doneAt(last, times) : null;
}

function provenAt(state: IncidentState, { at, end }: AuditRecord, times: Times): number | null {
  if (state !== 'proven') return null;
  return most((end?.gaps ?? []).map(({ to }) => readTime(to, times))) ?? readTime(at, times);
}

const isRepair = ({ documents, actions }: AuditRecord): boolean =>
  [...documents, ...actions].some(({ outcome }) => outcome === 'restored');

function incidentOf(id: string, records: readonly AuditRecord[], last: AuditRecord, times: Times): ReportedIncident {
  const state = stateOf(last);
  return {
    ...{ id, records, state },
    severity: SEVERITIES.find((one) => records.some(({ severity }) => severity === one)) ?? 'medium',
    brokenAt: least(records.map(({ brokenAt }) => readTime(brokenAt, times))),
    foundAt: least(records.slice(0, 1).flatMap((one) => [readTime(one.at, times), ...writtenIn(one, times)])),
    restoredAt: restoredAt(state, last, times),
    provenAt: provenAt(state, last, times),
    repairs: records.filter((record) => record.kind === 'remediation' && isRepair(record)).length,
  };
}

/** The records by incident, in the order of their times; a record that is given twice counts once. */
function grouped(records: readonly AuditRecord[]): ReadonlyMap<string, readonly AuditRecord[]> {
  const unique = new Map(records.map((record) => [record.id, record]));
  const groups = new Map<string, AuditRecord[]>();
  // Ids begin with the time, and tell records of one second apart.
  const ordered = [...unique.values()].toSorted((one, other) => (one.at + one.id < other.at + other.id ? -1 : 1));
  for (const record of ordered) {
    const id = record.incident ?? record.id;
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [record]);
    else group.push(record);
  }
  return groups;
}

/** The incidents that records tell of, the newest first. A record of no incident, as of a rollback, stands alone. */
export function incidentsOf(records: readonly AuditRecord[], times: Times): readonly ReportedIncident[] {
  const all = [...grouped(records)].flatMap(([id, group]) => {
    const last = group.at(-1);
    return last === undefined ? [] : [incidentOf(id, group, last, times)];
  });
  return all.toSorted((one, other) => listedAt(other) - listedAt(one));
}
