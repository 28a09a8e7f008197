import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decide } from '../../sandbox/delivery/decide.ts';
import { cloudTrailRequest, type PointRequest } from '../../sandbox/delivery/request.ts';
import { carveOut } from '../../shared/policy/carve-out.ts';
import { parseStatement } from '../../shared/policy/equality.ts';
import type { JsonObject } from '../../shared/policy/json.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { SINGLE, trailWith } from '../trail/trails.ts';

const OTHER = trailWith({ name: 'other' });
const KEY =
  'example-logs/AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/21/111122223333_CloudTrail_us-east-1_20261121T0005Z_0123456789abcdef.json.gz';
const ALLOW_ALL: JsonObject = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };

const deny = (Condition?: JsonObject): JsonObject => ({
  ...{
    Sid: 'Lock',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: ['arn:aws:s3:::example-logs', 'arn:aws:s3:::example-logs/*'],
  },
  ...(Condition === undefined ? {} : { Condition }),
});

const DENIES: readonly [name: string, statement: JsonObject][] = [
  ['without a condition', deny()],
  ['with another condition', deny({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' } })],
  ['with a condition under the same operator', deny({ StringNotEquals: { 'aws:SourceVpce': ['vpce-1'] } })],
  ['with the operator in other letters', deny({ stringnotequals: { 'aws:SourceVpce': 'vpce-1' } })],
  ['that spares a third trail already', deny({ StringNotEquals: { 'AWS:SOURCEARN': `${SINGLE.arn}3` } })],
  [
    'that spares two others already',
    deny({ StringNotEquals: { 'aws:SourceArn': [`${SINGLE.arn}3`, `${SINGLE.arn}4`] } }),
  ],
  ['that spares others by ARN', deny({ ArnNotLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:eu-west-1:*:trail/*' } })],
  [
    'of NotPrincipal',
    {
      Sid: 'Lock',
      Effect: 'Deny',
      NotPrincipal: { AWS: '111122223333' },
      NotAction: 's3:GetObject',
      NotResource: 'arn:aws:s3:::other',
    },
  ],
];

/** The same request, made by somebody else: the trail's ARN is not in it. */
function withoutSource(request: PointRequest): PointRequest {
  const context = new Map(request.context);
  context.set('aws:sourcearn', { kind: 'absent' });
  return { ...request, context };
}

describe('a carve-out from a Deny', () => {
  for (const [name, source] of DENIES) {
    const statement = parseStatement(source);
    assert.ok(statement !== null);
    const carved = carveOut(statement, SINGLE.arn);
    const decision = (policy: JsonObject, request: PointRequest) =>
      decide({ Version: '2012-10-17', Statement: [ALLOW_ALL, policy] }, request).decision;
    const request = (trail = SINGLE) => cloudTrailRequest(trail, 's3:PutObject', `arn:aws:s3:::${KEY}`);

    it(`${name} spares the trail`, () => {
      assert.equal(decision(source, request()), 'deny');
      assert.equal(decision(carved, request()), 'allow');
    });

    it(`${name} still denies everybody else`, () => {
      assert.equal(decision(source, request(OTHER)), 'deny');
      assert.equal(decision(carved, request(OTHER)), 'deny', 'another trail');
      assert.equal(decision(carved, withoutSource(request())), 'deny', 'a caller without SourceArn');
    });

    it(`${name} changes the Condition alone`, () => {
      const { Condition: _before, ...before } = source;
      const { Condition: _after, ...after } = carved;
      assert.deepEqual(after, before);
      assert.ok(parseStatement(carved) !== null, 'IAM takes it');
    });

    it(`${name} keeps every condition, and names nothing twice`, () => {
      const named = ({ Condition }: JsonObject): readonly string[] =>
        Object.entries((Condition ?? {}) as JsonObject).flatMap(([operator, block]) =>
          Object.keys(block as JsonObject).map((key) => `${operator} ${key}`.toLowerCase()),
        );
      assert.deepEqual(new Set(named(carved)), new Set([...named(source), 'stringnotequals aws:sourcearn']));
      assert.equal(new Set(named(carved)).size, named(carved).length);
      const operators = Object.keys((carved.Condition ?? {}) as JsonObject).map((operator) => operator.toLowerCase());
      assert.equal(new Set(operators).size, operators.length);
    });
  }
});

it('a carve-out leaves spared who was spared before', () => {
  const [third, fourth] = [trailWith({ name: 'third' }), trailWith({ name: 'fourth' })];
  for (const [operator, spared] of [
    ['StringNotEquals', third.arn],
    ['StringNotEquals', [third.arn, fourth.arn]],
    ['stringNotEquals', [fourth.arn, third.arn]],
  ] as const) {
    const statement = parseStatement(deny({ [operator]: { 'AWS:sourceArn': spared, 'aws:SourceVpce': 'vpce-1' } }));
    assert.ok(statement !== null);
    for (const arn of [spared].flat()) {
      const trail = arn === third.arn ? third : fourth;
      const policy: JsonObject = { Version: '2012-10-17', Statement: [ALLOW_ALL, carveOut(statement, SINGLE.arn)] };
      const request = cloudTrailRequest(trail, 's3:PutObject', `arn:aws:s3:::${KEY}`);
      assert.equal(decide(policy, request).decision, 'allow', `${operator} ${arn}`);
    }
  }
});

it('a policy with the carve-out delivers', () => {
  const [, source] = DENIES[1] ?? [];
  const statement = source === undefined ? null : parseStatement(source);
  assert.ok(statement !== null);
  const policy = documentedPolicy(SINGLE);
  const carved = {
    ...policy,
    Statement: [...(policy.Statement as readonly JsonObject[]), carveOut(statement, SINGLE.arn)],
  };
  for (const [action, resource] of [
    ['s3:GetBucketAcl', 'arn:aws:s3:::example-logs'],
    ['s3:PutObject', `arn:aws:s3:::${KEY}`],
  ] as const) {
    assert.equal(decide(carved, cloudTrailRequest(SINGLE, action, resource)).decision, 'allow');
  }
});
