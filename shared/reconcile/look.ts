import type { Check, Mode } from '../checks/check.ts';
import type { ApiCall } from '../events/api-call.ts';
import type { Settings, TrailSettings } from '../settings/settings.ts';
import { type Judgement, judge } from './judge.ts';
import type { RecentWrite } from './lost-edit.ts';
import { observe } from './observe.ts';
import { type Plan, planRepairs } from './plan.ts';
import type { Ports } from './ports.ts';

/** When a harmful call is followed by a read that looks healthy, it is read again after these pauses, in milliseconds. */
const SECOND_LOOKS = [10_000, 50_000];

/** What one round of reads shows of the trails of a bucket, and what is to be done about it. */
export type Look = {
  readonly judgements: readonly Judgement[];
  readonly plan: Plan;
  /** When the earliest of the reads began, in milliseconds since the epoch. */
  readonly readAt: number;
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
};

/** The mode of a check under these settings; alert-only turns every repair into an alert. */
export function modeUnder(settings: Settings): (check: Check) => Mode {
  return (check) => {
    const mode = settings.modes[check.id] ?? check.mode;
    return mode === 'restore' && settings.alertOnly ? 'alert' : mode;
  };
}

/** The same judgements under another policy of the bucket: what if this were the document? */
export function judgedUnder(policy: string, judgements: readonly Judgement[], run: Run): readonly Judgement[] {
  return judgements.map(({ observation }) =>
    judge({ ...observation, bucketPolicy: { state: 'present', value: policy } }, run.checks, modeUnder(run.settings)),
  );
}

/** One round of reads, judged and planned. */
export async function look(trails: readonly TrailSettings[], run: Run): Promise<Look> {
  const observed = await Promise.all(trails.map((trail) => observe(trail, run.ports)));
  const seen = observed.filter((one) => one !== null);
  const judgements = seen.map(({ observation }) => judge(observation, run.checks, modeUnder(run.settings)));
  return { judgements, plan: planRepairs(judgements), readAt: Math.min(...seen.map(({ readAt }) => readAt)) };
}

const isHealthy = ({ plan, judgements }: Look): boolean =>
  plan.documents.length === 0 && plan.actions.length === 0 && judgements.every(({ delivers }) => delivers === true);

/** Would the policy that the call carried break delivery? A deleted policy does. */
function isHarmful(cause: ApiCall, { judgements }: Look, run: Run): boolean {
  if (cause.eventName === 'DeleteBucketPolicy') return true;
  if (cause.eventName !== 'PutBucketPolicy' || cause.policy === null) return false;
  const text = typeof cause.policy === 'string' ? cause.policy : JSON.stringify(cause.policy);
  return judgedUnder(text, judgements, run).some(({ delivers }) => delivers === false);
}

/** Looks; where the event shows harm that is not visible yet, looks again. The event itself is never acted on. */
export async function settledLook(trails: readonly TrailSettings[], run: Run): Promise<Look> {
  let seen = await look(trails, run);
  if (run.cause === null || !isHealthy(seen) || !isHarmful(run.cause, seen, run)) return seen;
  for (const pause of SECOND_LOOKS) {
    await run.ports.clock.pause(pause);
    seen = await look(trails, run);
    if (!isHealthy(seen)) break;
  }
  return seen;
}
