import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parsePolicy } from '../../shared/policy/document.ts';
import { isGranted } from '../../shared/policy/evaluate.ts';
import { includes } from '../../shared/policy/language.ts';
import { type DeliveryRequest, deliveryRequests } from '../../shared/trail/delivery.ts';
import { arbitrarySituation, type Situation } from './arbitrary-policy.ts';
import { RUNS } from './runs.ts';
import { decisionsAt, points } from './side-car.ts';

type Seen = { granted: number; refused: number; unknown: number };

/** Whether the policy's text says something of what the side-car takes for unknown, so that it may leave open what is told. */
const hangsOnService = ({ document }: Situation): boolean => /kms:viaservice/i.test(JSON.stringify(document));

/**
 * Whether the product may say "unknown" where a single request can be decided: it knows no pattern for these operators on the
 * key that varies, and without knowing of a Bucket Key no value at all.
 */
function isRoughly({ trail, document }: Situation): boolean {
  const text = JSON.stringify(document);
  return (
    /encryptioncontext:aws:s3:arn/i.test(text) && (trail.bucketKey === null || /ignorecase|binary|bool/i.test(text))
  );
}

function compare(situation: Situation, request: DeliveryRequest, seen: Seen): void {
  const { trail, document } = situation;
  const parsed = parsePolicy(document);
  assert.ok(parsed.ok, 'the generator makes policies that IAM takes');
  const answer = isGranted(parsed.policy, request.family);
  const open = hangsOnService(situation) ? ['unknown'] : [];
  const asked = answer.holds === false ? [answer.witness] : points(request, trail);
  assert.ok(asked.length > 0);
  for (const value of asked) {
    const decisions = decisionsAt(trail, document, request, value);
    const told = `${request.name} ${value}: ${answer.holds}, ${decisions.join()}`;
    const allowed = { true: ['allow', ...open], false: ['deny', 'implicit', ...open], unknown: ['allow', 'unknown'] };
    if (answer.holds === 'unknown' && isRoughly(situation)) continue;
    assert.ok(
      decisions.every((decision) => allowed[`${answer.holds}`].includes(decision)),
      told,
    );
    assert.ok(includes(request.family.values, value), `a witness is a real request: ${value}`);
  }
  seen[answer.holds === 'unknown' ? 'unknown' : answer.holds ? 'granted' : 'refused'] += 1;
}

for (const kind of ['bucket-policy', 'key-policy', 'topic-policy'] as const) {
  const numRuns = RUNS[kind];
  test(`${numRuns} times a random ${kind}: the two evaluators agree on every request`, () => {
    const seen: Seen = { granted: 0, refused: 0, unknown: 0 };
    fc.assert(
      fc.property(arbitrarySituation[kind], (situation) => {
        const { trail } = situation;
        for (const request of deliveryRequests(trail, kind)) {
          // The side-car does not claim what the header of a digest file with a key would be.
          if (request.name !== 'digest-files' || trail.kmsKeyArn === null) compare(situation, request, seen);
        }
      }),
      { numRuns },
    );
    for (const [answer, count] of Object.entries(seen))
      assert.ok(count > numRuns / 100 - 1, `${answer} came up ${count} times`);
  });
}
