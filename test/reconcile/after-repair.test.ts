import assert from 'node:assert/strict';
import { it } from 'node:test';
import { World } from '../memory/world.ts';
import { documented, documentedPolicy } from '../trail/documented.ts';
import { KEY, SINGLE, trailWith } from '../trail/trails.ts';
import { ACL, documentedKeyPolicy, policyWith } from './policies.ts';

const MINUTE = 60_000;
const words = ({ notifier }: World) => notifier.alerts.map(({ attributes }) => attributes['outcome']);

it('the error that CloudTrail still reports after a repair is no second incident, until it lasts', async () => {
  const world = new World([SINGLE], documentedPolicy(SINGLE));
  await world.pass();
  world.bucket.write(policyWith(ACL));
  world.trails.set(SINGLE.arn, { status: { latestDeliveryError: 'AccessDenied' } });
  await world.pass();
  for (let minute = 0; minute < 14; minute += 2) {
    world.clock.time += 2 * MINUTE;
    assert.equal((await world.pass()).word, 'unchanged');
  }
  assert.deepEqual(words(world), ['restored']);
  world.clock.time += 5 * MINUTE;
  await world.pass();
  assert.deepEqual(words(world), ['restored', 'alerted']);
});

it('nor is it after a key was enabled, although no policy changed', async () => {
  const trail = trailWith({ kmsKeyArn: KEY });
  const world = new World([trail], documentedPolicy(trail), { key: documentedKeyPolicy(trail) });
  world.settings = { ...world.settings, modes: { 'key-is-usable': 'restore' } };
  await world.pass();
  world.clock.time += 60 * MINUTE;
  world.keys.at(KEY).state = 'Disabled';
  world.trails.set(trail.arn, { status: { latestDeliveryError: 'KMS.DisabledException' } });
  await world.pass();
  world.clock.time += MINUTE;
  assert.equal((await world.pass()).word, 'unchanged');
  assert.deepEqual(words(world), ['restored']);
});

it('an error that something else explains settles no doubt: the other policies are left as they are', async () => {
  const trail = trailWith({ kmsKeyArn: KEY });
  const byOrganization = [documented(trail, 'acl-check'), documented(trail, 'write')].map((statement) => ({
    ...statement,
    Condition: { StringEquals: { 'aws:SourceOrgID': 'o-exampleorgid' } },
  }));
  const world = new World([trail], policyWith(...byOrganization), { key: documentedKeyPolicy(trail) });
  await world.pass();
  world.clock.time += 60 * MINUTE;
  world.keys.at(KEY).state = 'Disabled';
  world.trails.set(trail.arn, { status: { latestDeliveryError: 'KMS.DisabledException' } });
  await world.pass();
  world.settings = { ...world.settings, modes: { 'key-is-usable': 'restore' } };
  await world.pass();
  world.clock.time += MINUTE;
  await world.pass();
  assert.deepEqual(world.bucket.written, []);
});
