import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isTooDeep, lossyNumber } from '../../shared/policy/json.ts';

describe('a number that would be written back differently', () => {
  for (const [text, number] of [
    ['{"a": 12345678901234567890}', '12345678901234567890'],
    ['[1, 1.0, 2.0]', '1.0'],
    ['{"a":[0.10]}', '0.10'],
    ['1e3', '1e3'],
    ['[-0]', '-0'],
    ['[1E+2]', '1E+2'],
    ['{"1.0": 1.50}', '1.50'],
    ['{"a\\"": 2.0}', '2.0'],
    ['{"a":"\\\\","b":3.0}', '3.0'],
    ['[9007199254740993]', '9007199254740993'],
  ] as const)
    it(`is the ${number} of ${text}`, () => assert.equal(lossyNumber(text), number));

  for (const text of [
    '{}',
    '[1, 1.2, -3, 0, 0.5, 1e+21]',
    '{"a": "1.0", "12345678901234567890": true}',
    '{"a": "\\"1.0", "b": "1.0\\\\"}',
    '{"Statement":[{"Condition":{"NumericLessThan":{"s3:TlsVersion":1.2}}}]}',
  ])
    it(`is not in ${text}`, () => assert.equal(lossyNumber(text), null));

  it('is in nothing that was written by JSON itself', () =>
    fc.assert(fc.property(fc.jsonValue(), (value) => assert.equal(lossyNumber(JSON.stringify(value)), null))));

  it('is found wherever it stands', () =>
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, name) => {
        const text = `[${JSON.stringify(value)},{${JSON.stringify(name)}:1.0}]`;
        assert.equal(lossyNumber(text), '1.0');
      }),
    ));
});

describe('a value that nests too deep', () => {
  const nested = (levels: number) => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);

  it('is one that nobody can write as text, and long before that', () => {
    for (const levels of [101, 1_000, 50_000]) assert.equal(isTooDeep(nested(levels)), true, `${levels} levels`);
    assert.throws(() => JSON.stringify(nested(50_000)), RangeError);
  });

  it('is none that AWS takes', () => {
    for (const value of [null, 1, 'text', [], {}, nested(100), { a: [{ b: 'c' }] }, Array(1_000).fill([1])])
      assert.equal(isTooDeep(value), false);
  });
});
