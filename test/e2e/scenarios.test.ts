import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whyNoEngine } from '../../sandbox/engine/ministack.ts';
import { resultLine } from '../../sandbox/result-line.ts';
import { runScenarios, withEngine } from '../../sandbox/run.ts';
import { SCENARIOS } from '../../sandbox/scenarios/index.ts';

const skip = whyNoEngine() ?? false;

test('the deployed stack repairs or explains what is broken', { skip, timeout: 180_000 }, async (t) => {
  const report = { progress: (line: string) => t.diagnostic(line), result: () => {} };
  const { results, problems } = await withEngine({}, (engine) => runScenarios(engine, SCENARIOS, report));
  for (const result of results) {
    await t.test(`${result.stage.scenario.title}: ${result.stage.scenario.expect.word}`, () => {
      assert.equal(result.problem, null, resultLine(result));
    });
  }
  await t.test('every scenario was played', () => assert.equal(results.length, SCENARIOS.length));
  await t.test('one write per repair, none else, and no dead letter', () => assert.deepEqual(problems, []));
});
