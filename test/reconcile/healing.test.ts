import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { alertOf } from '../../shared/report/alert.ts';
import { putPolicyCall } from '../memory/calls.ts';
import { World } from '../memory/world.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { KEY, SINGLE, trailWith } from '../trail/trails.ts';
import { ACL, documentedKeyPolicy, FOREIGN, KEY_OWNER, policyWith, statementsOf } from './policies.ts';

const TRAIL = trailWith({ kmsKeyArn: KEY });

/** Bucket and key are broken, and somebody edits the key's policy while the run has begun. */
function editedKey(): World {
  const world = new World([TRAIL], policyWith(ACL), { key: policyWith(KEY_OWNER) });
  world.bucket.afterRead = (read) => {
    if (read === 1) world.clock.time += 1_500;
  };
  world.key.afterRead = (read) => {
    if (read === 1) world.key.write(policyWith({ ...KEY_OWNER, Sid: 'theirs' }, KEY_OWNER));
  };
  return world;
}

describe('a run that starts over because somebody edited one of two documents', () => {
  it('tells of both that it wrote', async () => {
    const world = editedKey();
    const { changes } = await world.run();
    assert.deepEqual([world.bucket.written.length, world.key.written.length], [1, 1]);
    assert.deepEqual(changes.map(({ what }) => what.kind).toSorted(), ['bucket-policy', 'key-policy']);
  });

  it('knows of both, should somebody’s edit turn out to be lost', async () => {
    const world = editedKey();
    await world.run();
    assert.deepEqual(world.writesSoFar.map(({ kind }) => kind).toSorted(), ['bucket-policy', 'key-policy']);
  });
});

describe('a run that took the deletion of a key back beside writing the bucket’s policy', () => {
  const world = (): World => {
    const one = new World([TRAIL], policyWith(ACL), { key: documentedKeyPolicy(TRAIL) });
    one.key.state = 'PendingDeletion';
    return one;
  };

  it('notes the span in which another’s edit was lost as it was', async () => {
    const one = world();
    const began = one.clock.time;
    one.bucket.staleReads = 4;
    await one.run();
    assert.deepEqual(
      one.writesSoFar.map(({ from, to }) => [from, to]),
      [[began, began]],
    );
    const { lost } = await one.run(putPolicyCall(policyWith(FOREIGN, ACL), '2026-11-21T12:00:00Z'));
    assert.notEqual(lost, null);
  });

  it('says what broke, as it was found', async () => {
    const alert = alertOf(await world().run(), () => '');
    assert.match(alert?.body ?? '', /no statement allows CloudTrail to write log files/);
    assert.match(alert?.body ?? '', /is scheduled for deletion/);
  });
});

describe('a trail that somebody pointed to another bucket', () => {
  it('gets nothing written, not to its key either', async () => {
    const world = new World([TRAIL], documentedPolicy(TRAIL), { key: policyWith(KEY_OWNER) });
    world.trails.set(TRAIL.arn, { description: { bucket: 'somebody-elses' } });
    const { word } = await world.run();
    assert.deepEqual([word, world.writes], ['alerted', 0]);
  });
});

describe('an edit in the gap of a write', () => {
  it('is none where somebody wrote in the same second, but after us, and what they wrote is there', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    world.clock.time += 400;
    await world.run();
    const theirs = policyWith(FOREIGN, ...statementsOf(world.bucket.document));
    world.bucket.write(theirs);
    const again = await world.run(putPolicyCall(theirs, '2026-11-21T12:00:00Z'));
    assert.equal(again.lost, null);
  });
});
