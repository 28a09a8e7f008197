import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { OrganizationPolicy } from '../../shared/reconcile/reading.ts';
import { World } from '../memory/world.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { KEY, ORGANIZATION, SINGLE, trailWith } from '../trail/trails.ts';
import { documentedKeyPolicy, policyWith } from './policies.ts';

const LOG_ARCHIVE = '444455556666';
const DENY: OrganizationPolicy = {
  id: 'p-perimeter1',
  name: 'perimeter',
  document: JSON.stringify(policyWith({ Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: '*' })),
};

/** A world with an organization trail whose bucket lies in a member account. */
function worldWith(trail = ORGANIZATION): World {
  const world = new World([trail], documentedPolicy(trail), { key: documentedKeyPolicy(trail) });
  world.bucket.owner = LOG_ARCHIVE;
  const trails = world.settings.trails.map((one) => ({ ...one, bucketOwner: LOG_ARCHIVE }));
  world.settings = { ...world.settings, trails };
  return world;
}

const count = ({ journal }: World) =>
  ['trusted', 'serviceLinkedRole', 'resourcePolicies', 'servicePolicies'].map((name) => journal.count(name));

describe('the organization around a trail', () => {
  it('is asked once, at the same time as everything else', async () => {
    const world = worldWith();
    const { word, judgements } = await world.run();
    assert.deepEqual([word, judgements[0]?.delivers], ['unchanged', true]);
    assert.deepEqual(count(world), [1, 1, 1, 1]);
    assert.equal(world.journal.rounds().length, 1);
  });

  it('is asked once for two accounts that own bucket and key, and once for one that owns both', async () => {
    const other = worldWith(trailWith({ organizationId: 'o-exampleorgid', kmsKeyArn: KEY.replace('1111', '7777') }));
    await other.run();
    assert.deepEqual(count(other), [1, 1, 2, 1]);
    const both = KEY.replace('111122223333', LOG_ARCHIVE);
    const same = worldWith(trailWith({ organizationId: 'o-exampleorgid', kmsKeyArn: both }));
    await same.run();
    assert.deepEqual(count(same), [1, 1, 1, 1]);
  });

  it('is asked once for two trails that share a bucket', async () => {
    const second = trailWith({ organizationId: 'o-exampleorgid', name: 'second' });
    const world = new World([ORGANIZATION, second], documentedPolicy(ORGANIZATION));
    const trails = world.settings.trails.map((one) => ({ ...one, bucketOwner: LOG_ARCHIVE }));
    world.bucket.owner = LOG_ARCHIVE;
    world.settings = { ...world.settings, trails };
    await world.run();
    assert.deepEqual(count(world), [1, 1, 1, 1]);
  });

  it('is not asked of policies that do not bind the management account, nor of anything for another trail', async () => {
    const own = new World([ORGANIZATION], documentedPolicy(ORGANIZATION));
    await own.run();
    assert.deepEqual(count(own), [1, 1, 0, 0]);
    const single = new World([SINGLE], documentedPolicy(SINGLE));
    const trails = single.settings.trails.map((one) => ({ ...one, sourceOrganizationId: 'o-exampleorgid' }));
    single.settings = { ...single.settings, trails };
    const { judgements } = await single.run();
    assert.deepEqual(count(single), [0, 0, 0, 0]);
    const found = judgements[0]?.findings.filter(({ check }) => check.id.startsWith('organization-')) ?? [];
    assert.deepEqual(
      found.map(({ finding }) => finding.verdict),
      ['not-applicable', 'not-applicable'],
    );
    assert.match(found[1]?.finding.message ?? '', /only the management account or a delegated administrator/);
  });
});

describe('a resource control policy that denies CloudTrail', () => {
  it('is told, and nothing is delivered under it', async () => {
    const world = worldWith();
    world.organizations.attached.RESOURCE_CONTROL_POLICY = [DENY];
    const { word, judgements, notRepairable } = await world.run();
    assert.deepEqual([word, judgements[0]?.delivers, world.writes], ['alerted', false, 0]);
    const [only, ...more] = notRepairable;
    assert.deepEqual([only?.id, more], ['organization-policies-allow-delivery', []]);
    assert.match(only?.message ?? '', /`perimeter` \(`p-perimeter1`\): statement 0 denies CloudTrail s3:PutObject/);
    assert.deepEqual(only?.suggestion, {
      ...{ Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: '*' },
      Condition: { StringNotEquals: { 'aws:SourceArn': ORGANIZATION.arn } },
    });
  });

  it('does not keep the bucket policy from being restored, and what it stops stays open', async () => {
    const world = worldWith();
    world.bucket.write(policyWith());
    world.organizations.attached.RESOURCE_CONTROL_POLICY = [DENY];
    const { word, changes } = await world.run();
    assert.deepEqual([word, changes.map((change) => change.word)], ['alerted', ['restored']]);
    assert.deepEqual(world.bucket.document, documentedPolicy(ORGANIZATION));
  });

  it('that denies but what a trail is updated with leaves delivery as it is', async () => {
    const world = worldWith();
    const document = DENY.document.replace('"Resource":"*"', '"Resource":"arn:aws:s3:::example-logs/AWSLogs/1*"');
    world.organizations.attached.RESOURCE_CONTROL_POLICY = [{ ...DENY, document }];
    const { judgements } = await world.run();
    assert.equal(judgements[0]?.delivers, true);
  });
});

it('policies that cannot be read are unknown: delivery then rests on what CloudTrail says', async () => {
  const world = worldWith();
  world.organizations.answer = { state: 'unreadable', reason: 'AWS denied it' };
  await world.lasting();
  const { judgements, unknown, word } = await world.next();
  assert.equal(word, 'alerted');
  assert.deepEqual(
    unknown.map(({ id }) => id),
    ['organization-policies-allow-delivery'],
  );
  assert.equal(judgements[0]?.delivers, null);
});

it('trust that is gone is told with the commands, and delivery is left to other findings', async () => {
  const world = worldWith();
  world.organizations.services = { state: 'present', value: [] };
  world.organizations.hasRole = false;
  const { notRepairable } = await world.run();
  assert.deepEqual(
    notRepairable.map(({ suggestion }) => suggestion),
    [
      'aws organizations enable-aws-service-access --service-principal cloudtrail.amazonaws.com',
      'aws iam create-service-linked-role --aws-service-name cloudtrail.amazonaws.com',
    ],
  );
});
