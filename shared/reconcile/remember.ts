import type { Judgement } from './judge.ts';
import { type Alert, type Memory, noMemory } from './memory.ts';
import type { Outcome } from './outcome.ts';
import { isProof, isSamePolicies, ofSameResources, type Policies, policiesAsKnown } from './policies.ts';
import type { Ports, Remembered } from './ports.ts';
import type { Reading } from './reading.ts';
import { refusalsAfter } from './refusals.ts';

/** The settings of a trail count as known once nothing is said against them, under what the settings file said then. */
function descriptionAfter(
  memory: Memory,
  { observation, findings }: Judgement,
): Pick<Memory, 'description' | 'expected'> {
  // Nothing is known of an event data store that could be compared.
  if ('store' in observation) return memory;
  const { description, expected } = observation;
  const objection = findings.some(
    ({ check, finding }) => check.id === 'trail-settings-are-expected' && finding.verdict !== 'healthy',
  );
  if (description.state !== 'present' || objection) return memory;
  return { description: description.value, expected: JSON.stringify(expected) };
}

/** Policies but for those of a bucket, key or topic that the trail has left. */
function sameResources<T extends Policies | undefined>(
  policies: T,
  before: Memory['description'],
  after: Memory['description'],
): T | Policies {
  if (policies === undefined || before === null || after === null) return policies;
  return ofSameResources(policies, before, after);
}

function provenOf({ proven, description }: Memory, after: Memory['description']): Memory['proven'] {
  return proven === null ? null : { ...proven, policies: sameResources(proven.policies, description, after) };
}

/**
 * What is to be remembered after a look. Policies are proven once a log file arrived later than they were first seen in
 * force, with no error reported since.
 */
function memoryAfter(memory: Memory, judgement: Judgement, now: number): Memory {
  const { observation, delivers, findings } = judgement;
  const status = 'status' in observation && observation.status.state === 'present' ? observation.status.value : null;
  const described = descriptionAfter(memory, judgement);
  const before = sameResources(memory.inForce?.policies, memory.description, described.description);
  const policies = policiesAsKnown(observation.policies, before);
  const isInForce = memory.inForce !== null && isSamePolicies(memory.inForce.policies, policies);
  const inForce = isInForce ? memory.inForce : { policies, since: now };
  const arrived = status?.latestDeliveryError === null ? status.latestDeliveryTime : null;
  const isProven = isInForce && delivers !== false && arrived !== null && isProof(arrived, inForce.since);
  const isNews = memory.proven === null || !isSamePolicies(memory.proven.policies, policies);
  return {
    ...memory,
    ...described,
    seenLogging: memory.seenLogging || status?.isLogging === true,
    inForce,
    proven: isProven && isNews ? { policies, at: now } : provenOf(memory, described.description),
    unknownSince: findings.some(isUnknown) ? (memory.unknownSince ?? now) : null,
  };
}

/** Something that counts and cannot be told, and that no repair settles either. */
export function isUnknown({ finding, mode }: Judgement['findings'][number]): boolean {
  return finding.verdict === 'unknown' && mode !== 'advice' && (finding.repair === null || mode !== 'restore');
}

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

/** An alert that says nothing new is not sent again for so long, in milliseconds. */
const REMINDER = 24 * 60 * 60_000;

/** So many alerts are kept while none can be sent; the oldest go first. */
const OWED = 20;

/** Whether people know already: the same lasting state was told within a day, and nothing was changed since. */
function isTold({ lasting, changes, lost }: Outcome, known: readonly (Written | null)[], now: number): boolean {
  if (lasting === null || lost !== null || changes.some(({ word }) => word === 'restored')) return false;
  const told = known.find((one) => one?.memory.told?.what === lasting)?.memory.told;
  return told !== null && told !== undefined && now - told.at < REMINDER;
}

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

/**
 * Remembers what a run saw, and tells people. The alert is remembered before it is sent and until it was sent, so that
 * neither a failure nor the end of the process in between keeps people from hearing of it. Throws if it could not be sent.
 *
 * @returns why something could not be remembered
 */
export async function remember(outcome: Outcome, alert: Alert | null, ports: Ports): Promise<readonly string[]> {
  const now = ports.clock.now();
  const known = outcome.judgements.map(({ trail }, at) => knownOf(trail.arn, outcome.remembered[at]));
  const owed = known.flatMap((one) => one?.memory.untold ?? []);
  const toldAlready = isTold(outcome, known, now);
  const news = alert === null || toldAlready ? [] : [alert];
  const told = outcome.lasting === null ? null : { what: outcome.lasting, at: now };
  const afterRun = (before: Written, judgement: Judgement, owes: readonly Alert[]): Memory => ({
    ...memoryAfter(before.memory, judgement, now),
    refusals: refusalsAfter(judgement.observation, outcome.changes, now),
    changedAt: outcome.changes.some(({ word }) => word === 'restored') ? now : before.memory.changedAt,
    told: toldAlready ? before.memory.told : told,
    untold: [...before.memory.untold, ...owes].slice(-OWED),
  });
  const save = async (judgement: Judgement, at: number, owes: readonly Alert[]): Promise<Saved> => {
    const before = known[at] ?? null;
    return before === null ? null : write(before, afterRun(before, judgement, owes), ports);
  };
  const written = await saveAll(outcome.judgements, news, save);
  const unsent = await sendAll([...owed, ...news], ports);
  const settled = await Promise.all(
    written.map((one) =>
      typeof one === 'string' || one === null || one.memory.untold.length === 0
        ? null
        : write(one, { ...one.memory, untold: one.memory.untold.filter((alert) => unsent.has(alert)) }, ports),
    ),
  );
  const [failure] = unsent.values();
  if (failure !== undefined) throw failure;
  return [...unreadableIn(outcome), ...[...written, ...settled].filter((one) => typeof one === 'string')];
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
