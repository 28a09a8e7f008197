import assert from 'node:assert/strict';
import { it } from 'node:test';
import { bucketPolicyHasNoBlockingDeny } from '../../shared/checks/bucket-policy-has-no-blocking-deny.ts';
import { parsePolicy } from '../../shared/policy/document.ts';
import { type Blocking, blockingDenies, isAllowed, isGranted } from '../../shared/policy/evaluate.ts';
import type { JsonObject } from '../../shared/policy/json.ts';
import { BUCKET_POLICY_LIMIT, documentBytes } from '../../shared/policy/limits.ts';
import { offlineObservation } from '../../shared/reconcile/observation.ts';
import { deliveryRequests } from '../../shared/trail/delivery.ts';
import { findingOf } from '../checks/finding.ts';
import { SINGLE } from '../trail/trails.ts';

const LOG_FILES = deliveryRequests(SINGLE, 'bucket-policy').filter(({ name }) => name === 'log-files');
const LETTERS = '0123456789abcdefghijklmnopqrstuvwxyzTZ_/';

/** As many statements as S3 takes: each with a pattern that has to be remembered for many characters. */
function knot(effect: 'Allow' | 'Deny', condition: JsonObject | undefined): JsonObject {
  const statements: JsonObject[] = [];
  for (let at = 0; documentBytes(statements) < BUCKET_POLICY_LIMIT.bytes - 400; at += 1) {
    const Resource = `arn:aws:s3:::example-logs/*${LETTERS.charAt(at % LETTERS.length)}${'?'.repeat(at % 60)}9`;
    statements.push({
      Effect: effect,
      Principal: '*',
      Action: '*',
      Resource,
      ...(condition === undefined ? {} : { Condition: condition }),
    });
  }
  return { Version: '2012-10-17', Statement: statements };
}

const UNKNOWN_KEY = { StringEquals: { 'aws:ResourceAccount': '111122223333' } };

/** Not an assertion on time: a search that does not end must not take the other tests with it. */
const HANG = { timeout: 120_000 };

for (const [name, document] of [
  ['Denies', knot('Deny', undefined)],
  ['Denies under a key that is not known', knot('Deny', UNKNOWN_KEY)],
  ['Allows', knot('Allow', undefined)],
  ['Allows under a key that is not known', knot('Allow', UNKNOWN_KEY)],
] as const) {
  it(`a policy full of intricate ${name} ends in no claim`, HANG, () => {
    const parsed = parsePolicy(document);
    assert.ok(parsed.ok);
    for (const { family } of LOG_FILES) {
      assert.notEqual(isAllowed(parsed.policy, family).holds, true);
      assert.notEqual(isGranted(parsed.policy, family).holds, true);
      assert.equal(blockingDenies(parsed.policy, family).filter(({ surely }) => surely).length, 0);
    }
  });
}

it('a plain Deny among intricate ones is found all the same', HANG, () => {
  const plain: JsonObject = {
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: 'arn:aws:s3:::example-logs/*2026*',
  };
  const { Statement } = knot('Deny', undefined);
  const parsed = parsePolicy({ Version: '2012-10-17', Statement: [...(Statement as readonly JsonObject[]), plain] });
  assert.ok(parsed.ok);
  for (const { family } of LOG_FILES) {
    const sure: readonly Blocking[] = blockingDenies(parsed.policy, family).filter(({ surely }) => surely);
    assert.deepEqual(
      sure.map(({ statement }) => statement.source),
      [plain],
    );
  }
});

it('where the doubt itself is too intricate to be searched, it stays a doubt', HANG, () => {
  // Perhaps everything is allowed, so that nothing is refused for sure; the examples surely are.
  const perhaps: JsonObject = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*', Condition: UNKNOWN_KEY };
  for (const { family } of LOG_FILES) {
    const examples: JsonObject = { Effect: 'Allow', Principal: '*', Action: '*', Resource: family.samples };
    const { Statement } = knot('Allow', undefined);
    const document = { Version: '2012-10-17', Statement: [perhaps, examples, ...(Statement as readonly JsonObject[])] };
    const parsed = parsePolicy(document);
    assert.ok(parsed.ok);
    assert.equal(isAllowed(parsed.policy, family).holds, 'unknown');
    assert.equal(isGranted(parsed.policy, family).holds, 'unknown');
  }
});

it('a policy full of Denies on keys that are inferred is explained, each Deny for itself', HANG, () => {
  const Condition = { StringNotEquals: { 'aws:userid': 'a', 'aws:username': 'a', 'aws:PrincipalArn': 'a' } };
  const one: JsonObject = { Effect: 'Deny', Principal: '*', Action: '*', Resource: '*', Condition };
  const Statement = Array.from({ length: 120 }, () => one);
  const policy = { Version: '2012-10-17', Statement };
  const reading = { state: 'present', value: JSON.stringify(policy) } as const;
  const finding = findingOf(bucketPolicyHasNoBlockingDeny, offlineObservation(SINGLE, { 'bucket-policy': reading }));
  assert.equal(finding.advice.length, 120);
});
