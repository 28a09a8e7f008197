import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { type Batch, runBatch } from './batch.ts';
import { Cases } from './cases.ts';
import { hasCorpus } from './material.ts';
import { run } from './run.ts';

const RUNS = Number(process.env.TRAILMEND_RUNS ?? 10_000) / 5;
const SEED = Math.floor(Math.random() * 2 ** 31);

describe(`${RUNS} mutated documents, seed ${SEED}${hasCorpus ? '' : ' (the public ones are not beside this checkout)'}`, () => {
  let batch: Batch = { counts: {}, failures: [], slowest: { number: 0, milliseconds: 0 } };
  before(() => {
    const cases = new Cases(SEED);
    batch = runBatch(0, RUNS, (number) => cases.at(number), run);
  });

  it('break nothing that must hold: no exception, no doubtful repair, nothing lost', () => {
    const told = batch.failures.map(
      ({ number, message, input }) => `case ${number}: ${message}\n${JSON.stringify(input)}`,
    );
    assert.deepEqual(told, [], `npm run fuzz -- --seed ${SEED} --runs ${RUNS}`);
  });

  it('are of every kind, and do not all end at the door', () => {
    const least = {
      ...{ 'policy: refused': 10, 'policy: judged': 20, 'policy: repaired': 5, 'event: understood': 10 },
      ...{ 'event: ignored': 20, 'settings: read': 100, 'settings: refused': 20, 'memory: repaired': 20 },
    };
    for (const [what, part] of Object.entries(least))
      assert.ok((batch.counts[what] ?? 0) > RUNS / part / 4, `${what}: ${batch.counts[what] ?? 0} of ${RUNS}`);
  });
});
