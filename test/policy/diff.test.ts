import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { documentDiff } from '../../shared/policy/diff.ts';

const [A, B, C] = ['A', 'B', 'C'].map((Sid) => ({ Sid, Effect: 'Allow' }));
const policy = (...Statement: readonly unknown[]): string => JSON.stringify({ Version: '2012-10-17', Statement });
const signs = (before: string | null, after: string | null): readonly string[] =>
  documentDiff(before, after)?.statements.map(({ sign, index }) => `${sign}${index}`) ?? [];

describe('how a policy becomes another', () => {
  it('statements that stay, are taken out, or are new', () => {
    assert.deepEqual(signs(policy(A, B), policy(A, B)), [' 0', ' 1']);
    assert.deepEqual(signs(policy(A, B, C), policy(A, C)), [' 0', '-1', ' 2']);
    assert.deepEqual(signs(policy(A), policy(B, A)), ['+0', ' 0']);
    assert.deepEqual(signs(policy(A), policy(B)), ['-0', '+0']);
  });

  it('from none, to none, and from a statement that stands without a list', () => {
    assert.deepEqual(signs(null, policy(A)), ['+0']);
    assert.deepEqual(signs(policy(A), null), ['-0']);
    assert.deepEqual(signs(JSON.stringify({ Statement: A }), policy(A)), [' 0']);
    assert.deepEqual(documentDiff(null, null), { statements: [], others: [] });
  });

  it('what stands beside the statements', () => {
    const diff = documentDiff(JSON.stringify({ Version: '2008-10-17', Id: 'x', Statement: [A] }), policy(A));
    assert.deepEqual(diff?.others, [
      { name: 'Version', before: '2008-10-17', after: '2012-10-17' },
      { name: 'Id', before: 'x', after: null },
    ]);
  });

  it('none of what is no policy', () => {
    for (const text of ['', '[]', '"x"', '{']) {
      assert.equal(documentDiff(text, policy(A)), null);
      assert.equal(documentDiff(policy(A), text), null);
    }
  });

  it('holds both policies, in their order, however many statements there are', () => {
    const list = fc.array(fc.constantFrom(A, B, C, { Sid: 'D' }), { maxLength: 12 });
    fc.assert(
      fc.property(list, list, (before, after) => {
        const entries = documentDiff(policy(...before), policy(...after))?.statements ?? [];
        const side = (other: string) => entries.filter(({ sign }) => sign !== other).map(({ statement }) => statement);
        assert.deepEqual([side('+'), side('-')], [before, after]);
      }),
    );
    const many = Array.from({ length: 2_000 }, (_, at) => ({ Sid: `S${at}` }));
    assert.equal(signs(policy(...many), policy(...many.slice(1))).length > 0, true);
  });
});
