import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parsePolicy } from '../../shared/policy/document.ts';
import { isGranted } from '../../shared/policy/evaluate.ts';
import type { JsonObject } from '../../shared/policy/json.ts';
import { deliveryRequests } from '../../shared/trail/delivery.ts';
import { flippedStatements } from '../../shared/trail/flipped.ts';
import { documentedStatement, STATEMENTS, servicePrincipalFor } from '../../shared/trail/statements.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { documented } from './documented.ts';
import { KEY, TOPIC, trailWith } from './trails.ts';

const NAMES = ['encrypt', 'describe', 'decrypt', 'publish'] as const;
const KINDS = ['key-policy', 'topic-policy'] as const;

function policyOf(...statements: readonly JsonObject[]) {
  const parsed = parsePolicy({ Version: '2012-10-17', Statement: statements });
  assert.ok(parsed.ok);
  return parsed.policy;
}

/** The same ARN in another partition. */
const moved = (arn: string, { partition, region }: Pick<Trail, 'partition' | 'region'>): string =>
  arn.replace('arn:aws:', `arn:${partition}:`).replace('us-east-1', region);

const place = (parts: Partial<Trail>, at: Pick<Trail, 'partition' | 'region'>): Trail =>
  trailWith({ ...parts, ...at, kmsKeyArn: moved(KEY, at), topicArn: moved(TOPIC, at) });

const COMMERCIAL = { partition: 'aws', region: 'us-east-1' } as const;
const CHINA = { partition: 'aws-cn', region: 'cn-north-1' } as const;
const TRAILS: readonly [name: string, trail: Trail][] = [
  ['a single trail', place({}, COMMERCIAL)],
  ['a trail with a Bucket Key', place({ bucketKey: true }, COMMERCIAL)],
  ['a trail of which nobody knows whether it has one', place({ bucketKey: null }, COMMERCIAL)],
  ['an organization trail', place({ organizationId: 'o-exampleorgid', prefix: 'audit' }, COMMERCIAL)],
  ['a trail in GovCloud', place({ bucketKey: true }, { partition: 'aws-us-gov', region: 'us-gov-west-1' })],
  ['a trail in China', place({ bucketKey: true }, CHINA)],
];

describe('the documented statements of a key and a topic', () => {
  for (const [name, trail] of TRAILS) {
    const policy = policyOf(...NAMES.map((statement) => documented(trail, statement)));

    it(`of ${name} are AWS's, to the letter`, () => {
      for (const statement of NAMES)
        assert.equal(
          JSON.stringify(documentedStatement(trail, statement)),
          JSON.stringify(documented(trail, statement)),
        );
    });

    it(`of ${name} allow everything that CloudTrail asks of them`, () => {
      for (const kind of KINDS) {
        const requests = deliveryRequests(trail, kind);
        assert.ok(requests.length > 0);
        for (const { family } of requests) assert.deepEqual(isGranted(policy, family), { holds: true });
      }
    });

    it(`of ${name} allow another trail nothing, of the same account or another`, () => {
      for (const arn of [`${trail.arn}-other`, trail.arn.replace('111122223333', '999999999999')]) {
        const account = arn.split(':')[4] ?? '';
        for (const kind of KINDS) {
          for (const { family } of deliveryRequests({ ...trail, account, arn }, kind))
            assert.equal(isGranted(policy, family).holds, false);
        }
      }
    });
  }

  it('stand in the document that they belong into', () => {
    for (const kind of KINDS) {
      const asked = deliveryRequests(place({ bucketKey: true }, COMMERCIAL), kind).map(({ statement }) => statement);
      assert.deepEqual(new Set(asked), new Set(STATEMENTS[kind]));
    }
  });

  it('of a trail whose key another account owns name the trail’s account', () => {
    const trail = trailWith({ kmsKeyArn: KEY.replace('111122223333', '444455556666') });
    assert.doesNotMatch(JSON.stringify(NAMES.map((name) => documentedStatement(trail, name))), /444455556666/);
  });
});

it('the service principal is the form that stands in the key policy', () => {
  const trail = place({}, CHINA);
  const used = { Service: 'cloudtrail.amazonaws.com.cn' };
  const policy = policyOf({ ...documented(trail, 'encrypt'), Principal: used });
  const statement = documentedStatement(trail, 'describe', servicePrincipalFor(policy, trail));
  assert.deepEqual(statement.Principal, used);
});

/** The Sids under which AWS's pages have published each statement (facts §2.1, §3). */
const PUBLISHED: Readonly<Record<(typeof NAMES)[number], readonly string[]>> = {
  encrypt: ['AllowCloudTrailEncryptLogs', 'Allow CloudTrail to encrypt logs'],
  decrypt: ['AllowCloudTrailDecryptTrail', 'Allow CloudTrail to decrypt a trail'],
  describe: ['AllowCloudTrailAccess', 'Allow CloudTrail access', 'Allow CloudTrail to describe key'],
  publish: ['AWSCloudTrailSNSPolicy20150319', 'AWSCloudTrailSNSPolicy20131101'],
};

describe('a documented statement of a key or topic turned to Deny', () => {
  const trail = place({ bucketKey: true }, COMMERCIAL);
  const deny = (name: (typeof NAMES)[number], parts: JsonObject = {}): JsonObject => ({
    ...documented(trail, name),
    Effect: 'Deny',
    ...parts,
  });
  const flippedIn = (statement: JsonObject, of = trail) =>
    flippedStatements(policyOf(documented(of, 'encrypt'), statement), of, NAMES);

  for (const name of NAMES) {
    for (const Sid of PUBLISHED[name])
      it(`is found as ${Sid}, and turned back as it was written`, () => {
        const source = deny(name, { Sid });
        assert.deepEqual(flippedIn(source), [{ index: 1, statement: { ...source, Effect: 'Allow' } }]);
      });
  }

  it('is found in China under both forms of the service principal', () => {
    const china = place({}, CHINA);
    for (const Service of ['cloudtrail.amazonaws.com', 'cloudtrail.amazonaws.com.cn']) {
      const source = { ...documented(china, 'encrypt'), Effect: 'Deny', Principal: { Service } };
      assert.equal(flippedIn(source, china).length, 1, Service);
    }
  });

  for (const [name, statement] of [
    ['that still is an Allow', deny('encrypt', { Effect: 'Allow' })],
    ['under a Sid of somebody', deny('encrypt', { Sid: 'LockCloudTrail' })],
    ['under a Sid of another statement', deny('encrypt', { Sid: 'AllowCloudTrailAccess' })],
    ['under a Sid that only begins so', deny('encrypt', { Sid: 'Allow CloudTrail to encrypt logs no more' })],
    ['of more actions', deny('encrypt', { Action: ['kms:GenerateDataKey*', 'kms:Encrypt'] })],
    ['of another trail', deny('publish', { Condition: { StringEquals: { 'aws:SourceArn': `${trail.arn}2` } } })],
    ['of another topic', deny('publish', { Resource: `${TOPIC}2` })],
    ['without the encryption context', deny('decrypt', { Condition: documented(trail, 'describe').Condition ?? {} })],
  ] as const)
    it(`is none ${name}`, () => assert.deepEqual(flippedIn(statement), []));
});
