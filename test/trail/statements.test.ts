import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parsePolicy } from '../../shared/policy/document.ts';
import { isGranted } from '../../shared/policy/evaluate.ts';
import type { JsonObject } from '../../shared/policy/json.ts';
import { deliveryRequests } from '../../shared/trail/delivery.ts';
import { flippedStatements } from '../../shared/trail/flipped.ts';
import { deliversLogFiles } from '../../shared/trail/granted.ts';
import { documentedStatement, servicePrincipalFor } from '../../shared/trail/statements.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { documented, documentedPolicy } from './documented.ts';
import { KEY, ORGANIZATION, SINGLE, trailWith } from './trails.ts';

const NAMES = ['acl-check', 'write', 'organization-write'] as const;

function policyOf(document: JsonObject) {
  const parsed = parsePolicy(document);
  assert.ok(parsed.ok);
  return parsed.policy;
}

const TRAILS: readonly [name: string, trail: Trail][] = [
  ['a single trail', SINGLE],
  [
    'a trail under a prefix, with digests',
    trailWith({ prefix: 'audit/trail', logFileValidation: true, insights: true }),
  ],
  ['an organization trail', ORGANIZATION],
  [
    'an organization trail under its own name as a prefix',
    trailWith({ organizationId: 'o-exampleorgid', prefix: 'o-exampleorgid', logFileValidation: true }),
  ],
  ['a trail with a key', trailWith({ kmsKeyArn: KEY, logFileValidation: true })],
  ['a trail of one Region', trailWith({ multiRegion: false })],
  ['a trail in GovCloud', trailWith({ partition: 'aws-us-gov', region: 'us-gov-west-1' })],
  ['a trail in China', trailWith({ partition: 'aws-cn', region: 'cn-north-1' })],
];

describe('the documented statements', () => {
  for (const [name, trail] of TRAILS) {
    it(`of ${name} are AWS's, to the letter`, () => {
      for (const statement of NAMES) {
        if (statement === 'organization-write' && trail.organizationId === null) continue;
        assert.equal(
          JSON.stringify(documentedStatement(trail, statement)),
          JSON.stringify(documented(trail, statement)),
        );
      }
    });

    it(`of ${name} allow everything that CloudTrail does for it`, () => {
      const policy = policyOf(documentedPolicy(trail));
      for (const { family } of deliveryRequests(trail, 'bucket-policy'))
        assert.deepEqual(isGranted(policy, family), { holds: true });
      assert.equal(deliversLogFiles(policy, trail, 'bucket-policy'), true);
    });

    it(`of ${name} allow another trail nothing`, () => {
      const other = { ...trail, name: 'other', arn: `${trail.arn}-other` };
      const policy = policyOf(documentedPolicy(trail));
      for (const { family } of deliveryRequests(other, 'bucket-policy'))
        assert.equal(isGranted(policy, family).holds, false);
    });
  }

  for (const [prefix, wrong] of [
    ['a*b', 'aXXb'],
    ['a?b', 'aXb'],
    ['a$b', 'aXb'],
    ['${*}', '*'],
    ['a*b?c$d', 'aXXbYc$d'],
  ] as const) {
    it(`take the prefix ${prefix} literally`, () => {
      const trail = trailWith({ prefix });
      const policy = policyOf({
        Version: '2012-10-17',
        Statement: [documentedStatement(trail, 'acl-check'), documentedStatement(trail, 'write')],
      });
      assert.equal(deliversLogFiles(policy, trail, 'bucket-policy'), true);
      assert.equal(deliversLogFiles(policy, trailWith({ prefix: wrong }), 'bucket-policy'), false);
    });
  }
});

describe('the service principal that is written', () => {
  const china = trailWith({ partition: 'aws-cn', region: 'cn-north-1' });
  const naming = (...services: string[]) =>
    policyOf({ Statement: [{ ...documented(china, 'write'), Principal: { Service: services } }] });

  it('is the form that stands in the policy', () => {
    assert.equal(servicePrincipalFor(naming('cloudtrail.amazonaws.com.cn'), china), 'cloudtrail.amazonaws.com.cn');
    assert.equal(servicePrincipalFor(naming('cloudtrail.amazonaws.com'), china), 'cloudtrail.amazonaws.com');
  });

  it('is the common one where none stands, and outside of China', () => {
    assert.equal(servicePrincipalFor(naming('config.amazonaws.com'), china), 'cloudtrail.amazonaws.com');
    assert.equal(servicePrincipalFor(naming('cloudtrail.amazonaws.com.cn'), SINGLE), 'cloudtrail.amazonaws.com');
  });
});

describe('whether log files are delivered', () => {
  const without = (trail: Trail, at: number) => {
    const { Statement } = documentedPolicy(trail);
    return policyOf({
      Version: '2012-10-17',
      Statement: (Statement as readonly JsonObject[]).filter((_, index) => index !== at),
    });
  };

  it('hangs on every statement of a single trail', () => {
    assert.deepEqual(
      [0, 1].map((at) => deliversLogFiles(without(SINGLE, at), SINGLE, 'bucket-policy')),
      [false, false],
    );
  });

  it('of an organization trail without the path of its own account cannot be told', () => {
    assert.deepEqual(
      [0, 1, 2].map((at) => deliversLogFiles(without(ORGANIZATION, at), ORGANIZATION, 'bucket-policy')),
      [false, null, false],
    );
  });

  it('does not hang on digests and Insights', () => {
    const trail = trailWith({ logFileValidation: true, insights: true });
    const policy = policyOf(
      JSON.parse(JSON.stringify(documentedPolicy(trail)).replace('111122223333/*', '111122223333/CloudTrail/*')),
    );
    assert.equal(deliversLogFiles(policy, trail, 'bucket-policy'), true);
  });

  it('is refused by a Deny, and cannot be told by a Deny on what is not known', () => {
    const denied = (Condition?: JsonObject) => ({
      Version: '2012-10-17',
      Statement: [
        ...(documentedPolicy(SINGLE).Statement as readonly JsonObject[]),
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: '*',
          ...(Condition === undefined ? {} : { Condition }),
        },
      ],
    });
    assert.equal(deliversLogFiles(policyOf(denied()), SINGLE, 'bucket-policy'), false);
    assert.equal(
      deliversLogFiles(policyOf(denied({ StringEquals: { 'aws:ResourceAccount': '1' } })), SINGLE, 'bucket-policy'),
      null,
    );
    assert.equal(
      deliversLogFiles(policyOf(denied({ Bool: { 'aws:SecureTransport': 'false' } })), SINGLE, 'bucket-policy'),
      true,
    );
  });
});

describe('a documented statement turned to Deny', () => {
  const flippedIn = (statement: JsonObject, trail = SINGLE) =>
    flippedStatements(
      policyOf({ Version: '2012-10-17', Statement: [documented(SINGLE, 'acl-check'), statement] }),
      trail,
      NAMES,
    );
  const deny = (parts: JsonObject = {}, trail = SINGLE) => ({
    ...documented(trail, 'write'),
    Effect: 'Deny',
    ...parts,
  });

  it('is found, and turned back as it was written', () => {
    const source = { ...deny(), Resource: ['arn:aws:s3:::example-logs/AWSLogs/111122223333/*'] };
    assert.deepEqual(flippedIn(source), [{ index: 1, statement: { ...source, Effect: 'Allow' } }]);
  });

  it('is found of an organization trail, by each of its three', () => {
    for (const name of NAMES)
      assert.equal(flippedIn({ ...documented(ORGANIZATION, name), Effect: 'Deny' }, ORGANIZATION).length, 1, name);
  });

  it('is found in China under both forms of the service principal', () => {
    const china = trailWith({ partition: 'aws-cn', region: 'cn-north-1' });
    for (const Service of ['cloudtrail.amazonaws.com', 'cloudtrail.amazonaws.com.cn'])
      assert.equal(flippedIn(deny({ Principal: { Service } }, china), china).length, 1, Service);
    assert.equal(flippedIn(deny({ Principal: { Service: 'cloudtrail.amazonaws.com.cn' } })).length, 0);
  });

  it('is found under the Sids of former years', () => {
    assert.equal(flippedIn(deny({ Sid: 'AWSCloudTrailWrite20131101' })).length, 1);
  });

  for (const [name, statement] of [
    ['that still is an Allow', deny({ Effect: 'Allow' })],
    ['under a Sid of somebody', deny({ Sid: 'LockCloudTrail' })],
    ['without a Sid', Object.fromEntries(Object.entries(deny()).filter(([element]) => element !== 'Sid'))],
    ['of another trail', deny({}, trailWith({ name: 'other' }))],
    ['of another path', deny({}, trailWith({ prefix: 'old' }))],
    ['for everybody', deny({ Principal: '*' })],
    ['of more actions', deny({ Action: ['s3:PutObject', 's3:GetObject'] })],
    [
      'without the conditions',
      Object.fromEntries(Object.entries(deny()).filter(([element]) => element !== 'Condition')),
    ],
  ] as const) {
    it(`is none ${name}`, () => assert.deepEqual(flippedIn(statement), []));
  }
});
