import type { TrailSettings } from '../settings/settings.ts';
import { heal } from './heal.ts';
import { judge } from './judge.ts';
import { type Look, modeUnder, type Run, settledLook } from './look.ts';
import { type LostEdit, lostEdit, type RecentWrite } from './lost-edit.ts';
import type { Change, Outcome, OutcomeWord } from './outcome.ts';
import { planRepairs } from './plan.ts';
import { remember } from './remember.ts';

/** What the default modes would have changed, where the settings hold it back. */
function withheld(look: Look, run: Run): readonly Change[] {
  if (!run.settings.alertOnly) return [];
  const settings = { ...run.settings, alertOnly: false };
  const judgements = look.judgements.map(({ observation, trail }) =>
    judge(observation, run.checks, modeUnder(settings, trail.arn)),
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

function wordOf(changes: readonly Change[], told: number): OutcomeWord {
  for (const word of ['failed', 'restored', 'would-restore'] as const) {
    if (changes.some((change) => change.word === word)) return word;
  }
  return told > 0 ? 'alerted' : 'unchanged';
}

/** What could not be told and is not mended by a repair either; each reason once. */
function unknownIn({ judgements }: Look): Outcome['unknown'] {
  const findings = judgements.flatMap((judgement) => judgement.findings);
  const open = findings.filter(
    ({ finding, mode }) => finding.verdict === 'unknown' && finding.repair === null && mode !== 'advice',
  );
  return open
    .filter(({ finding }, at) => open.findIndex((other) => other.finding.message === finding.message) === at)
    .map(({ check, finding }) => ({ id: check.id, message: finding.message, suggestion: null }));
}

/** Writes of this process, newest last: the next event may tell of an edit that one of them overwrote. */
function noteWrites(changes: readonly Change[], readAt: number, writes: RecentWrite[]): void {
  for (const { what, at } of changes) {
    if (at === null || !('before' in what)) continue;
    const { kind, resource, before, after } = what;
    writes.push({ kind, resource, before, after, from: readAt, to: at });
  }
  writes.splice(0, writes.length - REMEMBERED);
}

const REMEMBERED = 50;

function lostEditOf({ cause, ports, writes }: Run): LostEdit | null {
  if (cause?.eventTime === undefined || cause.eventTime === null) return null;
  return lostEdit(cause, ports.clock.parse(cause.eventTime), writes);
}

/** One pass over trails that share a document: observe, check, plan, apply, remember. Telling is the caller's. */
export async function reconcile(trails: readonly TrailSettings[], run: Run): Promise<Outcome> {
  const lost = lostEditOf(run);
  const first = await settledLook(trails, run);
  const { seen, changes: made } = await heal(trails, first, run);
  noteWrites(made, seen.readAt, run.writes);
  const forgotten = await remember(seen, run.ports);
  const changes = [...made, ...withheld(seen, run)];
  const unknown = unknownIn(seen);
  const { notRepairable } = seen.plan;
  const told = notRepairable.length + unknown.length + (lost === null ? 0 : 1);
  const word = wordOf(changes, told);
  return { word, judgements: seen.judgements, changes, notRepairable, unknown, lost, forgotten, cause: run.cause };
}
