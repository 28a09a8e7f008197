import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SCENARIOS } from '../../sandbox/scenarios/index.ts';
import type { Scenario } from '../../sandbox/scenarios/scenario.ts';
import { KEY_OWNER } from '../../sandbox/scenarios/statements.ts';
import { malformedKeyPolicy, malformedPolicy, malformedTopicPolicy } from '../../sandbox/side-car/malformed-policy.ts';
import { brokenPolicy, type Carrier, carriersOf, givenPolicy, letsIn } from '../../sandbox/stage/documents.ts';
import { lets } from '../../sandbox/stage/judge.ts';
import { type Stage, stageOf } from '../../sandbox/stage/stage.ts';
import { wrongPolicy } from '../../sandbox/stage/verify.ts';
import { ENCRYPTED } from './encrypted.ts';

/** What can be said of keys and topics, said by hand, so that it is held where no scenario says it. */
const SAMPLES: readonly Scenario[] = [
  ENCRYPTED,
  {
    ...ENCRYPTED,
    title: 'a key statement is removed',
    break: { call: 'PutKeyPolicy', statements: [KEY_OWNER] },
    expect: { word: 'restored', checks: [], delivers: true },
  },
  {
    ...ENCRYPTED,
    title: 'a topic is deleted',
    break: { call: 'DeleteTopic' },
    expect: { word: 'explained', checks: [], delivers: false, error: 'NotFound' },
  },
];

/** Calls that break delivery and leave every policy as it is. */
const LEAVE_POLICIES = [
  'StopLogging',
  'DisableKey',
  'ScheduleKeyDeletion',
  'PutBucketRequestPayment',
  'PutBucketLifecycle',
];

function malformed(carrier: Carrier, text: string, { trail }: Stage): string | null {
  if (carrier === 'bucket') return malformedPolicy(text, trail.bucket);
  return carrier === 'key' ? malformedKeyPolicy(text) : malformedTopicPolicy(text);
}

for (const scenario of [...SCENARIOS, ...SAMPLES]) {
  describe(scenario.title, () => {
    const stage = stageOf(scenario);
    const { expect, break: broken } = scenario;
    const policies = carriersOf(stage).map((carrier) => ({
      carrier,
      given: givenPolicy(stage, carrier),
      broken: brokenPolicy(stage, carrier),
    }));
    const leavesPolicies = LEAVE_POLICIES.includes(broken.call);
    const isHarmless = leavesPolicies || (expect.word === 'explained' && expect.delivers);

    test('delivers at first', () => {
      for (const { carrier, given } of policies) {
        assert.equal(malformed(carrier, given, stage), null);
        assert.equal(letsIn(carrier, given, stage), true);
        if (carrier === 'bucket' && stage.secondTrail !== null)
          assert.equal(lets(JSON.parse(given), stage.secondTrail), true);
      }
    });
    test('is broken by a policy that AWS takes', () => {
      for (const { carrier, broken: text } of policies)
        if (text !== null) assert.equal(malformed(carrier, text, stage), null);
      const { secondTrail } = stage;
      const isServed = policies.every(
        ({ carrier, broken: text }) =>
          letsIn(carrier, text, stage) &&
          (carrier !== 'bucket' || secondTrail === null || (text !== null && lets(JSON.parse(text), secondTrail))),
      );
      assert.equal(isServed, isHarmless);
    });
    test('no name is left open', () => {
      for (const { given, broken: text } of policies) assert.doesNotMatch(`${given}${text}`, /\{[a-z]+[A-Za-z]*\}/);
    });
    test('is told from its repair', () => {
      const isWrong = policies.some(({ carrier, broken: text }) => wrongPolicy(text, stage, carrier) !== null);
      assert.equal(isWrong, expect.word === 'restored' && !leavesPolicies);
    });
  });
}

test('bucket and trail names are unique', () => {
  assert.equal(new Set(SCENARIOS.map(({ id }) => id)).size, SCENARIOS.length);
});
