import assert from 'node:assert/strict';
import { it } from 'node:test';
import { all, any, not, type Ternary } from '../../shared/policy/ternary.ts';

const VALUES: readonly Ternary[] = [false, 'unknown', true];
/** Kleene's order: `and` is the lesser, `or` the greater. */
const rank = (value: Ternary): number => VALUES.indexOf(value);

it('what is not known does not hide what decides, in any order', () => {
  for (const one of VALUES) {
    assert.equal(rank(not(one)), 2 - rank(one));
    for (const two of VALUES) {
      for (const three of VALUES) {
        const list = [one, two, three];
        assert.equal(rank(all(list)), Math.min(...list.map(rank)), `all ${list.join()}`);
        assert.equal(rank(any(list)), Math.max(...list.map(rank)), `any ${list.join()}`);
      }
    }
  }
  assert.deepEqual([all([]), any([])], [true, false]);
});
