import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checks } from '../../shared/checks/index.ts';
import { parsePolicy } from '../../shared/policy/document.ts';
import { isAllowed } from '../../shared/policy/evaluate.ts';
import type { JsonObject } from '../../shared/policy/json.ts';
import { judge } from '../../shared/reconcile/judge.ts';
import { noMemory } from '../../shared/reconcile/memory.ts';
import { namedSources } from '../../shared/reconcile/named-sources.ts';
import { offlineObservation } from '../../shared/reconcile/observation.ts';
import { type DocumentChange, planRepairs } from '../../shared/reconcile/plan.ts';
import { deliveryRequests } from '../../shared/trail/delivery.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { SINGLE, trailWith } from '../trail/trails.ts';
import { decisionsAt, points } from './side-car.ts';

/** Trails that share the bucket: of one account and of several, with prefixes that lie in one another. */
const TRAILS: readonly Trail[] = [
  trailWith({ name: 'second', prefix: 'audit' }),
  trailWith({ name: 'third', prefix: 'audit/AWSLogs/111122223333' }),
  trailWith({ account: '222233334444', name: 'theirs' }),
  trailWith({ account: '333344445555', name: 'theirs', prefix: 'audit' }),
  trailWith({ account: '444455556666', name: 'everybody', organizationId: 'o-otherorgid1' }),
];

/** A trail that nobody knows of. */
const STRANGER = trailWith({ account: '555566667777', name: 'strange' });

const statementsOf = ({ Statement }: JsonObject): readonly JsonObject[] => Statement as readonly JsonObject[];
const documentOf = (statements: readonly JsonObject[]): JsonObject => ({
  Version: '2012-10-17',
  Statement: statements,
});
const NUMBERED = [SINGLE, ...TRAILS].flatMap((trail, at) =>
  statementsOf(documentedPolicy(trail)).map((statement) => ({ ...statement, Sid: `${statement.Sid}${at}` })),
);

/** What is planned where these trails are named, and those of the last proven policy are remembered. */
function planned(document: JsonObject, named: readonly Trail[], proven: JsonObject | null): DocumentChange | undefined {
  const offline = offlineObservation(SINGLE, {
    'bucket-policy': { state: 'present', value: JSON.stringify(document) },
  });
  const entries = named.map(({ arn: trailArn, prefix, organizationId }) => ({
    ...{ trailArn, prefix },
    ...(organizationId === null ? {} : { organizationId }),
  }));
  const sources = namedSources({ trailArn: SINGLE.arn, bucket: SINGLE.bucket, sources: entries }, SINGLE);
  const value = { ...noMemory(SINGLE.arn), proven: proven && { policies: { 'bucket-policy': proven }, at: 1 } };
  const observation = { ...offline, sources, memory: { state: 'present', value } } as const;
  return planRepairs([judge(observation, checks, (_, mode) => mode)]).documents[0];
}

function isServed(document: JsonObject, trail: Trail): boolean {
  const parsed = parsePolicy(document);
  assert.ok(parsed.ok);
  return deliveryRequests(trail, 'bucket-policy').every(
    ({ family }) => isAllowed(parsed.policy, family).holds === true,
  );
}

function decisions(document: JsonObject, trail: Trail): readonly unknown[] {
  return deliveryRequests(trail, 'bucket-policy').flatMap((request) =>
    points(request, trail).map((value) => decisionsAt(trail, document, request, value)),
  );
}

const chosen = (length: number) => fc.array(fc.boolean(), { minLength: length, maxLength: length });

test('120 times statements that are gone: every known source is served again, none is cut off, and nobody else gets anything', () => {
  const times = { named: 0, remembered: 0 };
  fc.assert(
    fc.property(chosen(NUMBERED.length), chosen(TRAILS.length), fc.boolean(), (gone, naming, remembers) => {
      const before = documentOf(NUMBERED.filter((_, at) => gone[at] !== true));
      const named = TRAILS.filter((_, at) => naming[at] === true);
      const proven = remembers ? documentOf(NUMBERED) : null;
      const change = planned(before, named, proven);
      const after = change?.after ?? before;
      assert.deepEqual(statementsOf(after).slice(0, statementsOf(before).length), statementsOf(before));
      assert.deepEqual(change?.accessBroadened ?? [], []);
      for (const trail of TRAILS) {
        const isKnown = remembers || named.includes(trail);
        if (isKnown || isServed(before, trail)) assert.ok(isServed(after, trail), trail.arn);
        else assert.deepEqual(decisions(after, trail), decisions(before, trail), trail.arn);
      }
      assert.deepEqual(decisions(after, STRANGER), decisions(before, STRANGER));
      assert.equal(planned(after, named, proven), undefined, 'the second plan is empty');
      times.named += remembers ? 0 : named.length;
      times.remembered += remembers ? 1 : 0;
    }),
    { numRuns: 120 },
  );
  assert.ok(times.named > 20 && times.remembered > 20, JSON.stringify(times));
});
