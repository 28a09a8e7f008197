import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { isDeleted, orphanedStatements } from '../../shared/policy/deleted-principals.ts';
import { parsePolicy } from '../../shared/policy/document.ts';

const capitals = fc.string({
  unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'),
  minLength: 12,
  maxLength: 28,
});
const ids = fc.tuple(fc.constantFrom('AROA', 'AIDA', 'AGPA', 'ANPA'), capitals).map((parts) => parts.join(''));
const names = fc.constantFrom('*', '111122223333', 'arn:aws:iam::111122223333:role/AROAEXAMPLE123456789A');

it('every deleted principal of a statement is named once, and nobody else', () => {
  fc.assert(
    fc.property(fc.array(ids, { minLength: 1 }), fc.array(names), (gone, there) => {
      const statement = {
        Effect: 'Allow',
        Principal: { AWS: [...there, ...gone, ...gone] },
        Action: '*',
        Resource: '*',
      };
      const parsed = parsePolicy({ Version: '2012-10-17', Statement: [statement] });
      assert.ok(parsed.ok);
      const found = orphanedStatements(parsed.policy).map((orphaned) => orphaned.ids);
      assert.deepEqual(found, [[...new Set(gone)]]);
    }),
  );
});

it('an id has one of four beginnings, no small letters, and at least sixteen characters', () => {
  for (const text of ['AROAEXAMPLE1234', 'aroaexample123456789a', 'ASIAEXAMPLE123456789A', 'AROAEXAMPLE123456789A:x'])
    assert.equal(isDeleted(text), false, text);
  assert.equal(isDeleted('AROAEXAMPLE12345'), true);
});
