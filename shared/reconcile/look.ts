import type { Check } from '../checks/check.ts';
import type { ApiCall } from '../events/api-call.ts';
import { parsePolicy } from '../policy/document.ts';
import type { Settings, SourceSettings } from '../settings/settings.ts';
import { isNamed } from '../trail/arn.ts';
import { type DocumentKind, resourceOfDocument } from '../trail/document.ts';
import { deliversLogFiles } from '../trail/granted.ts';
import { modeUnder } from './asked-for.ts';
import { hinted } from './hinted.ts';
import { holdsIn, underHolds } from './holds.ts';
import { type Judgement, judge } from './judge.ts';
import { type RecentWrite, saysSame } from './lost-edit.ts';
import { observeSource } from './observe-source.ts';
import { type Plan, planRepairs } from './plan.ts';
import { readPolicies } from './policies.ts';
import type { Ports, Remembered } from './ports.ts';
import { isRead, type Reading } from './reading.ts';
import { readingOnce } from './reading-once.ts';
import { type SourceObservation, sourceOf } from './store-observation.ts';
import type { Survey } from './surroundings.ts';
import { surveyed } from './survey.ts';

/** When a harmful call is followed by a read that looks healthy, it is read again after these pauses, in milliseconds. */
const SECOND_LOOKS = [10_000, 50_000];

/** What one round of reads shows of the trails of a bucket, and what is to be done about it. */
export type Look = {
  readonly judgements: readonly Judgement[];
  readonly plan: Plan;
  /** When the earliest of the reads began, in milliseconds since the epoch. */
  readonly readAt: number;
  /** What the store held of each trail, in the order of the judgements. */
  readonly remembered: readonly Reading<Remembered>[];
};

/** What a run is made with. */
export type Run = {
  readonly settings: Settings;
  readonly checks: readonly Check[];
  readonly ports: Ports;
  /** The call that woke it, or null on the schedule. */
  readonly cause: ApiCall | null;
  /** The writes of this process so far; a run adds its own. */
  readonly writes: RecentWrite[];
  /** What lies around the trails; null or left out while nobody looked. */
  readonly around?: Survey | null;
};

/** Judges trails that share a document: what a person holds of any of them is held of all. */
export function judgedAll(
  observations: readonly SourceObservation[],
  { checks, settings, ports, cause }: Pick<Run, 'checks' | 'settings' | 'ports' | 'cause'>,
): readonly Judgement[] {
  const holds = holdsIn(
    observations.map(({ memory }) => memory),
    ports.clock.now(),
  );
  return observations.map((observation) =>
    underHolds(
      judge(hinted(observation, cause, ports.clock), checks, modeUnder(settings, sourceOf(observation).arn)),
      holds,
    ),
  );
}

/** The same judgements under another policy of the bucket, key or topic: what if this were the document? */
export function judgedUnder(
  kind: DocumentKind,
  policy: string,
  judgements: readonly Judgement[],
  run: Run,
): readonly Judgement[] {
  const observations = judgements.map(({ observation }) => {
    if (!isRead(observation.policies[kind])) return observation;
    const policies = { ...observation.policies, [kind]: { state: 'present', value: policy } };
    return { ...observation, policies };
  });
  return judgedAll(observations, run);
}

/** One round of reads, judged and planned. */
export async function look(trails: readonly SourceSettings[], run: Run): Promise<Look> {
  const ports = readingOnce(run.ports);
  const observed = await Promise.all(trails.map((trail) => observeSource(trail, ports)));
  const seen = observed.filter((one) => one !== null);
  const judgements = judgedAll(
    seen.map(({ observation }) => surveyed(observation, run.around ?? null)),
    run,
  );
  const readAt = Math.min(...seen.map((one) => one.readAt));
  return { judgements, plan: planRepairs(judgements), readAt, remembered: seen.map((one) => one.remembered) };
}

/** The same look, with what lies around the trails. */
export function lookAround(seen: Look, run: Run): Look {
  const judgements = judgedAll(
    seen.judgements.map(({ observation }) => surveyed(observation, run.around ?? null)),
    run,
  );
  return { ...seen, judgements, plan: planRepairs(judgements) };
}

/** The document that a call wrote, with what was read of the trails that it is for. */
function readOf({ subject, document }: ApiCall, { judgements }: Look) {
  if (document === null || subject === null) return [];
  return judgements.flatMap(({ observation: { policies }, trail }) => {
    const resource = resourceOfDocument(trail, document.kind);
    return resource === null || !isNamed(resource, subject) ? [] : [{ document, policies }];
  });
}

/** Whether the document is read as the call wrote it. */
export function isThere(cause: ApiCall, seen: Look): boolean {
  return readOf(cause, seen).some(({ document, policies }) => {
    if (policies[document.kind].state === 'absent') return document.policy === null;
    const read = readPolicies(policies)[document.kind];
    return read !== undefined && saysSame(document.policy, read);
  });
}

/** Whether the document cannot be read until somebody changes something: waiting shows nothing. */
function isClosed(cause: ApiCall, seen: Look): boolean {
  return readOf(cause, seen).some(({ document: { kind }, policies }) => {
    const reading = policies[kind];
    return reading.state === 'unreadable' && reading.retryable !== true;
  });
}

/** Would the document that the call wrote break delivery? One that was deleted does. */
function isHarmful({ document }: ApiCall, { judgements }: Look): boolean {
  if (document === null) return false;
  if (document.policy === null) return true;
  const parsed = parsePolicy(document.policy);
  return parsed.ok && judgements.some(({ trail }) => deliversLogFiles(parsed.policy, trail, document.kind) === false);
}

/** The harm that a call did is not visible yet: it is not what was read, and nothing else is to be repaired meanwhile. */
function isPending(cause: ApiCall, seen: Look): boolean {
  if (cause.document === null || isThere(cause, seen) || !isHarmful(cause, seen) || isClosed(cause, seen)) return false;
  return seen.plan.documents.length + seen.plan.actions.length === 0;
}

/** An event this old says nothing of what a read should show, in milliseconds. */
const RECENT = 60_000;

/** Pauses before a read is tried again that does not show yet what a recent call wrote, in milliseconds. */
const CATCHING_UP = [500, 1_500, 3_000];

/** Whether a call just wrote another document than the one that was read: a write that rests on this read would undo it. */
function isBehind({ document, subject, eventTime }: ApiCall, seen: Look, run: Run): boolean {
  if (document === null || subject === null || eventTime === null || seen.plan.documents.length === 0) return false;
  if (seen.readAt - run.ports.clock.parse(eventTime) > RECENT) return false;
  const change = seen.plan.documents.find(({ kind, resource }) => kind === document.kind && isNamed(resource, subject));
  return change !== undefined && !saysSame(document.policy, change.before);
}

/**
 * Looks; where the event shows harm that is not visible yet, or a document that the read does not show, looks again. The
 * event itself is never acted on.
 */
export async function settledLook(
  trails: readonly SourceSettings[],
  run: Run,
  first: Promise<Look> = look(trails, run),
): Promise<Look> {
  const { cause, ports } = run;
  let seen = await first;
  if (cause === null) return seen;
  for (const pause of CATCHING_UP) {
    if (!isBehind(cause, seen, run)) break;
    await ports.clock.pause(pause);
    seen = await look(trails, run);
  }
  for (const pause of SECOND_LOOKS) {
    if (!isPending(cause, seen)) break;
    await ports.clock.pause(pause);
    seen = await look(trails, run);
  }
  return seen;
}
