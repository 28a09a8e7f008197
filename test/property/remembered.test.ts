import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checks } from '../../shared/checks/index.ts';
import type { JsonObject } from '../../shared/policy/json.ts';
import { judge } from '../../shared/reconcile/judge.ts';
import { noMemory } from '../../shared/reconcile/memory.ts';
import { offlineObservation } from '../../shared/reconcile/observation.ts';
import { type DocumentChange, planRepairs } from '../../shared/reconcile/plan.ts';
import { documentedForms, STATEMENTS } from '../../shared/trail/statements.ts';
import { arbitrarySituation, type Situation } from './arbitrary-policy.ts';
import { RUNS } from './runs.ts';

/** The changes that are planned by default where a policy of the kind was proven. */
function planned({ trail, kind, document }: Situation, proven: JsonObject): readonly DocumentChange[] {
  const offline = offlineObservation(trail, { [kind]: { state: 'present', value: JSON.stringify(document) } });
  const value = { ...noMemory(trail.arn), proven: { policies: { [kind]: proven }, at: 1 } };
  return planRepairs([judge({ ...offline, memory: { state: 'present', value } }, checks, (_, mode) => mode)]).documents;
}

const statementsOf = ({ Statement }: JsonObject): readonly JsonObject[] => Statement as readonly JsonObject[];

function withoutSid({ Sid: _, ...rest }: JsonObject): string {
  return JSON.stringify(rest);
}

/** Services alone are named, and CloudTrail is one of them. */
function isCloudTrails({ Effect, Principal }: JsonObject): boolean {
  const named = JSON.stringify(Principal ?? '');
  return Effect === 'Allow' && named.includes('"cloudtrail.amazonaws.com') && !named.includes('"AWS"');
}

/** Where a statement that was added comes from. */
function originOf(statement: JsonObject, { trail, kind }: Situation, proven: JsonObject): 'AWS' | 'memory' {
  const text = withoutSid(statement);
  const documented = STATEMENTS[kind].flatMap((name) => documentedForms(trail, name));
  if (documented.map(withoutSid).includes(text)) return 'AWS';
  const remembered = statementsOf(proven).filter(isCloudTrails).map(withoutSid);
  assert.ok(remembered.includes(text), `neither documented nor proven: ${text}`);
  return 'memory';
}

for (const kind of ['bucket-policy', 'key-policy', 'topic-policy'] as const) {
  const numRuns = Math.ceil(RUNS[kind] / 4);

  test(`${numRuns} times a random ${kind} of which some is gone: what comes back was proven or is documented`, () => {
    const origins = { AWS: 0, memory: 0 };
    const lost = fc.array(fc.boolean(), { minLength: 10, maxLength: 10 });
    fc.assert(
      fc.property(arbitrarySituation[kind], lost, (situation, gone) => {
        const { document: proven } = situation;
        const left = statementsOf(proven).filter((_, at) => gone[at] !== true);
        const now = { ...situation, document: { ...proven, Statement: left } };
        const [change] = planned(now, proven);
        if (change === undefined) return;
        const restored = new Set(change.restored.map(({ index }) => index));
        left.forEach((statement, at) => {
          const kept = restored.has(at) ? { ...statement, Effect: 'Allow' } : statement;
          assert.deepEqual(statementsOf(change.after)[at], kept);
        });
        assert.deepEqual(statementsOf(change.after).slice(left.length), change.added);
        for (const statement of change.added) origins[originOf(statement, now, proven)] += 1;
        assert.deepEqual(change.accessBroadened, []);
        assert.deepEqual(planned({ ...now, document: change.after }, proven), []);
      }),
      { numRuns },
    );
    for (const [origin, times] of Object.entries(origins))
      assert.ok(times > numRuns / 100 - 1, `only ${times} came from ${origin}`);
  });
}
