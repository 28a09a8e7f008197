import { isHeldBack } from '../incident/advance.ts';
import { type SourceSettings, sourceArn } from '../settings/settings.ts';
import { type Healed, heal } from './heal.ts';
import type { Hold } from './hold.ts';
import { holdingBack } from './holds.ts';
import type { Judgement } from './judge.ts';
import { isThere, judgedAll, type Look, look, lookAround, type Run, settledLook } from './look.ts';
import { type LostEdit, lostEdit } from './lost-edit.ts';
import { isUnknown } from './memory-after.ts';
import { readingsOf } from './observation.ts';
import type { Change, Outcome, OutcomeWord } from './outcome.ts';
import { planRepairs } from './plan.ts';
import { readingOnce } from './reading-once.ts';
import { REFUSAL_CHECK } from './refusal.ts';
import { tried } from './refusals.ts';
import { incidentIn } from './sight.ts';
import { type Survey, unsurveyed } from './surroundings.ts';
import { survey } from './survey.ts';

/** What the default modes would have changed, where the settings hold it back. */
function withheld(look: Look, run: Run): readonly Change[] {
  if (!run.settings.alertOnly) return [];
  const settings = { ...run.settings, alertOnly: false };
  const judgements = judgedAll(
    look.judgements.map(({ observation }) => observation),
    { ...run, settings },
  );
  const plan = planRepairs(judgements);
  return [...plan.documents, ...plan.actions].map((what) => ({
    what,
    word: 'would-restore',
    note: null,
    at: null,
    retryable: false,
  }));
}

/**
 * The word for all of it. What was changed counts as restored only if nothing critical is left that stops delivery: an alert
 * that needs a person must not look like one that does not.
 */
function wordOf(changes: readonly Change[], told: number, isOpen: boolean): OutcomeWord {
  const has = (word: Change['word']): boolean => changes.some((change) => change.word === word);
  if (has('failed')) return 'failed';
  if (has('restored')) return isOpen ? 'alerted' : 'restored';
  if (has('would-restore')) return 'would-restore';
  return told > 0 ? 'alerted' : 'unchanged';
}

/** Something critical that is left to people: after the repairs, log files still do not arrive. */
function isOpen({ judgements, plan }: Look): boolean {
  const critical = judgements.flatMap(({ findings }) =>
    findings.filter(({ severity, finding }) => severity === 'critical' && finding.verdict === 'broken'),
  );
  return plan.notRepairable.some(({ id }) => id === REFUSAL_CHECK || critical.some(({ check }) => check.id === id));
}

/** Whether what cannot be told has lasted for two schedule periods; at once where nobody remembers. */
function isLasting({ observation: { memory } }: Judgement, { settings, ports }: Run): boolean {
  if (memory.state === 'unreadable' || memory.state === 'not-asked') return true;
  const since = memory.state === 'present' ? memory.value.unknownSince : null;
  return since !== null && ports.clock.now() - since >= 2 * settings.scheduleMinutes * MINUTE;
}

const MINUTE = 60_000;

/** What could not be told for long enough, and is not mended by a repair either; each reason once. */
function unknownIn({ judgements }: Look, run: Run): Outcome['unknown'] {
  const open = judgements
    .filter((judgement) => isLasting(judgement, run))
    .flatMap(({ findings }) => findings.filter(isUnknown));
  return open
    .filter(({ finding }, at) => open.findIndex((other) => other.finding.message === finding.message) === at)
    .map(({ check, finding }) => ({ id: check.id, message: finding.message, suggestion: null }));
}

/** A read failed that may succeed later. */
function isRetryable({ judgements }: Look): boolean {
  return judgements.some(({ observation }) =>
    readingsOf(observation).some((reading) => reading.state === 'unreadable' && reading.retryable === true),
  );
}

/** What stays until somebody acts, as one text: equal texts are the same state. */
function lastingOf(
  word: OutcomeWord,
  changes: readonly Change[],
  left: readonly { id: string; message: string }[],
  held: readonly Hold[],
): string | null {
  if (word === 'unchanged' || word === 'restored') return null;
  // What was restored does not last: the next run finds the rest of it and must not tell of it anew.
  const unmade = changes.filter(({ word: one }) => one !== 'restored');
  const open = unmade.map(({ what, word: one, note }) => `${one} ${what.kind} ${what.resource} ${note}`);
  return JSON.stringify([word, ...open, ...left.map(({ id, message }) => `${id}: ${message}`), ...held]);
}

/** So many of the last writes are remembered. */
const REMEMBERED = 50;

function lostEditOf({ cause, ports, writes }: Run, seen: Look): LostEdit | null {
  if (cause?.eventTime === undefined || cause.eventTime === null || isThere(cause, seen)) return null;
  return lostEdit(cause, ports.clock.parse(cause.eventTime), writes);
}

/** So long is waited for what lies around the trails, in milliseconds: people have to hear of the repair before the process ends. */
const PATIENCE = 60_000;

async function inTime(asked: Promise<Survey>, sources: readonly SourceSettings[], { ports }: Run): Promise<Survey> {
  const around = await ports.clock.within(PATIENCE, asked);
  if (around !== null) return around;
  const late = unsurveyed('to look around the trail took longer than a minute');
  return new Map(sources.map((settings) => [sourceArn(settings), late]));
}

/** What a plan changes, as one text. */
const changesIn = ({ plan: { documents, actions } }: Look): string =>
  JSON.stringify([documents.map(({ kind, resource, added, restored }) => [kind, resource, added, restored]), actions]);

/**
 * Judges what was healed once more, with what lies around the trails. Where that shows something else to repair, AWS is
 * looked at afresh and it is repaired too.
 */
async function healAround(trails: readonly SourceSettings[], healed: Healed, run: Run): Promise<Healed> {
  const found = lookAround(healed.found, run);
  const seen = lookAround(healed.seen, run);
  if (changesIn(seen) === changesIn(healed.seen)) return { ...healed, found, seen };
  const more = await heal(trails, await look(trails, run), run);
  return { found, seen: more.seen, changes: [...healed.changes, ...more.changes] };
}

/**
 * One pass over trails that share a document: observe, check, plan, apply. What lies around them is read at the same time,
 * and waited for after the repair. Where somebody keeps undoing repairs, one in a schedule period is made. Remembering and telling
 * come after it.
 */
export async function reconcile(trails: readonly SourceSettings[], given: Run): Promise<Outcome> {
  // Both ask what a trail is, and are answered once.
  const ports = readingOnce(given.ports);
  const asked = survey(trails, { ...given, ports });
  const looked = await settledLook(trails, given, look(trails, { ...given, ports }));
  const isHeld = isHeldBack(incidentIn(looked.remembered), ports.clock.now(), given.settings.scheduleMinutes * MINUTE);
  const run = isHeld ? { ...given, settings: { ...given.settings, alertOnly: true } } : given;
  const first = isHeld ? lookAround(looked, run) : looked;
  const lost = lostEditOf(run, first);
  const healed = await heal(trails, first, run);
  const around = await healAround(trails, healed, { ...run, around: await inTime(asked, trails, run) });
  const { changes: made } = around;
  const [found, seen] = [tried(around.found, made, run), tried(around.seen, made, run)];
  run.writes.splice(0, run.writes.length - REMEMBERED);
  const changes = [...made, ...withheld(seen, run)];
  const unknown = unknownIn(seen, run);
  const { notRepairable } = seen.plan;
  const held = holdingBack(seen.judgements, ports.clock.now());
  const told = notRepairable.length + unknown.length + (lost === null ? 0 : 1);
  const word = wordOf(changes, told, isOpen(seen));
  return {
    ...{ word, judgements: found.judgements, changes, notRepairable, unknown, lost, held },
    remembered: seen.remembered,
    lasting: lastingOf(word, changes, [...notRepairable, ...unknown], held),
    retryable: isRetryable(seen),
    cause: run.cause,
    isHeldBack: isHeld,
  };
}
