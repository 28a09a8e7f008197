import { advance } from '../incident/advance.ts';
import { idOf } from '../incident/id.ts';
import type { Happening, Incident } from '../incident/incident.ts';
import type { Judgement } from './judge.ts';
import { type Alert, type Memory, noMemory, type Owed } from './memory.ts';
import { memoryAfter } from './memory-after.ts';
import type { Outcome } from './outcome.ts';
import { isLeftBehind, owing, sendAll, stillOwed } from './owing.ts';
import type { Ports, Remembered } from './ports.ts';
import type { Reading } from './reading.ts';
import { refusalsAfter } from './refusals.ts';
import { endedIn, incidentIn, sightOf } from './sight.ts';

/** The memory of one trail: as it was read, and under which tag it may be written. */
type Written = { readonly memory: Memory; readonly tag: string | null };

/** Null where it could not be read: what is there must not be overwritten. */
function knownOf(trailArn: string, read: Reading<Remembered> | undefined): Written | null {
  if (read?.state === 'absent') return { memory: noMemory(trailArn), tag: null };
  return read?.state === 'present' ? read.value : null;
}

/** Why a memory was not written that another run wrote since it was read. */
const OVERTAKEN = 'somebody else wrote at the same time';

/** Writes one memory, where it is news. Whoever wrote in between saw the same trail; the next run compares again. */
async function write(before: Written, after: Memory, { store }: Ports): Promise<Written | string> {
  if (before.tag !== null && JSON.stringify(before.memory) === JSON.stringify(after)) return before;
  try {
    const tag = await store.write(after, before.tag);
    return tag === null ? OVERTAKEN : { memory: after, tag };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** A memory as it was written; why it was not; null where none could be read. */
type Saved = Written | string | null;

/**
 * Saves the memories of all trails. What is owed is held by the first that can be written: others that said "told" while none
 * held it would keep people in the dark. Where that one was overtaken, nothing is saved if the run may start over: null.
 */
async function saveAll(
  judgements: readonly Judgement[],
  owed: readonly Owed[],
  save: (judgement: Judgement, at: number, owes: readonly Owed[]) => Promise<Saved>,
  mayStartOver: boolean,
): Promise<readonly Saved[] | null> {
  const first: Saved[] = [];
  for (const [at, judgement] of judgements.entries()) {
    if (owed.length === 0) break;
    const saved = await save(judgement, at, owed);
    first.push(saved);
    if (saved === OVERTAKEN && mayStartOver) return null;
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

/** What a run comes to, by the memories as they were read: what happened, what is kept and told, and how the memories go on. */
type Account = {
  readonly known: readonly (Written | null)[];
  readonly news: News;
  readonly record: Kept | null;
  /** The alerts of earlier runs that people were not told yet, by memory, and that of this run. */
  readonly owed: readonly (readonly Owed[])[];
  readonly untold: readonly Owed[];
  readonly after: (before: Written, judgement: Judgement, owes: readonly Owed[]) => Memory;
};

function accountOf(outcome: Outcome, { clock }: Ports, telling: Telling): Account {
  const at = clock.now();
  const id = idOf(telling.timeText(at), outcome.judgements.map(({ trail }) => trail.arn).join(' '));
  const last = endedIn(outcome.remembered);
  const before = incidentIn(outcome.remembered);
  const { incident, happening, ended } = advance(before, sightOf(outcome, at, clock.parse), id, last);
  const news: News = { happening, incident: incident ?? ended, outcome, at };
  const record = telling.record(news);
  const alert = telling.alert(news, record?.id ?? null);
  const known = outcome.judgements.map(({ trail }, place) => knownOf(trail.arn, outcome.remembered[place]));
  return {
    ...{ known, news, record, owed: known.map((one) => (one?.memory.untold ?? []).filter(isLeftBehind(at))) },
    untold: alert === null ? [] : [{ ...alert, sentAt: at }],
    after: (before, judgement, owes) => ({
      ...memoryAfter(before.memory, judgement, at),
      refusals: refusalsAfter(judgement.observation, outcome.changes, at),
      changedAt: outcome.changes.some(({ word }) => word === 'restored') ? at : before.memory.changedAt,
      incident,
      ended: ended === null ? last : { id: ended.id, at },
      untold: owing(before.memory, owes, at),
    }),
  };
}

const saveAs =
  ({ known, after }: Account, ports: Ports) =>
  async (judgement: Judgement, at: number, owes: readonly Owed[]): Promise<Saved> => {
    const before = known[at] ?? null;
    return before === null ? null : write(before, after(before, judgement, owes), ports);
  };

/** So often a run that had something to tell starts over, because another one wrote the same memories meanwhile. */
const ATTEMPTS = 4;

/**
 * Saves the memories. Where something happened and another run wrote them since they were read, they are read again, and it is
 * another thing that happened: of two runs that saw the same, one tells.
 */
async function saved(
  outcome: Outcome,
  telling: Telling,
  ports: Ports,
): Promise<{ readonly account: Account; readonly written: readonly Saved[] }> {
  let remembered = outcome.remembered;
  for (let attempt = 1; ; attempt += 1) {
    const account = accountOf({ ...outcome, remembered }, ports, telling);
    const mayStartOver = attempt < ATTEMPTS;
    const written = await saveAll(outcome.judgements, account.untold, saveAs(account, ports), mayStartOver);
    // Once one memory says that it is told, this run tells: another that is overtaken says so with the next run.
    if (written !== null) return { account, written };
    remembered = await Promise.all(outcome.judgements.map(({ trail }) => ports.store.read(trail.arn)));
  }
}

/**
 * Remembers what a run saw, and tells people what happened. The alert is remembered before it is sent and until it was sent, so
 * that neither a failure nor the end of the process in between keeps people from hearing of it. Throws if it could not be sent.
 *
 * @returns why something could not be remembered
 */
export async function remember(outcome: Outcome, telling: Telling, ports: Ports): Promise<readonly string[]> {
  const { account, written } = await saved(outcome, telling, ports);
  const { record, owed, untold } = account;
  const keeping = keep(record, ports);
  // Whoever wrote a memory in between may be about to send what was owed in it.
  const all = [...owed.flatMap((alerts, at) => (written[at] === OVERTAKEN ? [] : alerts)), ...untold];
  const unsent = await sendAll(all, ports);
  const left = (memory: Memory): Memory => ({ ...memory, untold: stillOwed(memory, all, unsent) });
  const settled = await Promise.all(
    written.map((one) => (typeof one === 'string' || one === null ? null : settle(one, left, ports))),
  );
  const kept = await keeping;
  const [failure] = unsent.values();
  if (failure !== undefined) throw failure;
  return [...unreadableIn(outcome), ...[kept, ...written, ...settled].filter((one) => typeof one === 'string')];
}

/** Writes into a memory what is owed no more, also where somebody wrote since: what was told would be told again. */
async function settle(written: Written, left: (memory: Memory) => Memory, ports: Ports): Promise<Saved> {
  let current = written;
  for (let attempt = 1; current.memory.untold.length > 0; attempt += 1) {
    const settled = await write(current, left(current.memory), ports);
    if (settled !== OVERTAKEN || attempt === ATTEMPTS) return settled;
    const read = await ports.store.read(current.memory.trailArn);
    if (read.state !== 'present') return settled;
    current = read.value;
  }
  return current;
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
