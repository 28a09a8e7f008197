import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Check } from '../../shared/checks/check.ts';
import { checks } from '../../shared/checks/index.ts';
import { judge } from '../../shared/reconcile/judge.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { runBatch } from './batch.ts';
import type { FuzzCase } from './case.ts';
import { Cases } from './cases.ts';
import { observed } from './observed.ts';
import { run } from './run.ts';
import { assertNoneFailed } from './run-policy.ts';
import { shrunk } from './shrink.ts';

const SOME = Array.from({ length: 300 }, (_, at) => at * 17);

describe('the cases of a seed', () => {
  it('are the same whenever they are asked for, in any order', () => {
    const [one, other] = [new Cases(5), new Cases(5)];
    const backwards = SOME.toReversed().map((number) => other.at(number));
    assert.deepEqual(
      backwards.toReversed(),
      SOME.map((number) => one.at(number)),
    );
  });

  it('are others under another seed', () => {
    const texts = (cases: Cases) => new Set(SOME.map((number) => cases.at(number).text));
    const [one, other] = [texts(new Cases(5)), texts(new Cases(6))];
    assert.ok(one.size > 250 && [...one].filter((text) => other.has(text)).length < 30);
  });
});

/** A case that fails wherever a text says so. */
const failing = (sign: string) => (one: FuzzCase) => {
  if (one.text.includes(sign)) throw new Error(`case of ${one.text.length} signs`);
  return 'judged' as const;
};

const CASE: FuzzCase = new Cases(1).at(0);

describe('a case that fails', () => {
  it('is counted and told, and the others go on', () => {
    const caseAt = (number: number): FuzzCase => ({ ...CASE, text: number === 3 ? '["wrong"]' : '[]' });
    const { counts, failures } = runBatch(0, 10, caseAt, failing('wrong'));
    assert.deepEqual(counts, { [`${CASE.kind}: judged`]: 9, [`${CASE.kind}: failed`]: 1 });
    assert.deepEqual(
      failures.map(({ number }) => number),
      [3],
    );
  });

  it('is made as small as it still fails', () => {
    const document = { a: [{ b: 'x'.repeat(100), c: ['y', 'so wrong'] }], d: { __proto__: null, e: 1 } };
    const small = shrunk({ ...CASE, text: JSON.stringify(document) }, failing('wrong'));
    assert.equal(small.text, 'wrong');
  });

  it('is made small where it is no JSON', () => {
    assert.equal(shrunk({ ...CASE, text: '{"a": [wrong' }, failing('wrong')).text, 'wrong');
  });

  it('is one in which a check throws, although a run goes on without it', () => {
    const [first] = checks;
    assert.ok(first !== undefined);
    const throwing: Check = { ...first, evaluate: () => assert.fail('planted') };
    const observation = observed(CASE.trail, JSON.stringify(documentedPolicy(CASE.trail)), 'offline');
    const judgement = judge(observation, [throwing], (_, found) => found);
    assert.throws(() => assertNoneFailed(judgement), /planted/);
  });

  it('is none of those that were not changed', () => {
    const text = JSON.stringify(documentedPolicy(CASE.trail));
    const one: FuzzCase = {
      ...CASE,
      kind: 'policy',
      text,
      documents: ['bucket-policy'],
      around: 'offline',
      isShared: false,
    };
    assert.equal(run(one), 'judged');
    assert.equal(run({ ...one, text: '{"Version":"2012-10-17","Statement":[]}' }), 'repaired');
    assert.equal(run({ ...one, text: '{' }), 'refused');
  });
});
