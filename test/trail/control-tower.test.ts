import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checks } from '../../shared/checks/index.ts';
import type { JsonObject } from '../../shared/policy/json.ts';
import { judge } from '../../shared/reconcile/judge.ts';
import { offlineObservation } from '../../shared/reconcile/observation.ts';
import { planRepairs } from '../../shared/reconcile/plan.ts';
import type { DocumentKind } from '../../shared/trail/document.ts';
import { bucketPolicy, KEY_POLICY, TRAIL } from './tower.ts';

function judged(kind: DocumentKind, document: JsonObject, bucketKey: boolean | null) {
  const given = { [kind]: { state: 'present', value: JSON.stringify(document) } } as const;
  const judgement = judge(offlineObservation({ ...TRAIL, bucketKey }, given), checks, (_, mode) => mode);
  const broken = judgement.findings.filter(({ finding }) => finding.verdict === 'broken').map(({ check }) => check.id);
  return { delivers: judgement.delivers, broken, plan: planRepairs([judgement]) };
}

const NOTHING = { documents: [], actions: [], notRepairable: [] };

describe('what Control Tower writes is left alone', () => {
  for (const [version, paths] of [
    ['3.0', ['*']],
    ['3.3', ['*']],
    ['4.0', ['*']],
    ['4.0', [TRAIL.account, TRAIL.prefix]],
  ] as const)
    it(`the bucket policy of landing zone ${version} for ${paths.join(' and ')}`, () => {
      const document = bucketPolicy(version, paths);
      // Before 3.3 nothing said for whom CloudTrail writes: that is advice.
      const broken = version === '3.0' ? ['bucket-policy-limits-source'] : [];
      assert.deepEqual(judged('bucket-policy', document, false), { delivers: true, broken, plan: NOTHING });
    });

  for (const bucketKey of [false, true, null])
    it(`the key policy (Bucket Key: ${bucketKey}); that DescribeKey is missing is advice`, () => {
      const broken = ['key-policy-allows-describe-and-decrypt'];
      assert.deepEqual(judged('key-policy', KEY_POLICY, bucketKey), { delivers: true, broken, plan: NOTHING });
    });
});
