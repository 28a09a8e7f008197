import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bucketArn, parseTrailArn } from '../../shared/trail/arn.ts';

describe('a trail ARN', () => {
  const taken: readonly [arn: string, partition: string, region: string, name: string][] = [
    ['arn:aws:cloudtrail:us-east-1:111122223333:trail/example', 'aws', 'us-east-1', 'example'],
    ['arn:aws:cloudtrail:ap-southeast-4:000000000042:trail/a.b-c_D9', 'aws', 'ap-southeast-4', 'a.b-c_D9'],
    ['arn:aws-us-gov:cloudtrail:us-gov-west-1:111122223333:trail/gov', 'aws-us-gov', 'us-gov-west-1', 'gov'],
    ['arn:aws-cn:cloudtrail:cn-northwest-1:111122223333:trail/china', 'aws-cn', 'cn-northwest-1', 'china'],
  ];
  for (const [arn, partition, region, name] of taken) {
    it(`is ${arn}`, () => {
      const account = arn.split(':')[4];
      assert.deepEqual(parseTrailArn(arn), { arn, partition, region, account, name });
    });
  }

  for (const arn of [
    '',
    'example',
    'arn:aws:cloudtrail:us-east-1:111122223333:example',
    'arn:aws:cloudtrail:us-east-1:111122223333:trail/',
    `arn:aws:cloudtrail:us-east-1:111122223333:trail/${'x'.repeat(129)}`,
    'arn:aws:cloudtrail:us-east-1:111122223333:trail/with blank',
    'arn:aws:cloudtrail:us-east-1:111122223333:trail/a*b',
    'arn:aws:cloudtrail:us-east-1:11112222333:trail/example',
    'arn:aws:cloudtrail:*:111122223333:trail/example',
    'arn:aws:cloudtrail::111122223333:trail/example',
    'arn:aws:cloudtrail:us-east-1:111122223333:eventdatastore/example',
    'arn:aws:s3:::example-logs',
    'arn:awx:cloudtrail:us-east-1:111122223333:trail/example',
    'ARN:aws:cloudtrail:us-east-1:111122223333:trail/example',
    ' arn:aws:cloudtrail:us-east-1:111122223333:trail/example',
    'arn:aws:cloudtrail:us-east-1:111122223333:trail/example\n',
  ]) {
    it(`is not \`${JSON.stringify(arn).slice(0, 80)}\``, () => assert.equal(parseTrailArn(arn), null));
  }
});

it('a bucket has the partition of its trail in its ARN', () => {
  assert.equal(bucketArn('aws', 'example-logs'), 'arn:aws:s3:::example-logs');
  assert.equal(bucketArn('aws-us-gov', 'example-logs'), 'arn:aws-us-gov:s3:::example-logs');
});
