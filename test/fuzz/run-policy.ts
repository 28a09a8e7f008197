import assert from 'node:assert/strict';
import { checks } from '../../shared/checks/index.ts';
import { parsePolicy } from '../../shared/policy/document.ts';
import { isJsonObject, type Json, type JsonObject } from '../../shared/policy/json.ts';
import { documentBytes } from '../../shared/policy/limits.ts';
import { type Judgement, judge } from '../../shared/reconcile/judge.ts';
import type { Observation } from '../../shared/reconcile/observation.ts';
import type { Outcome } from '../../shared/reconcile/outcome.ts';
import { type DocumentChange, type Plan, planRepairs } from '../../shared/reconcile/plan.ts';
import { alertOf } from '../../shared/report/alert.ts';
import { DOCUMENTS } from '../../shared/trail/document.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { assertPlain } from './assert-plain.ts';
import type { Fate, FuzzCase } from './case.ts';
import { observed } from './observed.ts';

/** A run takes a check that throws for a doubt; here it is a failure. */
export function assertNoneFailed({ findings }: Judgement): void {
  for (const { check, finding } of findings)
    assert.ok(!finding.message.startsWith('the check failed'), `${check.id}: ${finding.message}`);
}

/** Judges as a run does. */
export function judged(observation: Observation, optsIn: boolean): Judgement {
  const judgement = judge(observation, checks, (_, found) => (optsIn && found !== 'off' ? 'restore' : found));
  assertNoneFailed(judgement);
  return judgement;
}

const statementsOf = (document: JsonObject | null): readonly Json[] => {
  const list = document?.Statement;
  return list === undefined ? [] : Array.isArray(list) ? list : [list];
};

/** Every statement that was there is there, in its place, and what was turned back is so in nothing but its Effect. */
function assertKept({ before, after, added, restored }: DocumentChange): void {
  const old = statementsOf(before);
  const now = statementsOf(after);
  const flipped = new Set(restored.map(({ index }) => index));
  for (const [at, statement] of old.entries()) {
    const expected = flipped.has(at) && isJsonObject(statement) ? { ...statement, Effect: 'Allow' } : statement;
    assert.equal(JSON.stringify(now[at]), JSON.stringify(expected), `statement ${at} is as it was`);
  }
  assert.equal(JSON.stringify(now.slice(old.length)), JSON.stringify(added), 'what follows is what was added');
  const rest = ({ Statement: _, ...others }: JsonObject): string => JSON.stringify(others);
  if (before !== null) assert.equal(rest(after), rest(before), 'beside the statements all is as it was');
}

function assertSound(change: DocumentChange): void {
  assertKept(change);
  assert.deepEqual(change.accessBroadened, [], 'nothing is granted beyond the trails');
  assert.ok(documentBytes(change.after) <= DOCUMENTS[change.kind].limit.bytes, 'the document is not too large');
  assert.ok(parsePolicy(change.after).ok, 'the document can be read again');
}

/** What the next run sees: the documents of the plan, and the memory of a repair that was just made. */
function repaired(observation: Observation, { documents }: Plan): Observation {
  const after = documents.map(({ kind, after: policy }) => [kind, { state: 'present', value: JSON.stringify(policy) }]);
  const policies = { ...observation.policies, ...Object.fromEntries(after) };
  if (observation.memory.state !== 'present') return { ...observation, policies };
  const value = { ...observation.memory.value, changedAt: observation.at };
  return { ...observation, policies, memory: { state: 'present', value } };
}

/** The run that a plan would be part of, as far as people are told of it. */
export function outcomeOf(judgements: readonly Judgement[], plan: Plan, parts: Partial<Outcome> = {}): Outcome {
  const changes = [...plan.documents, ...plan.actions].map(
    (what) => ({ what, word: 'restored', note: null, at: 0, retryable: false }) as const,
  );
  const nothing = {
    remembered: [],
    lasting: null,
    retryable: false,
    cause: null,
    isHeldBack: false,
    held: [],
    unknown: [],
    lost: null,
  };
  return { word: 'alerted', judgements, changes, notRepairable: plan.notRepairable, ...nothing, ...parts };
}

/** Judges, plans, repairs and judges again, and tells of it. */
export function reconciled(observations: readonly Observation[], optsIn: boolean): Fate {
  const judgements = observations.map((observation) => judged(observation, optsIn));
  const plan = planRepairs(judgements);
  for (const change of plan.documents) assertSound(change);
  assertPlain(alertOf(outcomeOf(judgements, plan), String));
  if (plan.documents.length === 0) return 'judged';
  const again = planRepairs(observations.map((observation) => judged(repaired(observation, plan), optsIn)));
  assert.equal(JSON.stringify(again.documents), '[]', 'the second plan is empty');
  return 'repaired';
}

const secondOf = (trail: Trail): Trail => ({
  ...trail,
  name: 'second',
  arn: `${trail.arn.split(':trail/')[0]}:trail/second`,
});

/** What a run sees: the trail, and another one that shares its bucket, key and topic. */
function observationsOf({ text, trail, isShared, around, documents }: FuzzCase): readonly Observation[] {
  const trails = isShared ? [trail, secondOf(trail)] : [trail];
  return trails.map((one) => observed(one, text, around, documents));
}

function isReadable(text: string): boolean {
  try {
    return parsePolicy(JSON.parse(text)).ok;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** A policy as the document of a bucket, a key and a topic. */
export function runPolicy(one: FuzzCase): Fate {
  const fate = reconciled(observationsOf(one), one.optsIn);
  if (isReadable(one.text)) return fate;
  assert.equal(fate, 'judged', 'what cannot be read is left alone');
  return 'refused';
}
