import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../shared/policy/json.ts';
import { documentBytes } from '../../shared/policy/limits.ts';
import { World } from '../memory/world.ts';
import { documented } from '../trail/documented.ts';
import { ORGANIZATION, TOPIC, trailWith } from '../trail/trails.ts';
import { FOREIGN, policyWith, statementsOf, TOPIC_OWNER, WRITE } from './policies.ts';

const MINUTE = 60_000;

/** Nobody knows whether this names CloudTrail: only a delivery tells. */
const anybody = (statement: JsonObject): JsonObject => ({ ...statement, Principal: { AWS: '*' } });

const OPEN_ACL = anybody(documented(ORGANIZATION, 'acl-check'));
const ORGANIZATION_WRITE = documented(ORGANIZATION, 'organization-write');

/** A world that looked on for a while without writing, in which files arrive; from now on it repairs. */
async function lookedOn(world: World): Promise<World> {
  world.settings = { ...world.settings, alertOnly: true };
  await world.pass();
  for (const { trailArn } of world.settings.trails)
    world.trails.set(trailArn, { status: { latestDeliveryTime: world.clock.time + 2 * MINUTE } });
  await world.next();
  world.settings = { ...world.settings, alertOnly: false };
  return world;
}

const sidsOf = ({ bucket }: World): readonly unknown[] => statementsOf(bucket.document).map(({ Sid }) => Sid);

describe('what a delivery alone settled', () => {
  it('is made sure of with the change that ends its proof, in one write', async () => {
    const world = await lookedOn(new World([ORGANIZATION], policyWith(OPEN_ACL, ORGANIZATION_WRITE)));
    assert.equal((await world.pass()).word, 'restored');
    assert.deepEqual(sidsOf(world), [
      ...['AWSCloudTrailAclCheck20150319', 'AWSCloudTrailOrganizationWrite20150319'],
      ...['AWSCloudTrailWrite20150319', 'AWSCloudTrailAclCheck20150319Trailmend2'],
    ]);
    assert.equal(world.writes, 1);
  });

  it('is seen to be restored at once, and the second run writes nothing', async () => {
    const world = await lookedOn(new World([ORGANIZATION], policyWith(OPEN_ACL, ORGANIZATION_WRITE)));
    const { changes } = await world.pass();
    assert.deepEqual(
      changes.map(({ note }) => note),
      [null],
    );
    await world.pass();
    await world.next();
    assert.equal(world.writes, 1);
  });

  it('is made sure of in the bucket policy when the topic policy changes', async () => {
    const trail = trailWith({ topicArn: TOPIC });
    const policy = policyWith(documented(trail, 'acl-check'), anybody(WRITE));
    const world = await lookedOn(new World([trail], policy, { topic: policyWith(TOPIC_OWNER) }));
    const { changes } = await world.pass();
    assert.deepEqual(
      changes.map(({ what }) => what.kind),
      ['bucket-policy', 'topic-policy'],
    );
    await world.pass();
    assert.equal(world.writes, 2);
  });

  it('is left alone where nothing is to be changed', async () => {
    const policy = policyWith(OPEN_ACL, ORGANIZATION_WRITE, documented(ORGANIZATION, 'write'));
    const world = await lookedOn(new World([ORGANIZATION], policy));
    assert.equal((await world.pass()).word, 'unchanged');
    assert.equal(world.writes, 0);
  });

  it('does not keep out what is missing where both do not fit', async () => {
    const room = documentBytes(documented(ORGANIZATION, 'write')) + 20;
    const without = policyWith(OPEN_ACL, ORGANIZATION_WRITE, { ...FOREIGN, Sid: '' });
    const filler = { ...FOREIGN, Sid: 'x'.repeat(20_480 - room - documentBytes(without)) };
    const world = await lookedOn(new World([ORGANIZATION], policyWith(OPEN_ACL, ORGANIZATION_WRITE, filler)));
    const { changes } = await world.run();
    assert.deepEqual(
      changes.map(({ what, word }) => [what.kind, word, 'added' in what ? what.added : null]),
      [['bucket-policy', 'restored', [documented(ORGANIZATION, 'write')]]],
    );
  });
});
