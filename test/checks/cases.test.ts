import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Check, Finding } from '../../shared/checks/check.ts';
import { checks } from '../../shared/checks/index.ts';
import type { JsonObject } from '../../shared/policy/json.ts';
import { judge } from '../../shared/reconcile/judge.ts';
import { planRepairs } from '../../shared/reconcile/plan.ts';
import { type SourceObservation, sourceOf } from '../../shared/reconcile/store-observation.ts';
import { hasRepair } from '../../shared/settings/modes.ts';
import { DOCUMENT_KINDS, type DocumentKind } from '../../shared/trail/document.ts';
import { isTrail } from '../../shared/trail/event-data-store.ts';
import { type Case, casesOf, observationOf, storeObservationOf } from './case.ts';
import { findingOf } from './finding.ts';
import { underOrganization } from './organization-case.ts';
import { statementNamed } from './policy.ts';
import { assertRefused, assertRefusedToSource, documentIn } from './proof.ts';

function withDocument(observation: SourceObservation, kind: DocumentKind, document: JsonObject): SourceObservation {
  const policies = { ...observation.policies, [kind]: { state: 'present' as const, value: JSON.stringify(document) } };
  return { ...observation, policies };
}

/** A repair that is said is a repair that works: the check is healthy on the repaired document, but for what people are told. */
function assertRepairs(check: Check, observation: SourceObservation): void {
  const [change] = planRepairs([judge(observation, [check], () => 'restore')]).documents;
  assert.ok(change !== undefined, 'the repair changes the document');
  assert.deepEqual(change.accessBroadened, []);
  const after = findingOf(check, withDocument(observation, change.kind, change.after));
  // What is left to people besides is left.
  if (findingOf(check, observation).advice.length + after.advice.length === 0)
    assert.equal(after.verdict, 'healthy', after.message);
  assert.equal(after.repair, null, after.message);
}

/** What can be pasted in the place of a Deny spares the trail. */
function assertCarveOut(check: Check, observation: SourceObservation, { evidence, advice }: Finding): void {
  const [only, ...more] = advice;
  if (only?.spares === undefined || more.length > 0 || evidence?.statement === undefined) return;
  const { document: kind } = only.spares;
  const document = documentIn(observation.policies[kind]);
  const list = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
  const statements = list.map((statement, index) =>
    index === evidence.statement?.index ? only.suggestion : statement,
  );
  const pasted = JSON.parse(JSON.stringify({ ...document, Statement: statements }));
  const after = findingOf(check, withDocument(observation, kind, pasted));
  assert.notEqual(after.evidence?.statement?.index, evidence.statement.index, after.message);
}

function assertRepair(wanted: Case['expect']['repair'], { repair }: Finding, observation: SourceObservation): void {
  if (wanted === undefined) return;
  const trail = sourceOf(observation);
  if (wanted === null) assert.equal(repair, null);
  else if (wanted === 'start-logging') assert.deepEqual(repair, { kind: wanted, resource: trail.arn });
  else if (wanted === 'set-request-payer')
    assert.deepEqual(repair, { kind: wanted, resource: `arn:aws:s3:::${trail.bucket}`, owner: trail.account });
  else if (typeof wanted === 'string')
    assert.deepEqual(repair, { kind: wanted, resource: isTrail(trail) ? trail.kmsKeyArn : null });
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

function assertEvidence(
  check: Check,
  { evidence, message }: Finding,
  { expect }: Case,
  observation: SourceObservation,
): void {
  const refused = evidence?.refused ?? [];
  const isUnderOrganization =
    !('store' in observation) && observation.surroundings.resourcePolicies.state === 'present';
  const judged = isUnderOrganization ? underOrganization(observation) : observation;
  const isOfOthers = check.id === 'bucket-policy-keeps-every-source';
  for (const request of refused) {
    if (isOfOthers && !('store' in observation)) assertRefusedToSource(request, observation, message);
    else assertRefused(request, judged, message);
  }
  if (expect.refused !== undefined) {
    assert.equal(refused.length, expect.refused.length, JSON.stringify(refused));
    expect.refused.forEach((pattern, at) => {
      assert.match(`${refused[at]?.action} ${refused[at]?.resource}`, new RegExp(pattern));
    });
  }
  if (expect.statement === undefined) return;
  const { index, sid } = evidence?.statement ?? {};
  assert.deepEqual({ index, sid }, expect.statement);
}

/** Checks under which nothing is refused: too much is allowed, or what is allowed rests on somebody else. */
const REFUSING_NOTHING = [
  'key-policy-limits-readers',
  'bucket-policy-limits-source',
  'bucket-policy-uses-service-principal',
];

const isOfPolicy = ({ id }: Check): boolean =>
  !REFUSING_NOTHING.includes(id) &&
  (DOCUMENT_KINDS.some((kind) => id.startsWith(kind)) || id.includes('-policy-allows-'));

function assertCase(check: Check, one: Case): void {
  const observation = check.subject === 'event-data-store' ? storeObservationOf(one) : observationOf(one);
  const finding = findingOf(check, observation);
  const { expect } = one;
  assert.equal(finding.verdict, expect.verdict, finding.message);
  if (expect.severity !== undefined) assert.equal(finding.severity ?? check.severity, expect.severity);
  if (expect.mode !== undefined) assert.equal(finding.mode ?? check.mode, expect.mode);
  for (const text of [expect.messageIncludes ?? []].flat())
    assert.ok(finding.message.includes(text), `\`${text}\` is not in: ${finding.message}`);
  assertEvidence(check, finding, one, observation);
  assertRepair(expect.repair, finding, observation);
  if (expect.advice === null) assert.deepEqual(finding.advice, []);
  else if (expect.advice !== undefined) assert.match(JSON.stringify(finding.advice), new RegExp(expect.advice));
  if (finding.repair?.kind === 'ensure-statements' && hasRepair(check)) assertRepairs(check, observation);
  if (finding.verdict !== 'broken' || !isOfPolicy(check)) return;
  assert.notDeepEqual(
    finding.evidence?.refused ?? [],
    [],
    'a broken policy verdict carries its proof in evidence.refused; REFUSING_NOTHING lists the checks that have none',
  );
  assertCarveOut(check, observation, finding);
}

/** The fields of a case that nothing reads: it would say what it says without them. */
function unreadFields(check: Check, one: Case): readonly string[] {
  const read = new Set<PropertyKey>(['name', 'expect', 'expectWithKey']);
  const watched = new Proxy(one, {
    get: (target, field, receiver) => {
      read.add(field);
      return Reflect.get(target, field, receiver);
    },
  });
  if (check.subject === 'event-data-store') storeObservationOf(watched);
  else observationOf(watched);
  return Object.keys(one).filter((field) => !read.has(field));
}

for (const check of checks) {
  describe(check.id, () => {
    const cases = casesOf(check.id);
    it('has cases each under a name of its own', () => {
      assert.equal(new Set(cases.map(({ name }) => name)).size, cases.length);
    });
    it('has no case with a field that nothing reads: a new one belongs into `Case` and `observationOf` of case.ts', () => {
      assert.deepEqual([...new Set(cases.flatMap((one) => unreadFields(check, one)))], []);
    });
    for (const one of cases) it(one.name, () => assertCase(check, one));
  });
}
