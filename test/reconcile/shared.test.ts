import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { targetsOf } from '../../shared/reconcile/targets.ts';
import { callOf } from '../memory/calls.ts';
import { READS, World } from '../memory/world.ts';
import { documented, documentedPolicy } from '../trail/documented.ts';
import { KEY, SINGLE, trailWith } from '../trail/trails.ts';
import { ACL, documentedKeyPolicy, FOREIGN, KEY_OWNER, policyWith, statementsOf, WRITE } from './policies.ts';

const first = trailWith({ name: 'first', prefix: 'first' });

/** What the first of two trails in one bucket may say, so that the policy is not judged for it. */
const NOT_JUDGED = [
  ['is gone', { description: { state: 'absent' }, status: { state: 'absent' } }],
  ['delivers elsewhere', { description: { bucket: 'somewhere-else' } }],
  ['has another prefix than the settings', { description: { prefix: 'moved' } }],
  ['cannot be described', { description: { state: 'unreadable', reason: 'AWS denied `cloudtrail:GetTrail`' } }],
] as const;

describe('a trail that shares its bucket with one that is not judged', () => {
  for (const [name, change] of NOT_JUDGED) {
    it(`which ${name}: every statement that was there stays`, async () => {
      const world = new World([first, SINGLE], policyWith(FOREIGN, ACL));
      world.trails.set(first.arn, change);
      await world.run();
      assert.deepEqual(world.bucket.document, policyWith(FOREIGN, ACL, WRITE));
    });

    it(`which ${name}: a repair that reads back is not called invisible`, async () => {
      const world = new World([SINGLE, first], policyWith(FOREIGN, ACL));
      world.trails.set(first.arn, change);
      const { changes } = await world.run();
      assert.deepEqual(world.bucket.document, policyWith(FOREIGN, ACL, WRITE));
      assert.deepEqual(
        changes.map(({ word, note }) => [word, note]),
        [['restored', null]],
      );
    });
  }
});

describe('two trails of one bucket', () => {
  const second = trailWith({ name: 'second', prefix: 'second' });

  it('are judged by one read of its policy', async () => {
    const world = new World([SINGLE, second], documentedPolicy(SINGLE));
    await world.run();
    assert.deepEqual(world.journal.rounds()[0], [...READS, 'describe', 'folders', 'recall', 'status'].toSorted());
  });

  it('whose next read shows an old policy: a statement is turned back where it stands, and no other is touched', async () => {
    const others = statementsOf(documentedPolicy(second));
    const flipped = { ...WRITE, Effect: 'Deny' };
    const world = new World([second, SINGLE], policyWith(...others, FOREIGN, flipped, ACL));
    const old = policyWith(...others, flipped, ACL);
    world.bucket.answers = ['as it is', { state: 'present', value: JSON.stringify(old) }];
    assert.equal((await world.run()).word, 'restored');
    assert.equal((await world.run()).word, 'unchanged');
    assert.deepEqual(world.bucket.document, policyWith(...others, FOREIGN, WRITE, ACL));
  });

  it('and a Deny that touches both: people get one statement that spares both', async () => {
    const deny = { ...FOREIGN, Sid: 'no', Effect: 'Deny', Principal: '*', Action: 's3:PutObject' };
    const statements = [SINGLE, second].flatMap((trail) => statementsOf(documentedPolicy(trail)));
    const { notRepairable } = await new World([SINGLE, second], policyWith(...statements, deny)).run();
    assert.deepEqual(
      notRepairable.map(({ suggestion }) => suggestion),
      [{ ...deny, Condition: { StringNotEquals: { 'aws:SourceArn': [SINGLE.arn, second.arn] } } }],
    );
  });
});

describe('two trails that share a key and no bucket', () => {
  const one = trailWith({ name: 'one', kmsKeyArn: KEY });
  const two = trailWith({ name: 'two', kmsKeyArn: KEY, bucket: 'other-logs' });
  const statements = [one, two].flatMap((trail) => statementsOf(documentedPolicy(trail)));

  it('get what both of them need in one write', async () => {
    const world = new World([one, two], policyWith(...statements), { key: policyWith(KEY_OWNER) });
    world.buckets.at('other-logs').write(documentedPolicy(two));
    assert.equal(targetsOf(world.settings, null).length, 1, 'they are looked at together');
    assert.equal((await world.run()).word, 'restored');
    assert.equal(world.writes, 1);
    const after = statementsOf(world.key.document);
    const second = { ...documented(two, 'encrypt'), Sid: 'AllowCloudTrailEncryptLogsTrailmend2' };
    assert.deepEqual(after, [KEY_OWNER, documented(one, 'encrypt'), second]);
    assert.deepEqual([(await world.run()).word, world.writes], ['unchanged', 1]);
  });

  it('have each bucket’s policy written for the trail of that bucket alone', async () => {
    const world = new World([one, two], null, { key: documentedKeyPolicy(one, two) });
    assert.equal((await world.run()).word, 'restored');
    assert.equal(world.writes, 2);
    assert.deepEqual(world.buckets.at('example-logs').document, documentedPolicy(one));
    assert.deepEqual(world.buckets.at('other-logs').document, documentedPolicy(two));
  });

  it('and one bucket that somebody just wrote well: what the other lacks is mended at once', async () => {
    const world = new World([one, two], null, { key: documentedKeyPolicy(one, two) });
    world.buckets.at('other-logs').write(documentedPolicy(two));
    const parameters = { bucketName: 'other-logs', bucketPolicy: documentedPolicy(two) };
    assert.equal((await world.run(callOf('PutBucketPolicy', { parameters }))).word, 'restored');
    assert.deepEqual(world.clock.pauses, []);
  });

  it('and a key that waits to be deleted: the deletion is taken back once', async () => {
    const world = new World([one, two], policyWith(...statements), { key: documentedKeyPolicy(one, two) });
    world.buckets.at('other-logs').write(documentedPolicy(two));
    world.key.state = 'PendingDeletion';
    await world.run();
    assert.deepEqual([world.journal.count('cancelDeletion'), world.key.state], [1, 'Disabled']);
  });
});
