import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { World } from '../memory/world.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { KEY, SINGLE, TOPIC, trailWith } from '../trail/trails.ts';
import { ACL, documentedKeyPolicy, documentedTopicPolicy, policyWith } from './policies.ts';

const FULL = trailWith({ kmsKeyArn: KEY, topicArn: TOPIC });
const UPDATE = 'aws cloudtrail update-trail --region us-east-1 --name example';

describe('a trail that somebody pointed to another bucket', () => {
  it('gets nothing written, in neither bucket, and people get the command that puts it back', async () => {
    const policies = { key: documentedKeyPolicy(FULL), topic: documentedTopicPolicy(FULL) };
    const world = new World([FULL], policyWith(ACL), policies);
    world.trails.set(FULL.arn, { description: { bucket: 'somebody-elses' } });
    const { word, changes, notRepairable } = await world.run();
    assert.deepEqual([word, changes, world.writes], ['alerted', [], 0]);
    assert.deepEqual(
      notRepairable.map(({ id, suggestion }) => [id, suggestion]),
      [['trail-settings-are-expected', `${UPDATE} --s3-bucket-name 'example-logs'`]],
    );
  });

  it('is not started there', async () => {
    const world = new World([SINGLE], documentedPolicy(SINGLE));
    world.trails.set(SINGLE.arn, { description: { bucket: 'somebody-elses' }, status: { isLogging: false } });
    const { word, notRepairable } = await world.run();
    assert.deepEqual([word, world.trails.started], ['alerted', []]);
    assert.deepEqual(
      notRepairable.map(({ id }) => id),
      ['trail-settings-are-expected', 'trail-is-logging'],
    );
  });

  it('is looked after again once a person put it back', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    world.trails.set(SINGLE.arn, { description: { bucket: 'somebody-elses' } });
    await world.pass();
    world.trails.set(SINGLE.arn, { description: { bucket: 'example-logs' } });
    assert.deepEqual([(await world.next()).word, world.writes], ['restored', 1]);
  });
});

it('a stopped trail is not started into a bucket of somebody else', async () => {
  const world = new World([SINGLE], documentedPolicy(SINGLE));
  world.bucket.owner = '999988887777';
  world.trails.set(SINGLE.arn, { status: { isLogging: false } });
  assert.deepEqual([(await world.run()).word, world.trails.started], ['alerted', []]);
});

describe('a trail whose prefix somebody changed', () => {
  it('gets nothing written for the new one, and people get the command', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    world.trails.set(SINGLE.arn, { description: { prefix: 'moved' } });
    const { word, notRepairable } = await world.run();
    assert.deepEqual([word, world.writes, world.bucket.document], ['alerted', 0, policyWith(ACL)]);
    assert.deepEqual(
      notRepairable.map(({ suggestion }) => suggestion),
      [`${UPDATE} --s3-key-prefix ''`],
    );
  });
});

describe('a trail that somebody gave another key', () => {
  const other = KEY.replace('1234abcd', '9999abcd');

  it('has neither key written, and people get the command', async () => {
    const trail = trailWith({ kmsKeyArn: KEY });
    const world = new World([trail], documentedPolicy(trail), { key: policyWith() });
    world.trails.set(trail.arn, { description: { kmsKeyArn: other } });
    const { word, notRepairable } = await world.run();
    assert.deepEqual([word, world.writes], ['alerted', 0]);
    assert.deepEqual(
      notRepairable.map(({ id, suggestion }) => [id, suggestion]),
      [['trail-settings-are-expected', `${UPDATE} --kms-key-id '${KEY}'`]],
    );
  });

  it('and whose settings name none: nothing is asked of the key, and people hear that it cannot be looked at', async () => {
    const world = new World([SINGLE], documentedPolicy(SINGLE));
    world.trails.set(SINGLE.arn, { description: { kmsKeyArn: other } });
    const { word, unknown } = await world.lasting();
    assert.deepEqual([word, world.journal.count('keyFacts'), world.writes], ['alerted', 0, 0]);
    assert.match(unknown[0]?.message ?? '', /the settings do not, so that Trailmend has no right to look at it/);
  });
});
