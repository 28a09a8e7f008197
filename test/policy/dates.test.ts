import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { evaluateCondition } from '../../shared/policy/condition.ts';
import { known } from '../../shared/policy/context.ts';

const truth = (operator: string, actual: string, wanted: string): unknown =>
  evaluateCondition({ operator, key: 'date', values: [wanted] }, new Map([['date', known(actual)]]), true);

const epoch = (iso: string): string => String(Date.parse(iso) / 1000);

describe('a date is the moment that the calendar says', () => {
  for (const iso of [
    ...['1970-01-01T00:00:00Z', '2000-02-29T00:00:00Z', '2000-03-01T00:00:00Z', '2026-12-31T23:59:59Z'],
    ...['2028-01-01T00:00:00Z', '2028-02-01T00:00:00Z', '2028-02-29T23:59:59Z', '2028-03-01T00:00:00Z'],
    ...['2100-02-28T00:00:00Z', '2100-03-01T00:00:00Z', '2101-01-01T00:00:00Z', '2400-03-01T00:00:00Z'],
    ...['2026-11-21T12:00:00+05:30', '2026-11-21T12:00:00-03:30', '2026-11-21T00:00:00+14:00', '2026-11-21T12:00Z'],
    ...['2026-11', '2026-11-21'],
  ]) {
    it(iso, () => {
      assert.equal(truth('DateEquals', epoch(iso), iso), true);
      assert.equal(truth('DateEquals', iso, epoch(iso)), true);
      assert.equal(truth('DateNotEquals', iso, epoch(iso)), false);
    });
  }

  it('whatever the date', () => {
    const seconds = fc.integer({ min: Date.parse('1900-01-01') / 1000, max: Date.parse('2500-01-01') / 1000 });
    fc.assert(
      fc.property(seconds, seconds, (one, other) => {
        const iso = (second: number): string => `${new Date(second * 1000).toISOString().slice(0, 19)}Z`;
        assert.equal(truth('DateLessThan', iso(one), iso(other)), one < other);
        if (one >= 0) assert.equal(truth('DateEquals', iso(one), String(one)), true);
      }),
    );
  });
});
