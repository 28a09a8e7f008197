import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluateCondition } from '../../shared/policy/condition.ts';
import { ABSENT, type Context, type ContextValue, known } from '../../shared/policy/context.ts';

const set = (values: readonly string[], complete = true): ContextValue => ({
  kind: 'known',
  values,
  multi: true,
  complete,
});

const CONTEXT: Context = new Map<string, ContextValue>([
  ['text', known('Trail')],
  ['arn', known('arn:aws:cloudtrail:us-east-1:111122223333:trail/a:b')],
  ['true', known('true')],
  ['number', known('1.2')],
  ['date', known('2026-11-21T12:00:00Z')],
  ['epoch', known('1795262400')],
  ['address', known('10.1.2.3')],
  ['address6', known('2001:db8::1')],
  ['bytes', known('trail')],
  ['set', set(['a', 'b'])],
  ['open set', set(['a'], false)],
  ['empty set', set([])],
  ['no address', { kind: 'opaque' }],
  ['some value', { kind: 'unknown', present: true }],
  ['missing', ABSENT],
  ['tags/', ABSENT],
]);

const truth = (operator: string, key: string, values: string | readonly string[]): unknown =>
  evaluateCondition({ operator, key, values: [values].flat() }, CONTEXT, true);

/** Positive operators: a key, a value that matches, one that does not, and one that is not of the operator's type. */
const POSITIVE: readonly [operator: string, key: string, match: string, other: string, bad: string | null][] = [
  ['StringEquals', 'text', 'Trail', 'trail', 'Trail*'],
  ['StringEqualsIgnoreCase', 'text', 'tRAIL', 'trails', 'trail?'],
  ['StringLike', 'text', 'T*l', 't*', null],
  ['StringLike', 'text', '?rail', '?Trail', null],
  [
    'ArnEquals',
    'arn',
    'arn:aws:cloudtrail:us-east-1:111122223333:trail/a:b',
    'arn:aws:cloudtrail:us-east-1:111122223333:trail/a',
    'trail/a:b',
  ],
  ['ArnEquals', 'arn', 'arn:*:cloudtrail:*:111122223333:trail/*', 'arn:*:trail/*', '*'],
  ['ArnLike', 'arn', 'arn:aws:cloudtrail:us-east-?:*:*', 'arn:aws:*:trail/a:b', 'arn:aws:cloudtrail'],
  // The first star would have to reach over a colon: as one text it matches, component by component it does not.
  ['ArnLike', 'arn', 'arn:aws:cloudtrail:*:*:trail/a:*', 'arn:aws:cloudtrail:*:trail/*:*', 'x'],
  ['Bool', 'true', 'TRUE', 'false', 'yes'],
  ['NumericEquals', 'number', '1.20', '1.3', 'one'],
  ['NumericLessThan', 'number', '1.3', '1.2', '<2'],
  ['NumericLessThanEquals', 'number', '1.2', '1.1', 'NaN'],
  ['NumericGreaterThan', 'number', '1', '1.2', ''],
  ['NumericGreaterThanEquals', 'number', '1.2', '12e-1x', '0x1'],
  ['DateEquals', 'date', '2026-11-21T13:00:00+01:00', '2026-11-21', 'today'],
  ['DateEquals', 'epoch', '2026-11-21T12:00:00Z', '1795262401', 'x'],
  ['DateLessThan', 'date', '2027-01-01', '2026-11-21T12:00:00Z', '21 Nov 2027'],
  ['DateLessThanEquals', 'date', '2026-11-21T12:00:00Z', '2026-11-21T11:59:59Z', '2026/12/31'],
  ['DateGreaterThan', 'date', '2026-11-21', '1795262400', '20-01-01'],
  ['DateGreaterThanEquals', 'date', '1795262400', '2028-02-29', '2026-13-01'],
  ['IpAddress', 'address', '10.0.0.0/8', '11.0.0.0/8', '10.0.0.0/33'],
  ['IpAddress', 'address', '10.1.2.3', '10.1.2.4', '10.1.2'],
  ['IpAddress', 'address6', '2001:db8::/32', '2001:db9::/32', '2001:db8::/129'],
  ['IpAddress', 'address6', '::/0', '0.0.0.0/0', '2001::db8::1'],
  ['BinaryEquals', 'bytes', 'dHJhaWw=', 'dHJhaWxz', 'trail!'],
];

/** The operators that turn another one round. */
const NEGATIONS: Readonly<Record<string, string>> = {
  StringEquals: 'StringNotEquals',
  StringEqualsIgnoreCase: 'StringNotEqualsIgnoreCase',
  StringLike: 'StringNotLike',
  ArnEquals: 'ArnNotEquals',
  ArnLike: 'ArnNotLike',
  NumericEquals: 'NumericNotEquals',
  DateEquals: 'DateNotEquals',
  IpAddress: 'NotIpAddress',
};

describe('positive operators', () => {
  for (const [operator, key, match, other, bad] of POSITIVE) {
    it(`${operator} with \`${match}\` and \`${other}\``, () => {
      assert.equal(truth(operator, key, match), true);
      assert.equal(truth(operator, key, other), false);
      assert.equal(truth(operator, key, [other, match]), true, 'one of several values is enough');
      assert.equal(truth(operator, key, []), false, 'no value matches nothing');
      if (bad !== null) assert.equal(truth(operator, key, bad), false, `\`${bad}\` matches nothing`);
      assert.equal(truth(operator.toUpperCase(), key.toUpperCase(), match), true, 'names in any letters');
    });

    it(`${operator} on a key that is missing, with \`${match}\``, () => {
      assert.equal(truth(operator, 'missing', match), false);
      assert.equal(truth(`${operator}IfExists`, 'missing', match), true);
      assert.equal(truth(`${operator}IfExists`, key, other), false);
      assert.equal(truth(`ForAllValues:${operator}`, 'missing', match), true);
      assert.equal(truth(`ForAnyValue:${operator}`, 'missing', match), false);
      assert.equal(truth(`ForAnyValue:${operator}IfExists`, 'missing', match), true);
    });

    it(`${operator} on what is not known, with \`${match}\``, () => {
      assert.equal(truth(operator, 'nobody knows', match), 'unknown');
      assert.equal(truth(operator, 'some value', match), 'unknown');
      assert.equal(truth(`${operator}IfExists`, 'nobody knows', match), 'unknown');
    });
  }
});

describe('negated operators', () => {
  for (const [positive, key, match, other, bad] of POSITIVE) {
    const operator = NEGATIONS[positive];
    if (operator === undefined) continue;
    it(`${operator} with \`${match}\` and \`${other}\``, () => {
      assert.equal(truth(operator, key, match), false);
      assert.equal(truth(operator, key, other), true);
      assert.equal(truth(operator, key, [other, match]), false, 'none of several values may match');
      if (bad !== null) assert.equal(truth(operator, key, bad), true, `\`${bad}\` matches nothing`);
    });

    it(`${operator} on a key that is missing holds, with \`${match}\``, () => {
      assert.equal(truth(operator, 'missing', match), true);
      assert.equal(truth(`${operator}IfExists`, 'missing', match), true);
      assert.equal(truth(`ForAllValues:${operator}`, 'missing', match), true);
      assert.equal(truth(`ForAnyValue:${operator}`, 'missing', match), false);
    });
  }

  it('hold on a tag that the caller does not have, and on none whose value nobody knows', () => {
    assert.equal(truth('StringNotEquals', 'Tags/team', 'x'), true);
    assert.equal(truth('StringNotEquals', 'nobody knows', 'x'), 'unknown');
  });
});

describe('what is not known', () => {
  const cases: readonly [operator: string, key: string, value: string, expected: unknown][] = [
    // No date, number, boolean, address or ARN can be meant: nothing matches, whatever the value is.
    ...(
      [
        ['DateEquals', 'soon'],
        ['NumericEquals', 'one'],
        ['Bool', 'yes'],
        ['IpAddress', '10.0.0'],
        ['ArnLike', '*'],
      ] as const
    ).flatMap(([operator, value]): [string, string, string, unknown][] => [
      [operator, 'some value', value, false],
      [operator, 'nobody knows', value, false],
      [`${operator}IfExists`, 'some value', value, false],
      [`${operator}IfExists`, 'nobody knows', value, 'unknown'],
    ]),
    ['NumericNotEquals', 'some value', 'one', true],
    ['NumericNotEquals', 'nobody knows', 'one', true],
    ['ForAnyValue:NumericNotEquals', 'nobody knows', 'one', 'unknown'],
    ['NotIpAddress', 'some value', '10.0.0', true],
    // A part of the policy's value is not known: what stands beside it has to match all the same.
    ['StringEquals', 'text', 'Tr${nobody knows}', 'unknown'],
    ['StringEquals', 'text', 'tr${nobody knows}', false],
    ['StringNotEquals', 'text', 'Tr${nobody knows}', 'unknown'],
    ['StringNotEquals', 'text', 'tr${nobody knows}', true],
    ['StringEqualsIgnoreCase', 'text', 'tR${nobody knows}', 'unknown'],
    ['StringEqualsIgnoreCase', 'text', 'x${nobody knows}', false],
    ['StringLike', 'text', '?r${nobody knows}', 'unknown'],
    ['StringLike', 'text', '${nobody knows}x', false],
    ['ArnLike', 'arn', 'arn:aws:cloudtrail:us-east-1:${nobody knows}:trail/*', 'unknown'],
    ['ArnLike', 'arn', 'arn:aws:cloudtrail:us-east-2:${nobody knows}:trail/*', false],
  ];
  for (const [operator, key, value, expected] of cases) {
    it(`${operator} of ${key} with \`${value}\``, () => assert.equal(truth(operator, key, value), expected));
  }
});

it('one value that matches is enough beside one that is not known', () => {
  assert.equal(truth('StringEquals', 'text', ['${nobody knows}', 'Trail']), true);
  assert.equal(truth('StringNotEquals', 'text', ['${nobody knows}', 'Trail']), false);
});

describe('sets', () => {
  const cases: readonly [operator: string, key: string, values: readonly string[], expected: unknown][] = [
    ['ForAnyValue:StringEquals', 'set', ['b', 'c'], true],
    ['ForAnyValue:StringEquals', 'set', ['c'], false],
    ['ForAllValues:StringEquals', 'set', ['a', 'b', 'c'], true],
    ['ForAllValues:StringEquals', 'set', ['a'], false],
    ['ForAnyValue:StringNotEquals', 'set', ['a'], true],
    ['ForAnyValue:StringNotEquals', 'set', ['a', 'b'], false],
    ['ForAllValues:StringNotEquals', 'set', ['c'], true],
    ['ForAllValues:StringNotEquals', 'set', ['b'], false],
    ['ForAnyValue:StringEquals', 'open set', ['a'], true],
    ['ForAnyValue:StringEquals', 'open set', ['b'], 'unknown'],
    ['ForAllValues:StringEquals', 'open set', ['a'], 'unknown'],
    ['ForAllValues:StringEquals', 'open set', ['b'], false],
    ['ForAllValues:StringEquals', 'empty set', ['a'], true],
    ['ForAnyValue:StringEquals', 'empty set', ['a'], false],
    ['StringEquals', 'set', ['a'], 'unknown'],
    ['ForAnyValue:StringEquals', 'text', ['Trail'], true],
    ['ForAllValues:StringEquals', 'text', ['Trail'], true],
    ['ForAllValues:StringEquals', 'text', ['x'], false],
  ];
  for (const [operator, key, values, expected] of cases) {
    it(`${operator} of ${key} with ${values.join(', ')}`, () => assert.equal(truth(operator, key, values), expected));
  }
});

describe('Null', () => {
  const cases: readonly [key: string, value: string | readonly string[], expected: unknown][] = [
    ['missing', 'true', true],
    ['missing', 'false', false],
    ['text', 'true', false],
    ['text', 'FALSE', true],
    ['text', 'perhaps', false],
    ['text', ['true', 'false'], true],
    ['some value', 'true', false],
    ['no address', 'false', true],
    ['nobody knows', 'true', 'unknown'],
    ['empty set', 'true', true],
    ['tags/team', 'true', true],
  ];
  for (const [key, value, expected] of cases) {
    it(`${value} on ${key}`, () => assert.equal(truth('Null', key, value), expected));
  }
});

describe('an address that is none', () => {
  it('lies in no block, so that NotIpAddress holds', () => {
    assert.equal(truth('IpAddress', 'no address', ['0.0.0.0/0', '::/0']), false);
    assert.equal(truth('NotIpAddress', 'no address', '10.0.0.0/8'), true);
  });
});

it('an operator that IAM does not have leaves everything open', () => {
  for (const operator of ['StringMatches', 'Equals', 'NullIfExists', 'ForSomeValues:StringEquals', '', 'IfExists']) {
    assert.equal(truth(operator, 'text', 'Trail'), 'unknown', operator);
  }
});
