import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { callOf } from '../memory/calls.ts';
import { World } from '../memory/world.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { KEY, SINGLE, TOPIC, trailWith } from '../trail/trails.ts';
import { documentedKeyPolicy, documentedTopicPolicy, FOREIGN, policyWith } from './policies.ts';

const GONE = { description: { state: 'absent' }, status: { state: 'absent' } } as const;
const START = 'aws cloudtrail start-logging --region us-east-1 --name example';
const CREATE = 'aws cloudtrail create-trail --region us-east-1 --name example';

/** What people are to do about a trail that is gone. */
const commands = (left: readonly { readonly id: string; readonly suggestion: unknown }[]) =>
  left.map(({ id, suggestion }) => [id, suggestion]);

describe('a trail that is gone', () => {
  const full = trailWith({ kmsKeyArn: KEY, topicArn: TOPIC, logFileValidation: true });
  const policies = { key: documentedKeyPolicy(full), topic: documentedTopicPolicy(full) };

  it('and was looked at before: people get the command that makes it again as it was', async () => {
    const world = new World([full], documentedPolicy(full), policies);
    await world.pass();
    world.trails.set(full.arn, GONE);
    const cause = callOf('DeleteTrail', { source: 'aws.cloudtrail', parameters: { name: full.arn } });
    const { word, notRepairable } = await world.pass(cause);
    assert.deepEqual([word, world.writes], ['alerted', 0]);
    const options = `--s3-bucket-name 'example-logs' --kms-key-id '${KEY}' --sns-topic-name '${TOPIC}'`;
    const create = `${CREATE} ${options} --enable-log-file-validation --is-multi-region-trail`;
    assert.deepEqual(commands(notRepairable), [['trail-exists', `${create} && ${START}`]]);
  });

  it('and wrote to a log group too: the command names the group and the role', async () => {
    const logGroupArn = 'arn:aws:logs:us-east-1:111122223333:log-group:trail:*';
    const logGroupRoleArn = 'arn:aws:iam::111122223333:role/CloudTrailToLogs';
    const world = new World([SINGLE], documentedPolicy(SINGLE));
    world.trails.set(SINGLE.arn, { description: { logGroupArn, logGroupRoleArn } });
    await world.pass();
    world.trails.set(SINGLE.arn, GONE);
    const [left] = (await world.pass()).notRepairable;
    const options = `--cloud-watch-logs-log-group-arn '${logGroupArn}' --cloud-watch-logs-role-arn '${logGroupRoleArn}'`;
    assert.ok(String(left?.suggestion).includes(options), String(left?.suggestion));
  });

  it('keeps being remembered as it was, however long it is gone', async () => {
    const world = new World([full], documentedPolicy(full), policies);
    await world.pass();
    const before = world.store.of(full.arn).description;
    world.trails.set(full.arn, GONE);
    await world.lasting();
    assert.deepEqual(world.store.of(full.arn).description, before);
    assert.equal(before?.kmsKeyArn, KEY);
  });

  it('and was never looked at: people get the command that the settings can tell', async () => {
    const world = new World([full], documentedPolicy(full), policies);
    world.trails.set(full.arn, GONE);
    const { notRepairable } = await world.run();
    const options = `--s3-bucket-name 'example-logs' --kms-key-id '${KEY}' --sns-topic-name '${TOPIC}'`;
    assert.deepEqual(commands(notRepairable), [['trail-exists', `${CREATE} ${options} && ${START}`]]);
  });

  it('has nothing written for it, whatever its policies lack', async () => {
    const world = new World([full], policyWith(FOREIGN), { key: policyWith(), topic: policyWith() });
    world.trails.set(full.arn, GONE);
    const { word, changes } = await world.run();
    assert.deepEqual([word, changes, world.writes], ['alerted', [], 0]);
  });

  it('and comes back: is looked after again', async () => {
    const world = new World([SINGLE], policyWith(FOREIGN));
    world.trails.set(SINGLE.arn, GONE);
    await world.pass();
    const back = new World([SINGLE], policyWith(FOREIGN));
    world.trails.set(SINGLE.arn, {
      description: await back.trails.describe(SINGLE.arn),
      status: await back.trails.status(SINGLE.arn),
    });
    assert.deepEqual([(await world.next()).word, world.writes], ['restored', 1]);
  });
});

describe('what the trail was when it was last as expected', () => {
  it('is what it has to be again: a setting that somebody took away is told with the command', async () => {
    const trail = trailWith({ logFileValidation: true });
    const world = new World([trail], documentedPolicy(trail));
    await world.pass();
    world.trails.set(trail.arn, { description: { logFileValidation: false, multiRegion: false } });
    const { word, notRepairable } = await world.next();
    assert.equal(word, 'alerted');
    const update = 'aws cloudtrail update-trail --region us-east-1 --name example';
    assert.deepEqual(commands(notRepairable), [
      ['trail-settings-are-expected', `${update} --enable-log-file-validation --is-multi-region-trail`],
    ]);
    assert.equal(world.store.of(trail.arn).description?.logFileValidation, true, 'the change is not taken for granted');
  });

  it('may become more: validation that somebody switches on is expected from then on', async () => {
    const world = new World([SINGLE], documentedPolicy(SINGLE));
    await world.pass();
    world.trails.set(SINGLE.arn, { description: { logFileValidation: true } });
    assert.equal((await world.next()).word, 'unchanged');
    world.trails.set(SINGLE.arn, { description: { logFileValidation: false } });
    assert.equal((await world.next()).word, 'alerted');
  });

  it('gives way to the settings, where a person writes the change into them', async () => {
    const world = new World([SINGLE], documentedPolicy(SINGLE));
    await world.pass();
    world.trails.set(SINGLE.arn, { description: { multiRegion: false } });
    assert.equal((await world.next()).word, 'alerted');
    const trails = world.settings.trails.map((trail) => ({ ...trail, multiRegion: false }));
    world.settings = { ...world.settings, trails };
    assert.equal((await world.next()).word, 'unchanged');
    assert.equal(world.store.of(SINGLE.arn).description?.multiRegion, false);
  });
});
