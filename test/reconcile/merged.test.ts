import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checks } from '../../shared/checks/index.ts';
import { isJsonObject, type JsonObject } from '../../shared/policy/json.ts';
import { documentBytes } from '../../shared/policy/limits.ts';
import { judge } from '../../shared/reconcile/judge.ts';
import { offlineObservation } from '../../shared/reconcile/observation.ts';
import { type Plan, planRepairs } from '../../shared/reconcile/plan.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { documented } from '../trail/documented.ts';
import { trailWith } from '../trail/trails.ts';
import { FOREIGN, policyWith, statementsOf } from './policies.ts';

const trailsOf = (count: number, parts: (at: number) => Partial<Trail> = () => ({})): readonly Trail[] =>
  Array.from({ length: count }, (_, at) => trailWith({ account: String(300_000_000_000 + at), ...parts(at) }));

function planFor(trails: readonly Trail[], document: JsonObject): Plan {
  const reading = { 'bucket-policy': { state: 'present', value: JSON.stringify(document) } } as const;
  return planRepairs(trails.map((trail) => judge(offlineObservation(trail, reading), checks, (_, mode) => mode)));
}

/** What is added to a policy for these trails. */
function addedFor(trails: readonly Trail[], document = policyWith()): readonly JsonObject[] {
  const { documents, notRepairable } = planFor(trails, document);
  assert.deepEqual(notRepairable, []);
  return documents[0]?.added ?? [];
}

const BUCKET = 'arn:aws:s3:::example-logs';
const FOLDERS = `${BUCKET}/AWSLogs/\${aws:SourceAccount}/*`;
const PRINCIPAL = { Service: 'cloudtrail.amazonaws.com' };
const arnsOf = (trails: readonly Trail[]) => trails.map(({ arn }) => arn);

describe('statements are merged no more than the size asks for', () => {
  it('few trails: two statements for each, as AWS documents them', () => {
    const trails = trailsOf(25);
    const sids = new Set(addedFor(trails).map(({ Sid }) => Sid));
    const bodies = addedFor(trails).map(({ Sid: _, ...body }) => body);
    const expected = trails.flatMap((trail) => [documented(trail, 'acl-check'), documented(trail, 'write')]);
    assert.deepEqual(
      bodies,
      expected.map(({ Sid: _, ...body }) => body),
    );
    assert.equal(sids.size, 50);
  });

  it('more of them: one statement for each action, with the list of trails', () => {
    const trails = trailsOf(100);
    const aws = { 'aws:SourceArn': arnsOf(trails) };
    assert.deepEqual(addedFor(trails), [
      { ...documented(trailWith(), 'acl-check'), Condition: { StringEquals: aws } },
      {
        ...documented(trailWith(), 'write'),
        Resource: FOLDERS,
        Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', ...aws } },
      },
    ]);
  });

  it('many: one statement for both actions', () => {
    const trails = trailsOf(200);
    assert.deepEqual(addedFor(trails), [
      {
        Sid: 'AWSCloudTrailAclCheckAndWrite',
        Effect: 'Allow',
        Principal: PRINCIPAL,
        Action: ['s3:GetBucketAcl', 's3:PutObject'],
        Resource: [BUCKET, FOLDERS],
        Condition: {
          StringEquals: { 'aws:SourceArn': arnsOf(trails) },
          StringEqualsIfExists: { 's3:x-amz-acl': 'bucket-owner-full-control' },
        },
      },
    ]);
  });

  it('more than their ARNs have room for: by account, where they share a name', () => {
    const trails = trailsOf(1_000);
    const [only, ...others] = addedFor(trails);
    assert.deepEqual(others, []);
    assert.deepEqual(only?.Condition, {
      StringEquals: {
        'aws:SourceArn': 'arn:aws:cloudtrail:us-east-1:${aws:SourceAccount}:trail/example',
        'aws:SourceAccount': trails.map(({ account }) => account),
      },
      StringEqualsIfExists: { 's3:x-amz-acl': 'bucket-owner-full-control' },
    });
  });

  it('trails with another prefix, and those of an organization, stand in statements of their own', () => {
    const trails = trailsOf(150, (at) => ({
      prefix: at % 2 === 0 ? '' : 'audit',
      organizationId: at === 7 ? 'o-exampleorgid' : null,
    }));
    const resources = addedFor(trails).map(({ Resource }) => Resource);
    const audit = `${BUCKET}/audit/AWSLogs`;
    assert.deepEqual(resources, [
      [BUCKET, FOLDERS],
      [BUCKET, `${audit}/\${aws:SourceAccount}/*`],
      [BUCKET, `${audit}/300000000007/*`, `${audit}/o-exampleorgid/*`],
    ]);
  });

  it('under a Version without variables, each account keeps its folder by name', () => {
    const document = { Version: '2008-10-17', Statement: [] };
    const added = addedFor(trailsOf(40), document);
    assert.equal(JSON.stringify(added).includes('${'), false);
    assert.equal(added.length, 41);
  });
});

describe('a merged statement whose Effect is turned to Deny', () => {
  const trails = trailsOf(200);
  const [merged = {}] = addedFor(trails);
  const flipped = { ...merged, Effect: 'Deny' };

  it('is turned back in its place, for all of its trails', () => {
    const { documents, notRepairable } = planFor(trails, policyWith(FOREIGN, flipped));
    assert.deepEqual(notRepairable, []);
    const [{ added, restored, after, accessBroadened } = assert.fail()] = documents;
    assert.deepEqual([added, accessBroadened], [[], []]);
    assert.deepEqual(restored, [{ index: 1, before: flipped, after: merged }]);
    assert.deepEqual(planFor(trails, after), { documents: [], actions: [], notRepairable: [] });
  });

  it('and beside which another trail is missing: that one is added', () => {
    const more = trailWith({ name: 'more' });
    const [{ added, restored } = assert.fail()] = planFor([...trails, more], policyWith(flipped)).documents;
    assert.deepEqual(added, [documented(more, 'acl-check'), documented(more, 'write')]);
    assert.equal(restored.length, 1);
  });

  it('and which names a trail that nobody guards, or has a Sid of somebody’s own, is a person’s decision', () => {
    for (const [guarded, deny] of [
      [trails.slice(0, 20), flipped],
      [trails, { ...flipped, Sid: 'Mine' }],
    ] as const) {
      const { documents, notRepairable } = planFor(guarded, policyWith(deny));
      assert.deepEqual(
        documents.flatMap(({ restored }) => restored),
        [],
      );
      assert.ok(notRepairable.some(({ id }) => id === 'bucket-policy-has-no-blocking-deny'));
    }
  });
});

describe('what cannot fit', () => {
  const pad = (bytes: number): JsonObject => ({ ...FOREIGN, Sid: 'x'.repeat(bytes) });

  it('is told with the statements that can be folded, by place and Sid, and the one that stands for them', () => {
    const [one, other] = [
      { ...FOREIGN, Sid: 'one' },
      { ...FOREIGN, Sid: 'other', Resource: `${BUCKET}/theirs/*` },
    ];
    const policy = policyWith(one, pad(19_700), other);
    const { documents, notRepairable } = planFor([trailWith()], policy);
    assert.deepEqual(documents, []);
    const [{ message, suggestion } = assert.fail()] = notRepairable;
    assert.match(
      message,
      /statement 0 \(`one`\) and .*statement 2 \(`other`\) can be folded into one, which saves \d+ bytes/,
    );
    assert.ok(isJsonObject(suggestion));
    const { Effect, Principal, Action } = FOREIGN;
    assert.deepEqual({ ...suggestion, Sid: '', Resource: '' }, { Sid: '', Effect, Principal, Action, Resource: '' });
    const saved = Number(/saves (\d+)/.exec(message)?.[1]);
    assert.equal(documentBytes(policy) - documentBytes(policyWith(suggestion)), saved);
  });

  it('is told to be too large where nothing can be folded', () => {
    const [{ message, suggestion } = assert.fail()] = planFor([trailWith()], policyWith(pad(20_200))).notRepairable;
    assert.match(message, /would have \d+ bytes, and S3 takes 20480; \d+ bytes have to go$/);
    assert.match(String(suggestion), /^none of the statements can be folded/);
  });

  it('under a Version without variables: people hear what it costs them', () => {
    const policy = { Version: '2008-10-17', Statement: [pad(100)] };
    const [{ message } = assert.fail()] = planFor(trailsOf(100), policy).notRepairable;
    assert.match(message, /; under Version 2012-10-17 one statement could stand for several accounts$/);
  });

  it('says so where a fold saves too little', () => {
    const twice = [pad(9_000), { ...pad(9_000), Action: 's3:ListBucket' }];
    const { notRepairable } = planFor(
      trailsOf(300, (at) => ({ name: `trail-${at}` })),
      policyWith(...twice),
    );
    const [{ message } = assert.fail()] = notRepairable;
    assert.match(message, /which saves \d+ bytes; \d+ bytes more have to go$/);
  });

  it('folds documented statements of other accounts into one with the account in a variable', () => {
    const standing = trailsOf(35).map((trail) => documented(trail, 'write'));
    const policy = policyWith(...standing, ...trailsOf(1).map((trail) => documented(trail, 'acl-check')));
    const [{ suggestion } = assert.fail()] = planFor(
      trailsOf(230, (at) => ({ name: `t${at}` })),
      policy,
    ).notRepairable;
    assert.ok(isJsonObject(suggestion));
    assert.equal(suggestion.Resource, FOLDERS);
    assert.equal(statementsOf(policy).length, 36);
  });
});
