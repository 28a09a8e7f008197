import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decide } from '../../sandbox/delivery/decide.ts';
import { checks } from '../../shared/checks/index.ts';
import { parsePolicy } from '../../shared/policy/document.ts';
import { isGranted } from '../../shared/policy/evaluate.ts';
import type { JsonObject } from '../../shared/policy/json.ts';
import { judge } from '../../shared/reconcile/judge.ts';
import { offlineObservation } from '../../shared/reconcile/observation.ts';
import { planRepairs } from '../../shared/reconcile/plan.ts';
import { completePolicy } from '../../shared/trail/complete-policy.ts';
import { deliveryRequests } from '../../shared/trail/delivery.ts';
import { DOCUMENT_KINDS, DOCUMENTS, resourceOfDocument } from '../../shared/trail/document.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { KEY, TOPIC, trailWith } from './trails.ts';

const FULL = trailWith({ kmsKeyArn: KEY, topicArn: TOPIC, bucketKey: true, logFileValidation: true, insights: true });
const SECOND = trailWith({ name: 'second', prefix: 'second', kmsKeyArn: KEY, topicArn: TOPIC });
const ELSEWHERE = trailWith({ name: 'elsewhere', kmsKeyArn: `${KEY}2`, topicArn: `${TOPIC}2`, bucket: 'other-logs' });
const OF_OTHERS = trailWith({
  organizationId: 'o-exampleorgid',
  kmsKeyArn: KEY.replace('111122223333', '444455556666'),
  topicArn: TOPIC.replace('111122223333', '444455556666'),
});
const CHINA = trailWith({
  ...{ partition: 'aws-cn', region: 'cn-north-1' },
  kmsKeyArn: 'arn:aws-cn:kms:cn-north-1:111122223333:key/k',
  topicArn: 'arn:aws-cn:sns:cn-north-1:111122223333:logs',
});

const GROUPS: readonly [name: string, trails: readonly [Trail, ...Trail[]]][] = [
  ['one trail', [FULL]],
  ['two trails that share everything', [FULL, SECOND]],
  ['two trails that share nothing', [FULL, ELSEWHERE]],
  ['an organization trail with a key and a topic of another account', [OF_OTHERS]],
  ['a trail in China', [CHINA]],
];

const statementsOf = (document: JsonObject) => document.Statement as readonly JsonObject[];

describe('the complete policy', () => {
  for (const [name, trails] of GROUPS) {
    for (const kind of DOCUMENT_KINDS) {
      const document = completePolicy(trails, kind);
      const [first] = trails;
      const sharing = trails.filter((trail) => resourceOfDocument(trail, kind) === resourceOfDocument(first, kind));

      it(`of the ${DOCUMENTS[kind].noun} of ${name} passes every request`, () => {
        const parsed = parsePolicy(document);
        assert.ok(parsed.ok);
        for (const trail of sharing) {
          for (const { family } of deliveryRequests(trail, kind))
            assert.deepEqual(isGranted(parsed.policy, family), { holds: true });
        }
      });

      it(`of the ${DOCUMENTS[kind].noun} of ${name} leaves nothing to repair or to say`, () => {
        const reading = { [kind]: { state: 'present', value: JSON.stringify(document) } } as const;
        const judged = sharing.map((trail) =>
          judge(offlineObservation(trail, reading), checks, (_, mode) => (mode === 'advice' ? 'restore' : mode)),
        );
        assert.deepEqual(planRepairs(judged), { documents: [], actions: [], notRepairable: [] });
      });

      it(`of the ${DOCUMENTS[kind].noun} of ${name} has each Sid once, and no trail of another resource`, () => {
        const sids = statementsOf(document).map(({ Sid }) => String(Sid));
        assert.equal(new Set(sids).size, sids.length, sids.join());
        for (const sid of sids) assert.match(sid, /^[A-Za-z0-9]+$/);
        for (const trail of trails) assert.equal(JSON.stringify(document).includes(trail.arn), sharing.includes(trail));
      });
    }
  }
});

describe('the complete policy leaves the resource to its owner', () => {
  /** Decided by the side-car, which takes a role for what its account's root is allowed. */
  const lets = (document: JsonObject, action: string, resource: string, account: string) =>
    decide(document, {
      ...{ action, resource, partition: 'aws', context: new Map() },
      caller: { account, arns: [`arn:aws:iam::${account}:role/Admin`] },
    }).decision;

  for (const [trail, owner] of [
    [FULL, '111122223333'],
    [OF_OTHERS, '444455556666'],
  ] as const) {
    const key = completePolicy([trail], 'key-policy');
    const topic = completePolicy([trail], 'topic-policy');

    it(`a key of ${owner} is administered by that account alone`, () => {
      for (const action of ['kms:PutKeyPolicy', 'kms:EnableKey', 'kms:ScheduleKeyDeletion', 'kms:Decrypt']) {
        assert.equal(lets(key, action, trail.kmsKeyArn ?? '', owner), 'allow', action);
        assert.equal(lets(key, action, trail.kmsKeyArn ?? '', '999999999999'), 'implicit', action);
      }
    });

    it(`a topic of ${owner} is kept by that account alone`, () => {
      for (const action of ['sns:SetTopicAttributes', 'SNS:Subscribe', 'SNS:DeleteTopic', 'SNS:AddPermission']) {
        assert.equal(lets(topic, action, trail.topicArn ?? '', owner), 'allow', action);
        assert.equal(lets(topic, action, trail.topicArn ?? '', '999999999999'), 'implicit', action);
      }
    });
  }

  it('the bucket’s is CloudTrail’s alone: its account needs no statement', () => {
    for (const { Principal } of statementsOf(completePolicy([FULL], 'bucket-policy')))
      assert.deepEqual(Principal, { Service: 'cloudtrail.amazonaws.com' });
  });
});
