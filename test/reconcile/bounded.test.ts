import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { bounded } from '../../shared/reconcile/bounded.ts';

/** Work that ends when it is told to, and how much of it runs. */
class Yard {
  running = 0;
  most = 0;
  begun: number[] = [];

  work = async (item: number): Promise<number> => {
    this.begun.push(item);
    this.running += 1;
    this.most = Math.max(this.most, this.running);
    // Later items end earlier.
    for (let turns = 20 - (item % 20); turns > 0; turns -= 1) await Promise.resolve();
    this.running -= 1;
    return item * 2;
  };
}

describe('work on many items', () => {
  it('never runs more at once than the bound, as many as it allows, and answers in the order of the items', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(100)), fc.integer({ min: 1, max: 9 }), async (items, limit) => {
        const yard = new Yard();
        const results = await bounded(items, limit, yard.work);
        assert.deepEqual(
          results,
          items.map((item) => item * 2),
        );
        assert.equal(yard.most, Math.min(limit, items.length));
        assert.deepEqual(yard.begun, items);
      }),
    );
  });

  it('fails as the first that fails, and begins nothing after it', async () => {
    const begun: number[] = [];
    const work = async (item: number): Promise<number> => {
      begun.push(item);
      await Promise.resolve();
      if (item === 2) throw new Error('no');
      return item;
    };
    await assert.rejects(bounded([1, 2, 3, 4, 5, 6, 7], 2, work), { message: 'no' });
    for (let turns = 0; turns < 50; turns += 1) await Promise.resolve();
    assert.ok(begun.length <= 4, String(begun));
  });
});
