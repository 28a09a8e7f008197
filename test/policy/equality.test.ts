import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseStatement, sameScope } from '../../shared/policy/equality.ts';
import type { JsonObject } from '../../shared/policy/json.ts';

const SERVICE: JsonObject = { Service: 'cloudtrail.amazonaws.com' };
const BASE: JsonObject = {
  Sid: 'one',
  Effect: 'Allow',
  Principal: SERVICE,
  Action: ['s3:PutObject', 's3:GetBucketAcl'],
  Resource: 'arn:aws:s3:::example-logs/*',
  Condition: { StringEquals: { 'aws:SourceArn': ['a', 'b'], 's3:x-amz-acl': 'private' } },
};

function same(one: JsonObject, other: JsonObject): boolean {
  const [left, right] = [parseStatement(one), parseStatement(other)];
  assert.ok(left !== null && right !== null);
  return sameScope(left, right);
}

describe('two statements say the same', () => {
  const cases: readonly [name: string, change: JsonObject][] = [
    ['whatever their Sids', { Sid: 'two' }],
    ['whatever their Effects', { Effect: 'Deny' }],
    [
      'with a list for a scalar',
      { Principal: { Service: ['cloudtrail.amazonaws.com'] }, Resource: ['arn:aws:s3:::example-logs/*'] },
    ],
    ['in another order', { Action: ['s3:GetBucketAcl', 's3:PutObject'] }],
    ['with a value twice', { Resource: ['arn:aws:s3:::example-logs/*', 'arn:aws:s3:::example-logs/*'] }],
    [
      'with actions and condition keys in other letters',
      {
        Action: ['S3:putobject', 's3:getbucketacl'],
        Condition: { stringequals: { 'S3:X-AMZ-ACL': 'private', 'AWS:SourceArn': ['b', 'a'] } },
      },
    ],
  ];
  for (const [name, change] of cases) it(name, () => assert.equal(same(BASE, { ...BASE, ...change }), true));
});

describe('two statements differ', () => {
  const { Action: _action, ...withoutAction } = BASE;
  const { Condition: _condition, ...withoutCondition } = BASE;
  const { Principal: _principal, ...withoutPrincipal } = BASE;
  const { Resource: _resource, ...withoutResource } = BASE;
  const cases: readonly [name: string, other: JsonObject][] = [
    ['in a principal', { ...BASE, Principal: { Service: ['cloudtrail.amazonaws.com', 'config.amazonaws.com'] } }],
    ['in the kind of a principal', { ...BASE, Principal: { AWS: 'cloudtrail.amazonaws.com' } }],
    ['in a federated principal', { ...BASE, Principal: { ...SERVICE, Federated: 'example.com' } }],
    ['in a canonical user', { ...BASE, Principal: { ...SERVICE, CanonicalUser: 'abc' } }],
    ['by everybody', { ...BASE, Principal: '*' }],
    ['by NotPrincipal', { ...withoutPrincipal, NotPrincipal: SERVICE }],
    ['by NotResource', { ...withoutResource, NotResource: 'arn:aws:s3:::example-logs/*' }],
    ['in an action', { ...BASE, Action: 's3:PutObject' }],
    ['by NotAction', { ...withoutAction, NotAction: ['s3:PutObject', 's3:GetBucketAcl'] }],
    ['in the letters of a resource', { ...BASE, Resource: 'arn:aws:s3:::Example-logs/*' }],
    ['without the condition', withoutCondition],
    [
      'in the letters of a condition value',
      { ...BASE, Condition: { StringEquals: { 'aws:SourceArn': ['a', 'B'], 's3:x-amz-acl': 'private' } } },
    ],
    [
      'in a condition value',
      { ...BASE, Condition: { StringEquals: { 'aws:SourceArn': 'a', 's3:x-amz-acl': 'private' } } },
    ],
    [
      'in the operator',
      { ...BASE, Condition: { StringLike: { 'aws:SourceArn': ['a', 'b'], 's3:x-amz-acl': 'private' } } },
    ],
    [
      'by one more condition',
      { ...BASE, Condition: { ...(BASE.Condition as JsonObject), Bool: { 'aws:SecureTransport': true } } },
    ],
  ];
  for (const [name, other] of cases) it(name, () => assert.equal(same(BASE, other), false));
});

it('what is no statement is none', () => {
  assert.equal(parseStatement({ Effect: 'Allow' }), null);
});
