import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decide } from '../../sandbox/delivery/decide.ts';
import { cloudTrailRequest } from '../../sandbox/delivery/request.ts';
import { checks } from '../../shared/checks/index.ts';
import { parsePolicy } from '../../shared/policy/document.ts';
import { isGranted } from '../../shared/policy/evaluate.ts';
import type { JsonObject } from '../../shared/policy/json.ts';
import { includes } from '../../shared/policy/language.ts';
import { judge } from '../../shared/reconcile/judge.ts';
import { planRepairs } from '../../shared/reconcile/plan.ts';
import type { Observation } from '../../shared/reconcile/reading.ts';
import { type DeliveryRequest, deliveryRequests } from '../../shared/trail/delivery.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { arbitrarySituation } from './arbitrary-policy.ts';

const numRuns = Number(process.env.TRAILMEND_RUNS ?? 10_000);

/** Resources of the family that a point evaluator can be asked about: other Regions, days and accounts than the samples'. */
function points({ family }: DeliveryRequest, trail: Trail): readonly string[] {
  const varied = family.samples.flatMap((sample) => [
    sample,
    sample.replace(/2026\/11\/21/, '2031/01/30').replace(/20261121T0005/, '20310130T2355'),
    ...(trail.multiRegion && trail.partition === 'aws'
      ? [sample.replaceAll(/([/_])eu-west-1(?=[/_])/g, '$1ap-southeast-7')]
      : []),
    ...(trail.organizationId === null ? [] : [sample.replaceAll('210987654321', '000000000042')]),
  ]);
  return varied.filter((resource) => includes(family.resources, resource));
}

const at = (trail: Trail, document: JsonObject, { family }: DeliveryRequest, resource: string): string =>
  decide(document, cloudTrailRequest(trail, family.action, resource)).decision;

function observationOf(trail: Trail, document: JsonObject): Observation {
  return {
    trail,
    bucketOwner: trail.account,
    status: { state: 'not-asked' },
    bucket: { state: 'not-asked' },
    bucketPolicy: { state: 'present', value: JSON.stringify(document) },
  };
}

const planFor = (trail: Trail, document: JsonObject) =>
  planRepairs([judge(observationOf(trail, document), checks, ({ mode }) => mode)]);

test(`${numRuns} random policies: the two evaluators agree on every request`, () => {
  const seen = { granted: 0, refused: 0, unknown: 0 };
  fc.assert(
    fc.property(arbitrarySituation, ({ trail, document }) => {
      const parsed = parsePolicy(document);
      assert.ok(parsed.ok, 'the generator makes policies that IAM takes');
      for (const request of deliveryRequests(trail)) {
        // The side-car does not claim what the header of a digest file with a key would be.
        if (request.name === 'digest-files' && trail.kmsKeyArn !== null) continue;
        const answer = isGranted(parsed.policy, request.family);
        const decisions = points(request, trail).map((resource) => at(trail, document, request, resource));
        if (answer.holds === false) {
          seen.refused += 1;
          assert.ok(
            includes(request.family.resources, answer.witness),
            `a witness is a real request: ${answer.witness}`,
          );
          assert.match(at(trail, document, request, answer.witness), /^(deny|implicit)$/, answer.witness);
        } else if (answer.holds === true) {
          seen.granted += 1;
          assert.deepEqual(new Set(decisions), new Set(['allow']));
        } else {
          seen.unknown += 1;
          assert.ok(!decisions.includes('deny') && !decisions.includes('implicit'), decisions.join());
        }
      }
    }),
    { numRuns },
  );
  for (const [answer, count] of Object.entries(seen))
    assert.ok(count > numRuns / 50, `${answer} came up ${count} times`);
});

test(`${numRuns} random policies: a repair keeps every statement in its place, and the second plan is empty`, () => {
  let repaired = 0;
  fc.assert(
    fc.property(arbitrarySituation, ({ trail, document }) => {
      const [change] = planFor(trail, document).documents;
      if (change === undefined) return;
      repaired += 1;
      const before = document.Statement as readonly JsonObject[];
      const after = change.after.Statement as readonly JsonObject[];
      const restored = new Set(change.restored.map(({ index }) => index));
      before.forEach((statement, index) => {
        if (restored.has(index)) assert.deepEqual(after[index], { ...statement, Effect: 'Allow' });
        else assert.deepEqual(after[index], statement);
      });
      assert.deepEqual(after.slice(before.length), change.added);
      assert.deepEqual(change.accessBroadened, []);
      const again = planFor(trail, change.after);
      assert.deepEqual(again.documents, []);
    }),
    { numRuns },
  );
  assert.ok(repaired > numRuns / 10, `only ${repaired} were repaired`);
});

test('a repair changes no decision on a request of another trail', () => {
  fc.assert(
    fc.property(arbitrarySituation, ({ trail, document }) => {
      const [change] = planFor(trail, document).documents;
      if (change === undefined || change.restored.length > 0) return;
      const other: Trail = { ...trail, name: 'other', arn: `${trail.arn.split(':trail/')[0]}:trail/other` };
      for (const request of deliveryRequests(other)) {
        for (const resource of points(request, other)) {
          assert.equal(at(other, change.after, request, resource), at(other, document, request, resource), resource);
        }
      }
    }),
    { numRuns: Math.ceil(numRuns / 5) },
  );
});
