import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { KEY_MISREADINGS } from './key-misreadings.ts';
import { MISREADINGS } from './misreadings.ts';
import type { Mutant } from './mutant.ts';
import { SLIPS } from './slips.ts';
import { assertCaught, inCopy, plant, runTests, shown } from './workshop.ts';

const SHARED: readonly Mutant[] = [...MISREADINGS, ...KEY_MISREADINGS];
const MUTANTS: readonly Mutant[] = [...SHARED, ...SLIPS];
/** The properties that compare the evaluators, by their name: one for each kind of document. */
const COMPARISON = { file: 'test/property/differential.test.ts', name: 'the two evaluators agree', tests: 3 };

it('there are ten planted bugs and more, three and more of them misreadings that both evaluators share', () => {
  assert.ok(MUTANTS.length >= 10);
  assert.ok(SHARED.length >= 3);
  assert.equal(new Set(MUTANTS.map(({ name }) => name)).size, MUTANTS.length);
  const sides = ({ edits }: Mutant) => [...new Set(edits.map(({ file }) => file.split('/')[0]))].toSorted();
  for (const mutant of MUTANTS)
    assert.deepEqual(sides(mutant), mutant.shared ? ['sandbox', 'shared'] : ['shared'], mutant.name);
});

describe('the tests', { concurrency: 2 }, () => {
  it('pass without a planted bug', () =>
    inCopy(async (folder) => {
      const files = [...new Set([...MUTANTS.flatMap(({ tests }) => tests), COMPARISON.file])];
      const report = await runTests(folder, files);
      assert.deepEqual(report.failures, []);
      assert.ok(report.passed > files.length);
    }));

  for (const mutant of MUTANTS) {
    it(`notice that ${mutant.name}`, () =>
      inCopy(async (folder) => {
        plant(folder, mutant.edits);
        assertCaught(await runTests(folder, mutant.tests), mutant);
      }));
  }

  for (const mutant of SHARED) {
    it(`that compare the evaluators do not notice that ${mutant.name}: it is shared`, () =>
      inCopy(async (folder) => {
        plant(folder, mutant.edits);
        const report = await runTests(folder, [COMPARISON.file], COMPARISON.name);
        assert.deepEqual([report.passed, shown(report)], [COMPARISON.tests, '']);
      }));
  }
});
