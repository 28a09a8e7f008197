import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RetryableError, TerminalError } from '../../shared/reconcile/ports.ts';
import { eventOf } from '../memory/calls.ts';
import { World } from '../memory/world.ts';
import { ACL, FOREIGN, policyWith } from '../reconcile/policies.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { SINGLE, trailWith } from '../trail/trails.ts';
import { deployed } from './deployed.ts';

const OTHER = trailWith({ name: 'other', bucket: 'other-logs' });
const SCHEDULE = { source: 'aws.scheduler' };
const EVENT = eventOf('PutBucketAcl');
const THROTTLED = { state: 'unreadable', reason: 'SlowDown', retryable: true } as const;
const RETRY = { name: 'RetryableError' };

describe('on the schedule', () => {
  it('every group of trails is looked at, mended, remembered and told', async () => {
    const world = new World([SINGLE, OTHER], null);
    world.buckets.at('other-logs').write(documentedPolicy(OTHER));
    const handler = await deployed(world);
    assert.deepEqual((await handler(SCHEDULE)).outcomes, ['restored', 'unchanged']);
    assert.deepEqual(world.bucket.document, documentedPolicy(SINGLE));
    assert.equal(world.store.of(OTHER.arn).seenLogging, true);
    assert.deepEqual(
      world.notifier.alerts.map(({ subject }) => subject),
      ['Trailmend: restored: example in example-logs'],
    );
  });

  it('a read that was throttled is no failure: the next run is near', async () => {
    const world = new World([SINGLE], documentedPolicy(SINGLE));
    world.bucket.answer = THROTTLED;
    const handler = await deployed(world);
    assert.deepEqual((await handler(SCHEDULE)).outcomes, ['unchanged']);
  });
});

describe('after a call', () => {
  it('only those that it touched are looked at', async () => {
    const world = new World([SINGLE, OTHER], null);
    const handler = await deployed(world);
    assert.deepEqual(
      (await handler(eventOf('DeleteBucketPolicy', { parameters: { bucketName: 'other-logs' } }))).outcomes,
      ['restored'],
    );
    assert.deepEqual([world.bucket.document, world.buckets.at('other-logs').document], [null, documentedPolicy(OTHER)]);
  });

  it('that touched nobody, nothing is read', async () => {
    const world = new World([SINGLE], null);
    const handler = await deployed(world);
    assert.deepEqual((await handler(eventOf('PutBucketAcl', { parameters: { bucketName: 'scratch' } }))).outcomes, []);
    assert.deepEqual(world.journal.lines, []);
  });

  it('a read that was throttled fails the invocation, so that Lambda tries again', async () => {
    const world = new World([SINGLE], documentedPolicy(SINGLE));
    world.bucket.answer = THROTTLED;
    const handler = await deployed(world);
    await assert.rejects(handler(EVENT), RETRY);
  });

  it('an edit that the invocation before overwrote is told', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    const handler = await deployed(world);
    await handler(SCHEDULE);
    const parameters = { bucketName: 'example-logs', bucketPolicy: policyWith(FOREIGN, ACL) };
    assert.deepEqual((await handler(eventOf('PutBucketPolicy', { parameters }))).outcomes, ['alerted']);
    assert.match(world.notifier.alerts.at(-1)?.body ?? '', /^AN EDIT WAS OVERWRITTEN$/m);
  });
});

describe('a repair that fails', () => {
  it('for throttling: fails the invocation, and the retry mends', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    world.bucket.failures = [new RetryableError('SlowDown')];
    const handler = await deployed(world);
    await assert.rejects(handler(SCHEDULE), RETRY);
    assert.deepEqual((await handler(SCHEDULE)).outcomes, ['restored']);
  });

  it('for a missing right: is told, and not tried again at once', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    world.bucket.failures = [new TerminalError('AWS denied `s3:PutBucketPolicy`')];
    const handler = await deployed(world);
    assert.deepEqual((await handler(SCHEDULE)).outcomes, ['failed']);
    assert.match(world.notifier.alerts[0]?.body ?? '', /NOT changed: .*AWS denied `s3:PutBucketPolicy`/);
  });
});

describe('people who cannot be told', () => {
  it('fail the invocation; every group is mended all the same', async () => {
    const world = new World([SINGLE, OTHER], null);
    world.notifier.failures = [new Error('AWS denied `sns:Publish`')];
    const handler = await deployed(world);
    await assert.rejects(handler(SCHEDULE), /sns:Publish/);
    assert.deepEqual(world.bucket.document, documentedPolicy(SINGLE));
    assert.deepEqual(world.buckets.at('other-logs').document, documentedPolicy(OTHER));
  });

  it('are told by the retry', async () => {
    const world = new World([SINGLE], null);
    world.notifier.failures = [new Error('AWS denied `sns:Publish`')];
    const handler = await deployed(world);
    await assert.rejects(handler(EVENT), /sns:Publish/);
    assert.deepEqual((await handler(EVENT)).outcomes, ['unchanged']);
    assert.equal(world.notifier.alerts.length, 1);
  });
});
