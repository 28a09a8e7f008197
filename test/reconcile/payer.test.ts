import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RetryableError } from '../../shared/reconcile/ports.ts';
import { callOf } from '../memory/calls.ts';
import { READS, World } from '../memory/world.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { SINGLE, trailWith } from '../trail/trails.ts';
import { ACL, policyWith, statementsOf } from './policies.ts';

const REPAIR = { kind: 'set-request-payer', resource: 'arn:aws:s3:::example-logs', owner: SINGLE.account };
const COMMAND =
  'aws s3api put-bucket-request-payment --bucket example-logs --expected-bucket-owner 111122223333 ' +
  '--request-payment-configuration Payer=BucketOwner';

function requesterPays(trails = [SINGLE], policy = documentedPolicy(SINGLE)): World {
  const world = new World(trails, policy);
  world.bucket.payer = 'Requester';
  return world;
}

describe('a bucket that somebody made Requester Pays', () => {
  it('is its owner’s to pay for again, after one round of reads and one write, and the second run writes nothing', async () => {
    const world = requesterPays();
    const call = callOf('PutBucketRequestPayment');
    const { word, changes, judgements, notRepairable } = await world.run(call);
    assert.deepEqual([word, notRepairable, judgements[0]?.delivers], ['restored', [], false]);
    assert.deepEqual(
      changes.map(({ what }) => what),
      [REPAIR],
    );
    assert.deepEqual(world.journal.rounds(), [READS, ['payAsOwner']]);
    assert.deepEqual(new Set(world.bucket.expectedOwners), new Set([SINGLE.account]));
    assert.deepEqual([(await world.run()).word, world.bucket.payer, world.writes], ['unchanged', 'BucketOwner', 1]);
  });

  it('of two trails: is asked once and written once', async () => {
    const second = trailWith({ name: 'second', prefix: 'second' });
    const both = policyWith(...statementsOf(documentedPolicy(SINGLE)), ...statementsOf(documentedPolicy(second)));
    const world = requesterPays([SINGLE, second], both);
    assert.equal((await world.run()).word, 'restored');
    assert.deepEqual([world.journal.count('payer'), world.journal.count('payAsOwner'), world.writes], [1, 1, 1]);
  });

  it('and whose policy refuses too: both are mended in one run', async () => {
    const world = requesterPays([SINGLE], policyWith(ACL));
    assert.equal((await world.run()).word, 'restored');
    assert.deepEqual([world.bucket.payer, world.bucket.document], ['BucketOwner', documentedPolicy(SINGLE)]);
  });

  it('is told with the command, where the settings only alert', async () => {
    const world = requesterPays();
    world.settings = { ...world.settings, modes: { 'bucket-is-not-requester-pays': 'alert' } };
    const { word, notRepairable } = await world.run();
    assert.deepEqual([word, world.writes, notRepairable[0]?.suggestion], ['alerted', 0, COMMAND]);
  });

  it('is left as it is in alert-only mode, and people hear what would be done', async () => {
    const world = requesterPays();
    world.settings = { ...world.settings, alertOnly: true };
    const { word, changes } = await world.pass();
    assert.deepEqual([word, changes.map(({ what }) => what), world.writes], ['would-restore', [REPAIR], 0]);
    assert.match(world.notifier.alerts[0]?.body ?? '', /Requester Pays of arn:aws:s3:::example-logs switched off/);
  });

  it('and that S3 does not let go of now: is tried again', async () => {
    const world = requesterPays();
    world.bucket.payerFailures = [new RetryableError('SlowDown')];
    const { word, changes } = await world.run();
    assert.deepEqual([word, changes[0]?.note, changes[0]?.retryable], ['failed', 'SlowDown', true]);
    assert.deepEqual([(await world.run()).word, world.bucket.payer], ['restored', 'BucketOwner']);
  });

  it('of somebody else: is left alone', async () => {
    const world = requesterPays();
    world.bucket.owner = '999988887777';
    assert.deepEqual([(await world.run()).word, world.writes, world.bucket.payer], ['alerted', 0, 'Requester']);
  });

  it('and that the trail does not deliver to any more: is left alone', async () => {
    const world = requesterPays();
    world.trails.set(SINGLE.arn, { description: { bucket: 'somebody-elses' } });
    const { notRepairable } = await world.run();
    assert.deepEqual([notRepairable.map(({ id }) => id), world.writes], [['trail-settings-are-expected'], 0]);
  });

  it('of a trail that nobody can describe: is mended all the same, since the settings name the bucket', async () => {
    const world = requesterPays();
    world.trails.set(SINGLE.arn, { description: { state: 'unreadable', reason: 'AWS denied `cloudtrail:GetTrail`' } });
    await world.run();
    assert.deepEqual([world.bucket.payer, world.writes], ['BucketOwner', 1]);
  });
});
