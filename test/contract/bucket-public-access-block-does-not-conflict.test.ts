import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bucketPublicAccessBlockDoesNotConflict } from '../../shared/checks/bucket-public-access-block-does-not-conflict.ts';
import type { Finding } from '../../shared/checks/check.ts';
import { observe } from '../../shared/reconcile/observe.ts';
import { survey, surveyed } from '../../shared/reconcile/survey.ts';
import { findingOf } from '../checks/finding.ts';
import { World } from '../memory/world.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { SINGLE } from '../trail/trails.ts';
import { accessBlock, errorOf, portOver } from './s3-access.ts';
import { type WireAnswer, type WireRequest, wireServer } from './wire-server.ts';

const EVERYBODY = { Sid: 'Everybody', Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' };
const NOBODY_SET_ANY = errorOf(404, 'NoSuchPublicAccessBlockConfiguration');
const DENIED = errorOf(403, 'AccessDenied', 'Access Denied');

/** What the check says of a bucket with a public statement, and what it asked of bucket and account. */
async function judged(bucket: WireAnswer, account: WireAnswer): Promise<readonly [Finding, readonly WireRequest[]]> {
  const server = await wireServer(({ path }) => (path.startsWith('/v20180820/') ? account : bucket));
  const { Statement: statements } = documentedPolicy(SINGLE);
  const policy = { Version: '2012-10-17', Statement: [...[statements ?? []].flat(), EVERYBODY] };
  const world = new World([SINGLE], policy);
  const { blocksPublicPolicy, accountBlocksPublicPolicy } = portOver(server);
  const { buckets } = world;
  Object.assign(buckets, { blocksPublicPolicy, accountBlocksPublicPolicy });
  const [settings] = world.settings.trails;
  assert.ok(settings !== undefined);
  try {
    const around = await survey([settings], world);
    const seen = await observe(settings, world.ports);
    assert.ok(seen !== null);
    const finding = findingOf(bucketPublicAccessBlockDoesNotConflict, surveyed(seen.observation, around));
    return [finding, server.requests];
  } finally {
    await server.close();
  }
}

describe('Block Public Access, over the wire', () => {
  it('of the bucket: the account is not asked any more', async () => {
    const [finding, requests] = await judged(accessBlock(true), accessBlock(true));
    assert.equal(finding.verdict, 'broken', finding.message);
    assert.match(finding.message, /BlockPublicPolicy of the bucket `example-logs` is on/);
    assert.deepEqual(
      requests.map(({ path, query, headers }) => [
        path,
        query.has('publicAccessBlock'),
        headers['x-amz-expected-bucket-owner'],
      ]),
      [['/example-logs/', true, SINGLE.account]],
    );
  });

  for (const [name, bucket] of [
    ['is off', accessBlock(false)],
    ['was never set', NOBODY_SET_ANY],
    ['cannot be read', DENIED],
  ] as const)
    it(`of the bucket ${name}: that of the account counts`, async () => {
      const [finding, requests] = await judged(bucket, accessBlock(true));
      assert.match(finding.message, /BlockPublicPolicy of the account 111122223333 is on/);
      assert.deepEqual(
        [requests[1]?.method, requests[1]?.path, requests[1]?.headers['x-amz-account-id']],
        ['GET', '/v20180820/configuration/publicAccessBlock', SINGLE.account],
      );
    });

  it('of neither: the public statement is named, and nothing is wrong', async () => {
    const [finding] = await judged(NOBODY_SET_ANY, NOBODY_SET_ANY);
    assert.equal(finding.verdict, 'healthy');
    assert.match(finding.message, /statement 2 \(`Everybody`\) of the bucket policy is public/);
  });

  it('that cannot be read is unknown', async () => {
    const [finding] = await judged(NOBODY_SET_ANY, DENIED);
    assert.equal(finding.verdict, 'unknown');
    assert.match(
      finding.message,
      /AWS denied `s3:GetAccountPublicAccessBlock` on the account 111122223333: Access Denied/,
    );
    const [slow] = await judged(errorOf(503, 'SlowDown'), accessBlock(false));
    assert.equal(slow.verdict, 'unknown');
  });
});
