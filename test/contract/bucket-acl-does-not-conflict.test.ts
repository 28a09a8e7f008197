import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bucketAclDoesNotConflict } from '../../shared/checks/bucket-acl-does-not-conflict.ts';
import type { Finding } from '../../shared/checks/check.ts';
import { observationOf } from '../checks/case.ts';
import { findingOf } from '../checks/finding.ts';
import { aclOf, errorOf, portOver } from './s3-access.ts';
import { type WireAnswer, type WireServer, wireServer } from './wire-server.ts';

const OWNER = 'a'.repeat(64);
const ACCOUNT = '111122223333';
const LOG_DELIVERY = 'http://acs.amazonaws.com/groups/s3/LogDelivery';

/** What the check says of a bucket whose ACL is asked for over the wire. */
async function judged(answer: WireAnswer): Promise<readonly [Finding, WireServer['requests']]> {
  const server = await wireServer(() => answer);
  try {
    const grants = await portOver(server).grants('example-logs', ACCOUNT);
    const observation = observationOf({ name: '', expect: { verdict: '' } });
    const surroundings = { ...observation.surroundings, grants };
    return [findingOf(bucketAclDoesNotConflict, { ...observation, surroundings }), server.requests];
  } finally {
    await server.close();
  }
}

const full = { id: OWNER, permission: 'FULL_CONTROL' };

describe('the ACL of a bucket, over the wire', () => {
  it('is asked for by the name of the bucket and of its owner', async () => {
    const [finding, requests] = await judged(aclOf(OWNER, [full]));
    assert.equal(finding.verdict, 'healthy', finding.message);
    assert.deepEqual(
      requests.map(({ method, path, query, headers }) => [
        method,
        path,
        query.has('acl'),
        headers['x-amz-expected-bucket-owner'],
      ]),
      [['GET', '/example-logs/', true, ACCOUNT]],
    );
  });

  it('grants a group of S3 something: its URI is named', async () => {
    const grant = { group: LOG_DELIVERY, permission: 'WRITE' };
    const [finding] = await judged(aclOf(OWNER, [full, grant]));
    assert.equal(finding.verdict, 'broken');
    assert.match(
      finding.message,
      /grants `WRITE` to `http:\/\/acs\.amazonaws\.com\/groups\/s3\/LogDelivery`, on which/,
    );
  });

  it('grants a user of another account something: the display name is named, or the id', async () => {
    const other = { id: 'b'.repeat(64), name: 'aws_cloudtrail_us-east-1', permission: 'WRITE' };
    const [finding] = await judged(aclOf(OWNER, [full, other, { id: 'c'.repeat(64), permission: 'WRITE' }]));
    assert.match(finding.message, /`WRITE` to `aws_cloudtrail_us-east-1`, `WRITE` to `c{64}`/);
  });

  it('is refused, or there is no bucket', async () => {
    const [denied] = await judged(errorOf(403, 'AccessDenied', 'Access Denied'));
    assert.equal(denied.verdict, 'unknown');
    assert.match(denied.message, /AWS denied `s3:GetBucketAcl` on example-logs: Access Denied/);
    const [gone] = await judged(errorOf(404, 'NoSuchBucket'));
    assert.equal(gone.verdict, 'not-applicable');
    const [slow] = await judged(errorOf(503, 'SlowDown'));
    assert.equal(slow.verdict, 'unknown');
  });
});
