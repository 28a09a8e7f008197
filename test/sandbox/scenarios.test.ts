import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SCENARIOS } from '../../sandbox/scenarios/index.ts';
import { malformedPolicy } from '../../sandbox/side-car/malformed-policy.ts';
import { brokenPolicy } from '../../sandbox/stage/documents.ts';
import { lets } from '../../sandbox/stage/judge.ts';
import { policyText, stageOf } from '../../sandbox/stage/stage.ts';
import { wrongPolicy } from '../../sandbox/stage/verify.ts';

for (const scenario of SCENARIOS) {
  describe(scenario.title, () => {
    const stage = stageOf(scenario);
    const given = policyText(scenario.given.statements, stage);
    const broken = brokenPolicy(stage);
    const isHarmless =
      scenario.break.call === 'StopLogging' || (scenario.expect.word === 'explained' && scenario.expect.delivers);

    test('delivers at first', () => {
      assert.equal(malformedPolicy(given, stage.trail.bucket), null);
      assert.equal(lets(JSON.parse(given), stage.trail), true);
      if (stage.secondTrail !== null) assert.equal(lets(JSON.parse(given), stage.secondTrail), true);
    });
    test('is broken by a policy that S3 takes', () => {
      if (broken !== null) assert.equal(malformedPolicy(broken, stage.trail.bucket), null);
      assert.equal(lets(broken === null ? null : JSON.parse(broken), stage.trail), isHarmless);
    });
    test('no name is left open', () => assert.doesNotMatch(`${given}${broken}`, /\{[a-z]+[A-Za-z]*\}/));
    test('is told from its repair', () => {
      const isWrong = wrongPolicy(broken, stage) !== null;
      assert.equal(isWrong, scenario.expect.word === 'restored' && scenario.break.call !== 'StopLogging');
    });
  });
}

test('bucket and trail names are unique', () => {
  assert.equal(new Set(SCENARIOS.map(({ id }) => id)).size, SCENARIOS.length);
});
