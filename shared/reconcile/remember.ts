import { DOCUMENT_KINDS, type DocumentKind, resourceOfDocument } from '../trail/document.ts';
import type { Judgement } from './judge.ts';
import { type Alert, type Memory, noMemory } from './memory.ts';
import type { Observation } from './observation.ts';
import type { Outcome } from './outcome.ts';
import { isSamePolicies, ofSameResources, readPolicies } from './policies.ts';
import type { Ports, Remembered } from './ports.ts';
import { isRead, type Reading } from './reading.ts';

/** Our clock and CloudTrail's may differ by so much, in milliseconds. */
const MINUTE = 60_000;

/** The settings of a trail count as known once nothing is said against them. */
function descriptionAfter(memory: Memory, { observation, findings }: Judgement): Memory['description'] {
  const { description } = observation;
  const objection = findings.some(
    ({ check, finding }) => check.id === 'trail-settings-are-expected' && finding.verdict !== 'healthy',
  );
  return description.state === 'present' && !objection ? description.value : memory.description;
}

/** A document that the trail has, and that could not be read or was not judged in this look. */
function isUnread({ trail, policies }: Observation, kind: DocumentKind): boolean {
  return resourceOfDocument(trail, kind) !== null && !isRead(policies[kind]);
}

/** What was proven, but for the policy of a bucket, key or topic that the trail has left. */
function provenOf({ proven, description: before }: Memory, after: Memory['description']): Memory['proven'] {
  if (proven === null || before === null || after === null) return proven;
  return { ...proven, policies: ofSameResources(proven.policies, before, after) };
}

/**
 * What is to be remembered after a look. Policies are proven once a log file arrived later than they were first seen in
 * force, with no error reported since.
 */
function memoryAfter(memory: Memory, judgement: Judgement, now: number): Memory {
  const { observation, delivers, findings } = judgement;
  const status = observation.status.state === 'present' ? observation.status.value : null;
  const isKnown = DOCUMENT_KINDS.every((kind) => !isUnread(observation, kind));
  const policies = readPolicies(observation.policies);
  const isInForce = memory.inForce !== null && isSamePolicies(memory.inForce.policies, policies);
  const inForce = isInForce || !isKnown ? memory.inForce : { policies, since: now };
  const arrived = status?.latestDeliveryError === null ? status.latestDeliveryTime : null;
  const isProven =
    isKnown &&
    isInForce &&
    inForce !== null &&
    delivers !== false &&
    arrived !== null &&
    arrived > inForce.since + MINUTE;
  const isNews = memory.proven === null || !isSamePolicies(memory.proven.policies, policies);
  const description = descriptionAfter(memory, judgement);
  return {
    ...memory,
    description,
    seenLogging: memory.seenLogging || status?.isLogging === true,
    inForce,
    proven: isProven && isNews ? { policies, at: now } : provenOf(memory, description),
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
const REMINDER = 24 * 60 * MINUTE;

/** So many alerts are kept while none can be sent; the oldest go first. */
const OWED = 20;

/** Whether people know already: the same lasting state was told within a day, and nothing was changed since. */
function isTold({ lasting, changes, lost }: Outcome, known: readonly (Written | null)[], now: number): boolean {
  if (lasting === null || lost !== null || changes.some(({ word }) => word === 'restored')) return false;
  const told = known.find((one) => one?.memory.told?.what === lasting)?.memory.told;
  return told !== null && told !== undefined && now - told.at < REMINDER;
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
  const written = await Promise.all(
    outcome.judgements.map(async (judgement, at): Promise<Written | string | null> => {
      const before = known[at];
      if (before === null || before === undefined) return null;
      const seen = memoryAfter(before.memory, judgement, now);
      const after = {
        ...seen,
        told: toldAlready ? before.memory.told : told,
        untold: at === 0 ? [...before.memory.untold, ...news].slice(-OWED) : before.memory.untold,
      };
      return write(before, after, ports);
    }),
  );
  for (const one of [...owed, ...news]) await ports.notifier.send(one);
  const settled = await Promise.all(
    written.map((one) =>
      typeof one === 'string' || one === null || one.memory.untold.length === 0
        ? null
        : write(one, { ...one.memory, untold: [] }, ports),
    ),
  );
  return [...written, ...settled].filter((one) => typeof one === 'string');
}
