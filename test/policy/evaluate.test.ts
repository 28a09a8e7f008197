import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ABSENT, known } from '../../shared/policy/context.ts';
import { parsePolicy } from '../../shared/policy/document.ts';
import { blockingDenies, isAllowed, isGranted } from '../../shared/policy/evaluate.ts';
import type { RequestFamily } from '../../shared/policy/family.ts';
import type { Json, JsonObject } from '../../shared/policy/json.ts';

const BUCKET = 'arn:aws:s3:::example-logs/';

/** The objects `a-a`, `a-b`, `b-a` and `b-b`, of which only those with the same letter twice are real. */
const FAMILY: RequestFamily = {
  caller: { services: ['service.amazonaws.com'], legacyAccounts: new Set(['086441151436']) },
  action: 's3:PutObject',
  varying: { kind: 'resource' },
  values: [{ text: BUCKET }, { classOf: 'ab', times: 1 }, { text: '-' }, { classOf: 'ab', times: 1 }],
  context: new Map([
    ['aws:sourceaccount', known('111122223333')],
    ['aws:username', ABSENT],
  ]),
  samples: [`${BUCKET}a-a`],
  refine: (resource) => [resource.at(-3), resource.at(-1)].map((letter) => `${BUCKET}${letter}-${letter}`),
};

const ALLOW: JsonObject = { Effect: 'Allow', Principal: '*', Action: 's3:PutObject', Resource: `${BUCKET}*` };
const DENY: JsonObject = { ...ALLOW, Effect: 'Deny' };
const UNKNOWN_KEY: JsonObject = { Condition: { StringEquals: { 'aws:ResourceAccount': '111122223333' } } };
const objects = (...names: string[]): { Resource: string[] } => ({ Resource: names.map((name) => BUCKET + name) });

function policyOf(...statements: Json[]) {
  const parsed = parsePolicy({ Version: '2012-10-17', Statement: statements });
  assert.ok(parsed.ok, parsed.ok ? '' : parsed.problem.reason);
  return parsed.policy;
}

describe('what is legal text and names nothing', () => {
  for (const Action of ['s3*', '*PutObject', '*Object', '?*', 's3.PutObject']) {
    it(`the action \`${Action}\`, which has no service`, () =>
      assert.equal(isAllowed(policyOf({ ...ALLOW, Action }), FAMILY).holds, false));
  }

  for (const Resource of ['*example-logs/*', '?rn:aws:s3:::example-logs/*', 'example-logs/*', '*:*', '*/*']) {
    it(`the resource \`${Resource}\`, which is no ARN`, () =>
      assert.equal(isAllowed(policyOf({ ...ALLOW, Resource }), FAMILY).holds, false));
  }
});

describe('NotResource', () => {
  const { Resource: _, ...ANYWHERE } = ALLOW;
  const except = (...names: string[]) => policyOf({ ...ANYWHERE, NotResource: objects(...names).Resource });

  it('leaves out what it names', () => {
    assert.deepEqual(isAllowed(except('a-*'), FAMILY), { holds: false, witness: `${BUCKET}a-a` });
    assert.deepEqual(isAllowed(except('c-*', '${aws:SourceAccount}'), FAMILY), { holds: true });
  });

  it('leaves nothing out by a variable without a value', () =>
    assert.deepEqual(isAllowed(except('${aws:username}*'), FAMILY), { holds: true }));

  it('may leave everything out by a variable whose value is not known', () =>
    assert.equal(isAllowed(except('${aws:ResourceAccount}*'), FAMILY).holds, 'unknown'));
});

describe('a request that is not real', () => {
  it('refutes nothing: the objects that are real are covered, and that is not proved', () => {
    const policy = policyOf({ ...ALLOW, ...objects('a-a', 'b-b') });
    assert.deepEqual(isAllowed(policy, FAMILY), { holds: 'unknown', statements: [] });
  });

  it('leads to one that is', () => {
    const policy = policyOf({ ...ALLOW, ...objects('a-*') });
    assert.deepEqual(isAllowed(policy, FAMILY), { holds: false, witness: `${BUCKET}b-b` });
  });

  it('is none that a Deny surely touches', () => {
    const [blocking, ...more] = blockingDenies(policyOf({ ...DENY, ...objects('a-b') }), FAMILY);
    assert.deepEqual([blocking?.surely, blocking?.witness, more], [false, null, []]);
  });
});

describe('a statement that may apply', () => {
  const perhaps = { ...ALLOW, ...UNKNOWN_KEY };

  it('as an Allow covers nothing and refutes nothing, and is named', () => {
    const policy = policyOf({ ...ALLOW, ...objects('a-*') }, perhaps);
    for (const answer of [isAllowed(policy, FAMILY), isGranted(policy, FAMILY)])
      assert.deepEqual(answer, { holds: 'unknown', statements: [policy.statements[1]] });
  });

  it('as a Deny refuses nothing and clears nothing, and is named', () => {
    const policy = policyOf(ALLOW, { ...DENY, ...UNKNOWN_KEY });
    assert.deepEqual(isAllowed(policy, FAMILY), { holds: true });
    assert.deepEqual(isGranted(policy, FAMILY), { holds: 'unknown', statements: [policy.statements[1]] });
    const [blocking, ...more] = blockingDenies(policy, FAMILY);
    assert.deepEqual(blocking, { statement: policy.statements[1], surely: false, witness: null });
    assert.deepEqual(more, []);
  });

  it('does not matter beside one that surely does', () => {
    const [allow, deny] = [policyOf(perhaps, ALLOW), policyOf(ALLOW, { ...DENY, ...UNKNOWN_KEY }, DENY)];
    assert.deepEqual(isGranted(allow, FAMILY), { holds: true });
    assert.deepEqual(isGranted(deny, FAMILY), { holds: false, witness: `${BUCKET}a-a` });
  });
});

describe('who may or may not be the caller', () => {
  const legacy = policyOf({ ...ALLOW, Principal: { AWS: 'arn:aws:iam::086441151436:root' } });

  it('leaves it open, or does not count where that is asked', () => {
    assert.equal(isAllowed(legacy, FAMILY).holds, 'unknown');
    assert.equal(isAllowed(legacy, FAMILY, 'as-no').holds, false);
  });

  it('is one doubt, and a condition that is not known is another', () => {
    assert.equal(isAllowed(policyOf({ ...ALLOW, ...UNKNOWN_KEY }), FAMILY, 'as-no').holds, 'unknown');
  });
});
