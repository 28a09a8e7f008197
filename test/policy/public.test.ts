import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parsePolicy } from '../../shared/policy/document.ts';
import type { JsonObject } from '../../shared/policy/json.ts';
import { publicStatements } from '../../shared/policy/public.ts';

const ANYONE: JsonObject = { Effect: 'Allow', Principal: '*', Action: 's3:PutObject', Resource: '*' };

function isPublic(statement: JsonObject): boolean {
  const parsed = parsePolicy({ Version: '2012-10-17', Statement: [statement] });
  assert.ok(parsed.ok, 'the statement can be read');
  return publicStatements(parsed.policy).length === 1;
}

const held = (operator: string, key: string, ...values: string[]): JsonObject => ({
  ...ANYONE,
  Condition: { [operator]: { [key]: values } },
});

describe('what S3 takes for public', () => {
  const cases: readonly (readonly [string, JsonObject])[] = [
    ['everybody', ANYONE],
    ['everybody, as an AWS principal', { ...ANYONE, Principal: { AWS: '*' } }],
    ['everybody beside an account', { ...ANYONE, Principal: { AWS: ['111122223333', '*'] } }],
    ['everybody but one', { Effect: 'Allow', NotPrincipal: { AWS: '111122223333' }, Action: 's3:*', Resource: '*' }],
    ['whoever a web identity provider knows', { ...ANYONE, Principal: { Federated: 'graph.facebook.com' } }],
    ['any VPC', held('StringLike', 'aws:SourceVpc', 'vpc-*')],
    ['one VPC or any', held('StringLike', 'aws:SourceVpc', 'vpc-1', 'vpc-*')],
    ['a VPC by a variable', held('StringEquals', 'aws:SourceVpc', '${aws:SourceVpc}')],
    ['everybody but a VPC', held('StringNotEquals', 'aws:SourceVpc', 'vpc-1')],
    ['a VPC, if there is one', held('StringEqualsIfExists', 'aws:SourceVpc', 'vpc-1')],
    ['all of no organizations', held('ForAllValues:StringEquals', 'aws:PrincipalOrgID', 'o-1')],
    ['who comes over TLS', held('Bool', 'aws:SecureTransport', 'true')],
    ['who asks for one prefix', held('StringEquals', 's3:prefix', 'public')],
    ['half of all addresses', held('IpAddress', 'aws:SourceIp', '0.0.0.0/1')],
    ['an address or half of them', held('IpAddress', 'aws:SourceIp', '192.0.2.1', '128.0.0.0/1')],
    ['all addresses but some', held('NotIpAddress', 'aws:SourceIp', '192.0.2.0/24')],
    ['many addresses of IPv6', held('IpAddress', 'aws:SourceIp', '2001::/31')],
    [
      'an access point of any account',
      held('StringLike', 's3:DataAccessPointArn', 'arn:aws:s3:us-west-2:*:accesspoint/a'),
    ],
  ];
  for (const [name, statement] of cases) it(name, () => assert.equal(isPublic(statement), true));
});

describe('what S3 does not take for public', () => {
  const cases: readonly (readonly [string, JsonObject])[] = [
    ['a Deny on everybody', { ...ANYONE, Effect: 'Deny' }],
    ['a service', { ...ANYONE, Principal: { Service: 'cloudtrail.amazonaws.com' } }],
    ['another account', { ...ANYONE, Principal: { AWS: '444455556666' } }],
    ['a role', { ...ANYONE, Principal: { AWS: 'arn:aws:iam::444455556666:role/reader' } }],
    ['a canonical user', { ...ANYONE, Principal: { CanonicalUser: 'a'.repeat(64) } }],
    ['a provider of an account', { ...ANYONE, Principal: { Federated: 'arn:aws:iam::111122223333:saml-provider/a' } }],
    ['one VPC', held('StringEquals', 'aws:SourceVpc', 'vpc-91237329')],
    ['one VPC, by a pattern without a wildcard', held('StringLike', 'AWS:SOURCEVPC', 'vpc-1')],
    ['two endpoints', held('stringequals', 'aws:SourceVpce', 'vpce-1', 'vpce-2')],
    ['an organization', held('StringEquals', 'aws:PrincipalOrgID', 'o-1')],
    ['a trail', held('ArnEquals', 'aws:SourceArn', 'arn:aws:cloudtrail:us-east-1:111122223333:trail/a')],
    ['an account', held('StringEquals', 'aws:SourceAccount', '111122223333')],
    ['a user id', held('StringEquals', 'aws:userid', 'AIDAEXAMPLE')],
    ['a sixteenth of a sixteenth of all addresses', held('IpAddress', 'aws:SourceIp', '10.0.0.0/8')],
    ['addresses of IPv6', held('IpAddress', 'aws:SourceIp', '2001:db8::/32')],
    [
      'any access point of an account',
      held('StringLike', 's3:DataAccessPointArn', 'arn:aws:s3:us-west-2:123456789012:accesspoint/*'),
    ],
    [
      'who comes over TLS from an account',
      {
        ...ANYONE,
        Condition: { Bool: { 'aws:SecureTransport': true }, StringEquals: { 'aws:SourceAccount': '111122223333' } },
      },
    ],
  ];
  for (const [name, statement] of cases) it(name, () => assert.equal(isPublic(statement), false));
});

const keys = fc.constantFrom('aws:SourceVpc', 'aws:SourceAccount', 'aws:PrincipalOrgID', 's3:prefix', 'aws:SourceIp');
const operators = fc.constantFrom('StringEquals', 'StringLike', 'StringNotEquals', 'IpAddress', 'StringEqualsIfExists');
const values = fc.array(fc.constantFrom('a', '*', 'a*', '192.0.2.0/24', '0.0.0.0/0', '${aws:userid}'), {
  minLength: 1,
});
const conditions = fc.dictionary(operators, fc.dictionary(keys, values, { minKeys: 1, maxKeys: 2 }), { maxKeys: 3 });
const statements = conditions.map((Condition): JsonObject => ({ ...ANYONE, Condition }));

describe('however a statement is held', () => {
  it('one more condition never makes it public', () => {
    fc.assert(
      fc.property(statements, keys, (statement, key) => {
        const more = {
          ...statement,
          Condition: { ...JSON.parse(JSON.stringify(statement.Condition)), Null: { [key]: 'false' } },
        };
        assert.ok(!isPublic(more) || isPublic(statement));
      }),
    );
  });

  it('one more value never takes the public out', () => {
    fc.assert(
      fc.property(operators, keys, values, values, (operator, key, some, more) => {
        assert.ok(!isPublic(held(operator, key, ...some)) || isPublic(held(operator, key, ...some, ...more)));
      }),
    );
  });
});
