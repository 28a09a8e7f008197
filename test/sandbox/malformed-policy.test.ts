import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MAX_POLICY_BYTES, malformedPolicy } from '../../sandbox/side-car/malformed-policy.ts';

const STATEMENT = {
  Effect: 'Allow',
  Principal: { Service: 'cloudtrail.amazonaws.com', AWS: ['111122223333', 'arn:aws:iam::111122223333:role/path/x'] },
  Action: ['s3:PutObject', 's3:*'],
  Resource: ['arn:aws:s3:::example-logs/*', 'arn:aws:s3:::example-*'],
  Condition: { 'ForAnyValue:StringLikeIfExists': { 'aws:SourceArn': 'x' } },
};

function said(change: object, document: object = {}): string | null {
  const statement = { ...STATEMENT, ...change };
  return malformedPolicy(
    JSON.stringify({ Version: '2012-10-17', Statement: [statement], ...document }),
    'example-logs',
  );
}

describe('a bucket policy that S3 takes', () => {
  test('as documented', () => assert.equal(said({}), null));
  test('one statement as an object', () => assert.equal(said({}, { Statement: STATEMENT }), null));
  test('with everything named', () => assert.equal(said({ Principal: '*', Action: '*', Resource: '*' }), null));
  test('with Not-elements', () =>
    assert.equal(
      said({
        Principal: undefined,
        NotPrincipal: { AWS: '*' },
        Resource: undefined,
        NotResource: 'arn:aws:s3:::example-logs',
      }),
      null,
    ));
});

describe('a bucket policy that S3 refuses', () => {
  const refused: readonly (readonly [string, string | null, RegExp])[] = [
    ['text', malformedPolicy('hello', 'example-logs'), /invalid Json/],
    ['a list', malformedPolicy('[]', 'example-logs'), /valid JSON/],
    ['an unknown element', said({}, { Comment: 'x' }), /Unknown field Comment/],
    ['another version', said({}, { Version: '2020-01-01' }), /valid version/],
    ['no statement', said({}, { Statement: [] }), /Statement/],
    ['an unknown element of a statement', said({ Note: 'x' }), /Unknown field Note/],
    ['another effect', said({ Effect: 'allow' }), /Invalid effect/],
    ['nobody', said({ Principal: undefined }), /Missing required field Principal/],
    ['both Action and NotAction', said({ NotAction: 's3:*' }), /mutually exclusive/],
    ['an action without its service', said({ Action: 'PutObject' }), /invalid action/],
    ['a misspelt action', said({ Action: 's3.PutObject' }), /invalid action/],
    ['another bucket', said({ Resource: 'arn:aws:s3:::other/*' }), /invalid resource/],
    ['a deleted role', said({ Principal: { AWS: 'AROAEXAMPLE' } }), /Invalid principal/],
    ['a group', said({ Principal: { AWS: 'arn:aws:iam::111122223333:group/x' } }), /Invalid principal/],
    ['an unknown kind of principal', said({ Principal: { Group: 'x' } }), /Invalid principal/],
    ['an unknown operator', said({ Condition: { StringEqual: { 'aws:SourceArn': 'x' } } }), /Condition type/],
    ['a key without its service', said({ Condition: { StringEquals: { SourceArn: 'x' } } }), /condition key/],
    ['more than the size limit', said({ Sid: 'x'.repeat(MAX_POLICY_BYTES) }), /maximum allowed document size/],
  ];
  for (const [name, message, expected] of refused) test(name, () => assert.match(message ?? '', expected));
});
