import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { conditionTruth } from '../../sandbox/delivery/condition.ts';
import { cloudTrailRequest } from '../../sandbox/delivery/request.ts';
import type { Truth } from '../../sandbox/delivery/truth.ts';
import { ORGANIZATION, SINGLE } from './trails.ts';

const request = cloudTrailRequest(SINGLE, 's3:PutObject', 'arn:aws:s3:::example-logs/AWSLogs/x', 'eu-west-1');
const ARN = SINGLE.arn;
const SET = 'aws:PrincipalServiceNamesList';

type Row = readonly [operator: string, key: string, wanted: unknown, expected: Truth];

function table(title: string, rows: readonly Row[]): void {
  describe(title, () => {
    for (const [operator, key, wanted, expected] of rows)
      test(`${operator} ${key} ${JSON.stringify(wanted)} is ${expected}`, () =>
        assert.equal(conditionTruth({ [operator]: { [key]: wanted } }, { request, variables: true }), expected));
  });
}

table('text', [
  ['StringEquals', 'AWS:sourcearn', ARN, true],
  ['stringequals', 'aws:SourceArn', ['x', ARN], true],
  ['StringEquals', 'aws:SourceArn', 'arn:aws:cloudtrail:*', false],
  ['StringLike', 'aws:SourceArn', 'arn:aws:cloudtrail:*', true],
  ['StringNotLike', 'aws:SourceArn', 'arn:aws:cloudtrail:*', false],
  ['StringEqualsIgnoreCase', 's3:x-amz-server-side-encryption', 'aes256', true],
  ['StringNotEqualsIgnoreCase', 's3:x-amz-server-side-encryption', 'aes256', false],
  ['StringEquals', 's3:x-amz-server-side-encryption', 'aes256', false],
  ['StringEquals', 'aws:SourceAccount', 111122223333, true],
  ['StringEquals', 'aws:SourceAccount', '${aws:SourceAccount}', true],
  ['StringEquals', 'aws:SourceAccount', '${aws:username}', false],
  ['StringNotEquals', 'aws:SourceAccount', '${aws:username}', true],
  ['StringLike', 'aws:SourceAccount', '${*}', false],
  ['StringEquals', 'aws:SourceAccount', '${aws:UnheardOf}', 'unknown'],
  ['StringEquals', 'aws:RequestedRegion', 'eu-west-1', true],
  ['StringEquals', 'aws:SourceAccount', [], false],
  ['StringNotEquals', 'aws:SourceAccount', [], true],
]);

table('keys that are not there', [
  ['StringEquals', 'aws:PrincipalOrgID', 'o-x', false],
  ['StringNotEquals', 'aws:PrincipalOrgID', 'o-x', true],
  ['StringEqualsIfExists', 'aws:PrincipalOrgID', 'o-x', true],
  ['StringNotEqualsIfExists', 's3:x-amz-server-side-encryption-aws-kms-key-id', 'k', true],
  ['ArnNotLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/x', true],
  ['StringLike', 'aws:PrincipalTag/team', '*', false],
  ['Bool', 'aws:MultiFactorAuthPresent', 'false', false],
  ['BoolIfExists', 'aws:MultiFactorAuthPresent', false, true],
  ['Null', 'aws:MultiFactorAuthAge', 'true', true],
  ['Null', 's3:object-lock-mode', true, true],
  ['ForAllValues:StringEquals', 'aws:CalledVia', ['x'], true],
  ['ForAnyValue:StringEquals', 'aws:CalledVia', ['x'], false],
  ['ForAnyValue:StringNotEquals', 'aws:CalledVia', ['x'], false],
  ['ForAnyValue:StringEqualsIfExists', 'aws:CalledVia', ['x'], true],
]);

table('keys that are there or unknown', [
  ['Null', 'aws:SourceArn', 'false', true],
  ['Null', 'aws:SourceArn', ['true', 'false'], true],
  ['Null', 'aws:CurrentTime', 'true', false],
  ['Null', 'aws:UnheardOf', 'true', 'unknown'],
  ['StringEquals', 'aws:UnheardOf', 'x', 'unknown'],
  ['StringNotEqualsIfExists', 'aws:UnheardOf', 'x', 'unknown'],
  ['DateGreaterThan', 'aws:CurrentTime', '2020-01-01T00:00:00Z', 'unknown'],
  ['DateGreaterThan', 'aws:CurrentTime', 'soon', false],
  ['StringEquals', 'aws:SourceOrgID', 'o-x', 'unknown'],
  ['StringEquals', SET, 'cloudtrail.amazonaws.com', 'unknown'],
  ['ForAnyValue:StringEquals', SET, 'cloudtrail.amazonaws.com', true],
  ['ForAnyValue:StringEquals', SET, 'config.amazonaws.com', 'unknown'],
  ['ForAllValues:StringEquals', SET, 'config.amazonaws.com', false],
  ['ForAllValues:StringLike', SET, '*.amazonaws.com', 'unknown'],
  ['Misspelt', 'aws:SourceArn', ARN, 'unknown'],
]);

table('numbers, dates, booleans, addresses, bytes', [
  ['NumericLessThan', 's3:TlsVersion', '1.2', false],
  ['NumericLessThan', 's3:TlsVersion', 1.3, true],
  ['NumericGreaterThanEquals', 's3:TlsVersion', 1.2, true],
  ['NumericNotEquals', 's3:TlsVersion', 'high', true],
  ['NumericEquals', 's3:TlsVersion', 'high', false],
  ['NumericEquals', 'aws:SourceArn', 1, false],
  ['Bool', 'aws:SecureTransport', 'false', false],
  ['Bool', 'aws:SecureTransport', true, true],
  ['Bool', 'aws:ViaAWSService', false, true],
  ['Bool', 'aws:SecureTransport', 'yes', false],
  ['IpAddress', 'aws:SourceIp', '0.0.0.0/0', false],
  ['NotIpAddress', 'aws:SourceIp', ['10.0.0.0/8'], true],
  ['StringEquals', 'aws:SourceIp', '10.0.0.1', 'unknown'],
  ['BinaryEquals', 's3:authType', Buffer.from('REST-HEADER').toString('base64'), true],
]);

table('ARNs, component by component', [
  ['ArnLike', 'aws:SourceArn', 'arn:aws:cloudtrail:*:111122223333:trail/*', true],
  ['ArnEquals', 'aws:SourceArn', 'arn:*:cloudtrail:us-????-1:*:*', true],
  ['ArnLike', 'aws:SourceArn', 'arn:aws:cloudtrail:*:trail/example', false],
  ['ArnNotEquals', 'aws:SourceArn', 'arn:aws:cloudtrail:*:trail/example', true],
  ['ArnLike', 'aws:SourceArn', '*', false],
  ['ArnLike', 'aws:SourceArn', 'arn:aws:cloudtrail:*:${aws:SourceAccount}:trail/*', true],
  ['ArnLike', 'aws:SourceAccount', '*', false],
]);

test('the organization is known for an organization trail, and the encryption for a trail with a key', () => {
  const trail = { ...ORGANIZATION, kmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/k' };
  const around = { request: cloudTrailRequest(trail, 's3:PutObject', 'x'), variables: true };
  const condition = {
    StringEquals: { 'aws:SourceOrgID': 'o-exampleorgid', 's3:x-amz-server-side-encryption': 'aws:kms' },
    'ForAllValues:ArnEquals': { 's3:x-amz-server-side-encryption-aws-kms-key-id': trail.kmsKeyArn },
  };
  assert.equal(conditionTruth(condition, around), true);
});
