import assert from 'node:assert/strict';
import { test } from 'node:test';
import { digestKey, insightKey, logFileKey, ownLogFileKey } from '../../sandbox/delivery/keys.ts';
import { ORGANIZATION, SINGLE } from './trails.ts';

const file = {
  region: 'us-east-1',
  account: '111122223333',
  time: new Date('2026-11-21T00:05:30Z'),
  id: '0123456789abcdef',
};

test('a log file of a trail', () =>
  assert.equal(
    logFileKey(SINGLE, file),
    'AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/21/111122223333_CloudTrail_us-east-1_20261121T0005Z_0123456789abcdef.json.gz',
  ));

test('a member account under an organization trail with a prefix', () =>
  assert.equal(
    logFileKey(ORGANIZATION, { ...file, account: '444455556666' }),
    'audit/AWSLogs/o-exampleorgid/444455556666/CloudTrail/us-east-1/2026/11/21/444455556666_CloudTrail_us-east-1_20261121T0005Z_0123456789abcdef.json.gz',
  ));

test('the own path, digests and insights', () => {
  assert.match(ownLogFileKey(ORGANIZATION, file), /^audit\/AWSLogs\/111122223333\/CloudTrail\//);
  assert.equal(
    digestKey(SINGLE, file),
    'AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/11/21/111122223333_CloudTrail-Digest_us-east-1_example_us-east-1_20261121T000530Z.json.gz',
  );
  assert.match(insightKey(SINGLE, file), /\/CloudTrail-Insight\/.*_CloudTrail-Insight_us-east-1_20261121T0005Z_/);
});
