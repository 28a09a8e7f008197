import { standingRefusals } from '../checks/parts/standing.ts';
import { bucketArn } from '../trail/arn.ts';
import { modeUnder } from './asked-for.ts';
import type { CheckedFinding, Judgement } from './judge.ts';
import { judge } from './judge.ts';
import type { Look, Run } from './look.ts';
import type { Observation } from './observation.ts';
import type { Change } from './outcome.ts';
import { planRepairs } from './plan.ts';
import { REFUSAL_CHECK, type Refusal, WRITE_ACTIONS } from './refusal.ts';
import type { SourceObservation } from './store-observation.ts';

const isOf = ({ action, resource }: Refusal, { what }: Change): boolean =>
  action === WRITE_ACTIONS[what.kind] && resource === what.resource;

/** The changes to what a trail delivers to, and to the trail itself. */
function changesFor({ trail }: Observation, changes: readonly Change[]): readonly Change[] {
  const own = [trail.arn, bucketArn(trail.partition, trail.bucket), trail.kmsKeyArn, trail.topicArn];
  return changes.filter(({ what }) => own.includes(what.resource));
}

/**
 * The refusals that a trail is left with: those of this run, and earlier ones whose write is still needed and was not made. A
 * refusal for the same cause keeps the time of the first. Of an event data store none is remembered.
 */
export function refusalsAfter(observation: SourceObservation, all: readonly Change[], now: number): readonly Refusal[] {
  if ('store' in observation) return [];
  const changes = changesFor(observation, all);
  const earlier = standingRefusals(observation);
  const settled = changes.filter(({ word, refused }) => word === 'restored' || refused !== undefined);
  const kept = earlier.filter((refusal) => !settled.some((change) => isOf(refusal, change)));
  const fresh = changes.flatMap(({ what, refused }): Refusal[] => {
    if (refused === undefined) return [];
    const { kind, resource } = what;
    const action = WRITE_ACTIONS[kind];
    const same = earlier.find(
      (one) => one.action === action && one.resource === resource && one.cause === refused.cause,
    );
    return [{ ...refused, resource, action, since: same?.since ?? now }];
  });
  return [...kept, ...fresh];
}

/** The observation as it is after the changes: documents as they were written, and what was refused. */
function after(observation: Observation, changes: readonly Change[], now: number): Observation {
  const written = changesFor(observation, changes).flatMap(({ word, what }) =>
    word === 'restored' && 'after' in what
      ? [[what.kind, { state: 'present', value: JSON.stringify(what.after) }] as const]
      : [],
  );
  const policies = { ...observation.policies, ...Object.fromEntries(written) };
  return { ...observation, policies, refusals: refusalsAfter(observation, changes, now) };
}

/** What is said of the permission to repair, once it was tried. */
function afterTrying(judgement: Judgement, changes: readonly Change[], run: Run): Judgement {
  const { observation, findings, trail } = judgement;
  if ('store' in observation) return judgement;
  const checks = run.checks.filter(({ id }) => id === REFUSAL_CHECK);
  const known = after(observation, changes, run.ports.clock.now());
  const [now] = judge(known, checks, modeUnder(run.settings, trail.arn)).findings;
  const said = (one: CheckedFinding): CheckedFinding =>
    one.check.id === REFUSAL_CHECK && now !== undefined ? now : one;
  return { ...judgement, findings: findings.map(said) };
}

/** The same look, in which what was foreseen of a repair gives way to what came of it. */
export function tried(seen: Look, changes: readonly Change[], run: Run): Look {
  if (changes.length === 0) return seen;
  const judgements = seen.judgements.map((judgement) => afterTrying(judgement, changes, run));
  return { ...seen, judgements, plan: planRepairs(judgements) };
}
