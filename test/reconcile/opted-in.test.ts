import assert from 'node:assert/strict';
import { it } from 'node:test';
import { checks } from '../../shared/checks/index.ts';
import { judge } from '../../shared/reconcile/judge.ts';
import { offlineObservation } from '../../shared/reconcile/observation.ts';
import { planRepairs } from '../../shared/reconcile/plan.ts';
import { KEY, trailWith } from '../trail/trails.ts';

// key-policy-allows-describe-and-decrypt set to restore: describe is refused (broken), decrypt is doubtful ({"AWS": "*"}).
// The refusal repairs only `describe`; only the second run makes sure of `decrypt`.
it('the second plan is empty', () => {
  const trail = trailWith({ kmsKeyArn: KEY, bucketKey: true });
  const plan = (document: unknown) =>
    planRepairs([
      judge(
        offlineObservation(trail, { 'key-policy': { state: 'present', value: JSON.stringify(document) } }),
        checks,
        (check, mode) => (check.id === 'key-policy-allows-describe-and-decrypt' ? 'restore' : mode),
      ),
    ]).documents;
  const document = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'kms:Decrypt', Resource: '*' }],
  };
  const [first] = plan(document);
  assert.ok(first !== undefined);
  assert.deepEqual(plan(first.after), []);
});
