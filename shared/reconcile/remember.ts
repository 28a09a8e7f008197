import { advance } from '../incident/advance.ts';
import { idOf } from '../incident/id.ts';
import type { Happening, Incident } from '../incident/incident.ts';
import type { Judgement } from './judge.ts';
import { type Alert, type Memory, noMemory } from './memory.ts';
import { memoryAfter } from './memory-after.ts';
import type { Outcome } from './outcome.ts';
import type { Ports, Remembered } from './ports.ts';
import type { Reading } from './reading.ts';
import { refusalsAfter } from './refusals.ts';
import { incidentIn, sightOf } from './sight.ts';

/** The memory of one trail: as it was read, and under which tag it may be written. */
type Written = { readonly memory: Memory; readonly tag: string | null };

/** Null where it could not be read: what is there must not be overwritten. */
function knownOf(trailArn: string, read: Reading<Remembered> | undefined): Written | null {
  if (read?.state === 'absent') return { memory: noMemory(trailArn), tag: null };
  return read?.state === 'present' ? read.value : null;
}

/** Writes one memory, where it is news. Whoever wrote in between saw the same trail; the next run compares again. */
async function write(before: Written, after: Memory, { store }: Ports): Promise<Written | string> {
  if (before.tag !== null && JSON.stringify(before.memory) === JSON.stringify(after)) return before;
  try {
    const tag = await store.write(after, before.tag);
    return tag === null ? 'somebody else wrote at the same time' : { memory: after, tag };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** So many alerts are kept while none can be sent; the oldest go first. */
const OWED = 20;

/** A memory as it was written; why it was not; null where none could be read. */
type Saved = Written | string | null;

/**
 * Saves the memories of all trails. What is owed is held by the first that can be written: others that said "told" while none
 * held it would keep people in the dark.
 */
async function saveAll(
  judgements: readonly Judgement[],
  owed: readonly Alert[],
  save: (judgement: Judgement, at: number, owes: readonly Alert[]) => Promise<Saved>,
): Promise<readonly Saved[]> {
  const first: Saved[] = [];
  for (const [at, judgement] of judgements.entries()) {
    if (owed.length === 0) break;
    const saved = await save(judgement, at, owed);
    first.push(saved);
    if (saved !== null && typeof saved !== 'string') break;
  }
  const rest = judgements.slice(first.length).map((judgement, at) => save(judgement, first.length + at, []));
  return [...first, ...(await Promise.all(rest))];
}

/** What happened in a run, and to which incident: the one that lasts, or the one that ended. */
export type News = {
  readonly happening: Happening | null;
  readonly incident: Incident | null;
  readonly outcome: Outcome;
  /** When it was judged, in milliseconds since the epoch. */
  readonly at: number;
};

/** What is kept of news: the id it is found by, and the object as text. */
export type Kept = { readonly id: string; readonly text: string };

/** How news become what people read, and what is kept. */
export type Telling = {
  /** Writes a time, in milliseconds since the epoch, as ISO 8601 in UTC. */
  readonly timeText: (milliseconds: number) => string;
  /** What is kept; null where nothing is. */
  readonly record: (news: News) => Kept | null;
  /** What people are told, with the id of what is kept; null where they need not know. */
  readonly alert: (news: News, record: string | null) => Alert | null;
};

/** The news of a run, and the incident that its trails are in afterwards. */
function newsOf(
  outcome: Outcome,
  { clock }: Ports,
  { timeText }: Telling,
): { readonly news: News; readonly lasting: Incident | null } {
  const at = clock.now();
  const id = idOf(timeText(at), outcome.judgements.map(({ trail }) => trail.arn).join(' '));
  const { incident, happening, ended } = advance(incidentIn(outcome.remembered), sightOf(outcome, at, clock.parse), id);
  return { news: { happening, incident: incident ?? ended, outcome, at }, lasting: incident };
}

/**
 * Remembers what a run saw, and tells people what happened. The alert is remembered before it is sent and until it was sent, so
 * that neither a failure nor the end of the process in between keeps people from hearing of it. Throws if it could not be sent.
 *
 * @returns why something could not be remembered
 */
export async function remember(outcome: Outcome, telling: Telling, ports: Ports): Promise<readonly string[]> {
  const known = outcome.judgements.map(({ trail }, at) => knownOf(trail.arn, outcome.remembered[at]));
  const owed = known.flatMap((one) => one?.memory.untold ?? []);
  const { news, lasting } = newsOf(outcome, ports, telling);
  const record = telling.record(news);
  const keeping = keep(record, ports);
  const alert = telling.alert(news, record?.id ?? null);
  const untold = alert === null ? [] : [alert];
  const afterRun = (before: Written, judgement: Judgement, owes: readonly Alert[]): Memory => ({
    ...memoryAfter(before.memory, judgement, news.at),
    refusals: refusalsAfter(judgement.observation, outcome.changes, news.at),
    changedAt: outcome.changes.some(({ word }) => word === 'restored') ? news.at : before.memory.changedAt,
    incident: lasting,
    untold: [...before.memory.untold, ...owes].slice(-OWED),
  });
  const save = async (judgement: Judgement, at: number, owes: readonly Alert[]): Promise<Saved> => {
    const before = known[at] ?? null;
    return before === null ? null : write(before, afterRun(before, judgement, owes), ports);
  };
  const written = await saveAll(outcome.judgements, untold, save);
  const unsent = await sendAll([...owed, ...untold], ports);
  const settled = await Promise.all(
    written.map((one) =>
      typeof one === 'string' || one === null || one.memory.untold.length === 0
        ? null
        : write(one, { ...one.memory, untold: one.memory.untold.filter((one) => unsent.has(one)) }, ports),
    ),
  );
  const kept = await keeping;
  const [failure] = unsent.values();
  if (failure !== undefined) throw failure;
  return [...unreadableIn(outcome), ...[kept, ...written, ...settled].filter((one) => typeof one === 'string')];
}

/** Keeps a record, beside whatever else is done; why it could not be kept, if so: it stands in the log too. */
async function keep(record: Kept | null, { records }: Ports): Promise<string | null> {
  if (record === null) return null;
  try {
    await records.add(record);
    return null;
  } catch (error) {
    return `the record ${record.id}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** A memory that cannot be read protects from nothing: it is said with every run. */
function unreadableIn({ remembered }: Outcome): readonly string[] {
  return remembered.flatMap((read) => (read.state === 'unreadable' ? [read.reason] : []));
}

/** Sends what it can; those that could not be sent, each with the reason. */
async function sendAll(alerts: readonly Alert[], { notifier }: Ports): Promise<ReadonlyMap<Alert, unknown>> {
  const unsent = new Map<Alert, unknown>();
  for (const alert of alerts) {
    try {
      await notifier.send(alert);
    } catch (error) {
      unsent.set(alert, error);
    }
  }
  return unsent;
}
