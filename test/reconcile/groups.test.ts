import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import fc from 'fast-check';
import { groupsSharing } from '../../shared/reconcile/groups.ts';

type Item = { readonly at: number; readonly names: readonly string[] };

/** The definition, word by word: an item joins every group in which one item has a name of its own. */
function byDefinition(items: readonly Item[]): readonly (readonly Item[])[] {
  let groups: Item[][] = [];
  for (const item of items) {
    const shares = (group: Item[]): boolean =>
      group.some((other) => other.names.some((name) => item.names.includes(name)));
    groups = [...groups.filter((group) => !shares(group)), [...groups.filter(shares).flat(), item]];
  }
  return groups.map((group) => group.toSorted((one, other) => one.at - other.at));
}

const namesOf = ({ names }: Item): readonly string[] => names;

describe('groups of what shares a resource', () => {
  it('are those of the definition, in its order', () => {
    const names = fc.array(
      fc.integer({ min: 0, max: 30 }).map((name) => `r${name}`),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(fc.array(names, { maxLength: 40 }), (all) => {
        const items = all.map((own, at) => ({ at, names: own }));
        assert.deepEqual(groupsSharing(items, namesOf), byDefinition(items));
      }),
      { numRuns: 500 },
    );
  });

  /** How often a map is asked or told anything, which is all that the search does. */
  function steps(items: readonly Item[]): number {
    const [get, set] = [mock.method(Map.prototype, 'get'), mock.method(Map.prototype, 'set')];
    try {
      groupsSharing(items, namesOf);
      return get.mock.callCount() + set.mock.callCount();
    } finally {
      get.mock.restore();
      set.mock.restore();
    }
  }

  const SHAPES: Readonly<Record<string, (at: number) => readonly string[]>> = {
    'all share one bucket': () => ['bucket'],
    'nobody shares anything': (at) => [`bucket-${at}`, `key-${at}`],
    'each shares with the one before': (at) => [`link-${at}`, `link-${at + 1}`],
    'five share a bucket, and all of them the key': (at) => [`bucket-${Math.floor(at / 5)}`, 'key'],
  };
  for (const [name, namesAt] of Object.entries(SHAPES)) {
    it(`take as many steps an item, however many there are: ${name}`, () => {
      const [few = 0, many = 0] = [500, 8_000].map(
        (count) => steps(Array.from({ length: count }, (_, at) => ({ at, names: namesAt(at) }))) / count,
      );
      assert.ok(many <= few * 1.1, `${few} steps an item, and ${many} of sixteen times as many`);
    });
  }
});
