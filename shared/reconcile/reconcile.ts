import type { Check, Mode } from '../checks/check.ts';
import type { ApiCall } from '../events/api-call.ts';
import type { Settings, TrailSettings } from '../settings/settings.ts';
import { act, type WriteOutcome, writeDocument } from './apply.ts';
import { type Judgement, judge } from './judge.ts';
import { observe } from './observe.ts';
import type { Change, Outcome, OutcomeWord } from './outcome.ts';
import { type DocumentChange, type Plan, planRepairs } from './plan.ts';
import type { Ports } from './ports.ts';

/** How often a run starts over because somebody else wrote in between. */
const ATTEMPTS = 4;

/** When a harmful call is followed by a read that looks healthy, it is read again after these pauses, in milliseconds. */
const SECOND_LOOKS = [10_000, 50_000];

type Look = { readonly judgements: readonly Judgement[]; readonly plan: Plan; readonly readAt: number };

/** What a run is made with. */
export type Run = {
  readonly settings: Settings;
  readonly checks: readonly Check[];
  readonly ports: Ports;
  /** The call that woke it, or null on the schedule. */
  readonly cause: ApiCall | null;
};

/** The mode of a check under these settings; alert-only turns every repair into an alert. */
function modeUnder(settings: Settings): (check: Check) => Mode {
  return (check) => {
    const mode = settings.modes[check.id] ?? check.mode;
    return mode === 'restore' && settings.alertOnly ? 'alert' : mode;
  };
}

async function look(trails: readonly TrailSettings[], run: Run, modeOf: (check: Check) => Mode): Promise<Look> {
  const observed = await Promise.all(trails.map((trail) => observe(trail, run.ports)));
  const seen = observed.filter((one) => one !== null);
  const judgements = seen.map(({ observation }) => judge(observation, run.checks, modeOf));
  return { judgements, plan: planRepairs(judgements), readAt: Math.min(...seen.map(({ readAt }) => readAt)) };
}

const isHealthy = ({ plan, judgements }: Look): boolean =>
  plan.documents.length === 0 && plan.actions.length === 0 && judgements.every(({ delivers }) => delivers === true);

/** Would the policy that the call carried break delivery? A deleted policy does. */
function isHarmful(cause: ApiCall, { judgements }: Look, run: Run): boolean {
  if (cause.eventName !== 'PutBucketPolicy' && cause.eventName !== 'DeleteBucketPolicy') return false;
  const policy = cause.policy;
  if (policy === null) return cause.eventName === 'DeleteBucketPolicy';
  const text = typeof policy === 'string' ? policy : JSON.stringify(policy);
  return judgements.some(({ observation }) => {
    const asWritten = { ...observation, bucketPolicy: { state: 'present' as const, value: text } };
    return judge(asWritten, run.checks, (check) => check.mode).delivers === false;
  });
}

/** Looks; where the event shows harm that is not visible yet, looks again. The event itself is never acted on. */
async function settledLook(trails: readonly TrailSettings[], run: Run): Promise<Look> {
  const modeOf = modeUnder(run.settings);
  let seen = await look(trails, run, modeOf);
  if (run.cause === null || !isHealthy(seen) || !isHarmful(run.cause, seen, run)) return seen;
  for (const pause of SECOND_LOOKS) {
    await run.ports.clock.pause(pause);
    seen = await look(trails, run, modeOf);
    if (!isHealthy(seen)) break;
  }
  return seen;
}

function changeOf(what: Change['what'], outcome: WriteOutcome): Change {
  switch (outcome.state) {
    case 'written':
      return {
        what,
        word: 'restored',
        note: outcome.visible ? null : 'written, and not visible yet',
        at: outcome.at,
        retryable: false,
      };
    case 'changed':
      return {
        what,
        word: 'failed',
        note: 'others kept changing the document; the next run tries again',
        at: null,
        retryable: true,
      };
    case 'failed':
      return { what, word: 'failed', note: outcome.reason, at: null, retryable: outcome.retryable };
  }
}

/** Heals first: the documents, then the trail is switched on. Starts over while others write in between. */
async function heal(
  trails: readonly TrailSettings[],
  first: Look,
  run: Run,
): Promise<{ readonly seen: Look; readonly changes: readonly Change[] }> {
  let seen = first;
  for (let attempt = 1; ; attempt += 1) {
    const readAt = seen.readAt;
    const written = await Promise.all(
      seen.plan.documents.map(async (what: DocumentChange) => ({
        what,
        outcome: await writeDocument(what, readAt, run.ports),
      })),
    );
    if (attempt < ATTEMPTS && written.some(({ outcome }) => outcome.state === 'changed')) {
      seen = await look(trails, run, modeUnder(run.settings));
      continue;
    }
    const acted = await Promise.all(
      seen.plan.actions.map(async (what) => ({ what, outcome: await act(what, run.ports) })),
    );
    return { seen, changes: [...written, ...acted].map(({ what, outcome }) => changeOf(what, outcome)) };
  }
}

/** What the default modes would have changed, where the settings hold it back. */
function withheld(look: Look, run: Run): readonly Change[] {
  if (!run.settings.alertOnly) return [];
  const judgements = look.judgements.map(({ observation }) =>
    judge(observation, run.checks, modeUnder({ ...run.settings, alertOnly: false })),
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

/** One pass over the trails that share a bucket: observe, check, plan, apply. Telling is the caller's. */
export async function reconcile(trails: readonly TrailSettings[], run: Run): Promise<Outcome> {
  const first = await settledLook(trails, run);
  const { seen, changes: made } = await heal(trails, first, run);
  const changes = [...made, ...withheld(seen, run)];
  const unknown = seen.judgements.flatMap(({ findings }) =>
    findings
      .filter(({ finding }) => finding.verdict === 'unknown' && finding.repair === null)
      .map(({ check, finding }) => ({ id: check.id, message: finding.message, suggestion: null })),
  );
  const { notRepairable } = seen.plan;
  return {
    word: wordOf(changes, notRepairable.length + unknown.length),
    judgements: seen.judgements,
    changes,
    notRepairable,
    unknown,
    cause: run.cause,
  };
}
