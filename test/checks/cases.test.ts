import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decide } from '../../sandbox/delivery/decide.ts';
import { cloudTrailRequest } from '../../sandbox/delivery/request.ts';
import type { Check, Finding, RefusedRequest } from '../../shared/checks/check.ts';
import { checks } from '../../shared/checks/index.ts';
import { isJsonObject, type JsonObject } from '../../shared/policy/json.ts';
import { judge } from '../../shared/reconcile/judge.ts';
import { planRepairs } from '../../shared/reconcile/plan.ts';
import type { Observation } from '../../shared/reconcile/reading.ts';
import { keyPattern } from '../trail/documented.ts';
import { type Case, casesOf, observationOf, statementNamed } from './case.ts';

function documentOf({ bucketPolicy }: Observation): JsonObject {
  const value: unknown = bucketPolicy.state === 'present' ? JSON.parse(bucketPolicy.value) : { Statement: [] };
  assert.ok(isJsonObject(value));
  return value;
}

const withDocument = (observation: Observation, document: JsonObject): Observation => ({
  ...observation,
  bucketPolicy: { state: 'present', value: JSON.stringify(document) },
});

/** Proof: the request is one that CloudTrail makes, and the side-car's own evaluator refuses it too. */
function assertRefused({ action, resource }: RefusedRequest, observation: Observation): void {
  const { trail } = observation;
  const bucket = `arn:${trail.partition}:s3:::${trail.bucket}`;
  if (action === 's3:GetBucketAcl') assert.equal(resource, bucket);
  else {
    assert.equal(action, 's3:PutObject');
    assert.match(resource.slice(bucket.length + 1), keyPattern(trail));
  }
  const { decision } = decide(documentOf(observation), cloudTrailRequest(trail, action, resource));
  assert.match(decision, /^(deny|implicit)$/, `the side-car says ${decision} of ${action} ${resource}`);
}

/** A repair that is said is a repair that works: the check is healthy on the repaired document. */
function assertRepairs(check: Check, observation: Observation): void {
  const [change] = planRepairs([judge(observation, [check], () => 'restore')]).documents;
  assert.ok(change !== undefined, 'the repair changes the document');
  assert.deepEqual(change.accessBroadened, []);
  const after = check.evaluate(withDocument(observation, change.after));
  assert.equal(after.verdict, 'healthy', after.message);
}

function assertCarveOut(check: Check, observation: Observation, { evidence, advice }: Finding): void {
  const [only, ...more] = advice;
  if (only === undefined || more.length > 0 || typeof only.suggestion === 'string' || evidence?.statement === undefined)
    return;
  const document = documentOf(observation);
  const list = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
  const statements = list.map((statement, index) =>
    index === evidence.statement?.index ? only.suggestion : statement,
  );
  const after = check.evaluate(withDocument(observation, { ...document, Statement: statements }));
  assert.notEqual(after.evidence?.statement?.index, evidence.statement.index, after.message);
}

function assertRepair(wanted: Case['expect']['repair'], { repair }: Finding, { trail }: Observation): void {
  if (wanted === undefined) return;
  if (wanted === null) assert.equal(repair, null);
  else if (wanted === 'start-logging') assert.deepEqual(repair, { kind: 'start-logging', resource: trail.arn });
  else {
    assert.ok(repair?.kind === 'ensure-statements', 'there is a repair of the policy');
    const names = wanted.filter((one) => typeof one === 'string');
    assert.deepEqual(
      repair.add,
      names.map((name) => statementNamed(trail, name)),
    );
    assert.deepEqual(
      repair.restore.map(({ index }) => index),
      wanted.filter((one) => typeof one === 'number'),
    );
  }
}

function assertCase(check: Check, one: Case): void {
  const observation = observationOf(one);
  const finding = check.evaluate(observation);
  const { expect } = one;
  assert.equal(finding.verdict, expect.verdict, finding.message);
  if (expect.severity !== undefined) assert.equal(finding.severity ?? check.severity, expect.severity);
  for (const text of [expect.messageIncludes ?? []].flat())
    assert.ok(finding.message.includes(text), `\`${text}\` is not in: ${finding.message}`);
  const refused = finding.evidence?.refused ?? [];
  for (const request of refused) assertRefused(request, observation);
  if (expect.refused !== undefined) {
    assert.equal(refused.length, expect.refused.length, JSON.stringify(refused));
    expect.refused.forEach((pattern, at) => {
      assert.match(`${refused[at]?.action} ${refused[at]?.resource}`, new RegExp(pattern));
    });
  }
  if (expect.statement !== undefined) {
    const { index, sid } = finding.evidence?.statement ?? {};
    assert.deepEqual({ index, sid }, expect.statement);
  }
  assertRepair(expect.repair, finding, observation);
  if (expect.advice !== undefined) assert.match(JSON.stringify(finding.advice), new RegExp(expect.advice));
  if (finding.repair?.kind === 'ensure-statements' && check.mode === 'restore') assertRepairs(check, observation);
  if (finding.verdict === 'broken' && check.id.startsWith('bucket-policy-')) {
    assert.ok(refused.length > 0, 'a broken policy verdict carries its proof');
    assertCarveOut(check, observation, finding);
  }
}

for (const check of checks) {
  describe(check.id, () => {
    const cases = casesOf(check.id);
    it('has cases that are healthy, broken and unknown, each under a name of its own', () => {
      for (const verdict of ['healthy', 'broken', 'unknown'])
        assert.ok(
          cases.some(({ expect }) => expect.verdict === verdict),
          verdict,
        );
      assert.equal(new Set(cases.map(({ name }) => name)).size, cases.length);
    });
    for (const one of cases) it(one.name, () => assertCase(check, one));
  });
}
