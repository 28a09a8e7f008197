import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { bucketPolicyHasNoBlockingDeny } from '../../shared/checks/bucket-policy-has-no-blocking-deny.ts';
import { organizationPoliciesAllowDelivery } from '../../shared/checks/organization-policies-allow-delivery.ts';
import type { JsonObject } from '../../shared/policy/json.ts';
import type { Observation } from '../../shared/reconcile/observation.ts';
import { arbitrarySituation, type Situation } from '../property/arbitrary-policy.ts';
import { casesOf, observationOf } from './case.ts';
import { findingOf } from './finding.ts';

const OWNER = '444455556666';

/** The observation with another document in the place of one resource control policy. */
function withDocument(observation: Observation, id: string, document: JsonObject): Observation {
  const { resourcePolicies } = observation.surroundings;
  assert.ok(resourcePolicies.state === 'present');
  const value = resourcePolicies.value.map((level) => ({
    ...level,
    policies: level.policies.map((policy) =>
      policy.id === id ? { ...policy, document: JSON.stringify(document) } : policy,
    ),
  }));
  const surroundings = { ...observation.surroundings, resourcePolicies: { state: 'present', value } as const };
  return { ...observation, surroundings };
}

/** The observation of a bucket under this document, as the bucket's policy and as the organization's. */
function under({ trail, document }: Situation): Observation {
  const observation = observationOf({ name: '', bucketOwner: OWNER, expect: { verdict: '' } });
  const text = JSON.stringify(document);
  const levels = [
    { target: OWNER, policies: [{ id: 'p-1', name: 'one', document: text }] },
    { target: 'r-ab12', policies: [] },
  ];
  return {
    ...observation,
    trail,
    policies: { ...observation.policies, 'bucket-policy': { state: 'present', value: text } },
    surroundings: { ...observation.surroundings, resourcePolicies: { state: 'present', value: levels } },
  };
}

describe('a resource control policy', () => {
  it('that denies CloudTrail is spared for the trail by what can be pasted', () => {
    const broken = casesOf(organizationPoliciesAllowDelivery.id).filter(({ expect }) => expect.verdict === 'broken');
    let pasted = 0;
    for (const one of broken) {
      const observation = observationOf(one);
      const { advice, message } = findingOf(organizationPoliciesAllowDelivery, observation);
      const [only, ...more] = advice;
      const [, id = ''] = /\(`(p-[a-z0-9]+)`\)/.exec(message) ?? [];
      if (more.length > 0 || typeof only?.suggestion !== 'object' || id === '') continue;
      if (observation.surroundings.keyResourcePolicies.state === 'present') continue;
      const document = { Version: '2012-10-17', Statement: [only.suggestion] };
      const after = findingOf(organizationPoliciesAllowDelivery, withDocument(observation, id, document));
      assert.notEqual(after.verdict, 'broken', `${one.name}: ${after.message}`);
      pasted += 1;
    }
    assert.ok(pasted > 10, `${pasted} suggestions were pasted`);
  });

  it('says of its Denies what the same Denies say in the bucket policy, or more: whose bucket it is, is known', () => {
    const seen = { broken: 0, healthy: 0 };
    fc.assert(
      fc.property(
        arbitrarySituation['bucket-policy'].filter(
          ({ trail }) => trail.organizationId !== null && trail.kmsKeyArn === null,
        ),
        (situation) => {
          const observation = under(situation);
          const inBucket = findingOf(bucketPolicyHasNoBlockingDeny, observation);
          const inOrganization = findingOf(organizationPoliciesAllowDelivery, observation);
          if (inBucket.verdict === 'unknown') return;
          assert.equal(inOrganization.verdict, inBucket.verdict, inOrganization.message);
          assert.deepEqual(inOrganization.severity, inBucket.severity);
          if (inBucket.verdict === 'broken' || inBucket.verdict === 'healthy') seen[inBucket.verdict] += 1;
        },
      ),
      { numRuns: 300 },
    );
    assert.ok(seen.broken > 10 && seen.healthy > 10, JSON.stringify(seen));
  });
});
