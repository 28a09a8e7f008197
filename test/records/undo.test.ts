import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lookAt, undosOf } from '../../shared/records/undo.ts';
import { memoryDocuments } from '../memory/policy-documents.ts';
import { foundOf, latestWrite } from '../memory/undo.ts';
import { World } from '../memory/world.ts';
import { FOREIGN, policyWith, statementsOf } from '../reconcile/policies.ts';
import { SINGLE } from '../trail/trails.ts';
import { allRepaired, repaired, TEXT } from './repaired.ts';

const statesOf = async (world: World): Promise<readonly string[]> =>
  (await foundOf(world, latestWrite(world))).map(({ state }) => state);

describe('a document of a record', () => {
  it('is as it was written, whatever form AWS gives it back in', async () => {
    const world = await repaired();
    world.bucket.stored = JSON.stringify(world.bucket.document, null, 4);
    assert.deepEqual(await statesOf(world), ['as-written']);
  });

  it('is changed where a statement, the Version or the Id is another', async () => {
    const world = await repaired();
    const written = world.bucket.document ?? {};
    for (const other of [{ ...written, Id: 'mine' }, policyWith(...statementsOf(written), FOREIGN), null]) {
      world.bucket.write(other);
      assert.deepEqual(await statesOf(world), ['changed']);
    }
  });

  it('is put back where it is as it was before, byte by byte', async () => {
    const world = await repaired();
    world.bucket.stored = TEXT;
    assert.deepEqual(await statesOf(world), ['put-back']);
  });

  it('that a run wrote twice goes back to what was there before both', async () => {
    const { records } = await repaired();
    const [document] = records.all[0]?.documents ?? [];
    assert.ok(document !== undefined);
    const twice = [document, { ...document, before: document.after, after: '{}' }];
    assert.deepEqual(
      undosOf({ documents: twice }).map(({ before, after }) => [before, after]),
      [[TEXT, '{}']],
    );
  });

  it('that somebody edited between two writes of a run keeps that edit', async () => {
    const { records } = await repaired();
    const [document] = records.all[0]?.documents ?? [];
    assert.ok(document !== undefined);
    const edited = JSON.stringify(policyWith(FOREIGN));
    const twice = [document, { ...document, before: edited, after: '{}' }];
    assert.deepEqual(
      undosOf({ documents: twice }).map(({ before, after }) => [before, after]),
      [[edited, '{}']],
    );
  });

  it('that was not written is none to put back', async () => {
    const world = new World([SINGLE], TEXT);
    world.bucket.failures = [new Error('AWS denied `s3:PutBucketPolicy`')];
    await world.pass();
    assert.deepEqual(world.records.all.flatMap(undosOf), []);
  });

  const obstacles: readonly (readonly [string, (world: World) => void, number, RegExp])[] = [
    [
      'of a bucket that is gone',
      ({ bucket }) => {
        bucket.exists = false;
      },
      0,
      /^the bucket `arn:aws:s3:::example-logs` is gone/,
    ],
    [
      'of a key that is gone',
      ({ key }) => {
        key.exists = false;
      },
      1,
      /^the key `arn:aws:kms:.*` is gone/,
    ],
    [
      'of a topic that is gone',
      ({ topic }) => {
        topic.exists = false;
      },
      2,
      /^the topic `arn:aws:sns:.*` is gone/,
    ],
    [
      'that cannot be read',
      ({ bucket }) => {
        bucket.answer = { state: 'unreadable', reason: 'AWS denied `s3:GetBucketPolicy`' };
      },
      0,
      /^AWS denied `s3:GetBucketPolicy`$/,
    ],
  ];
  for (const [name, spoil, place, why] of obstacles)
    it(`${name} says so`, async () => {
      const world = await allRepaired();
      spoil(world);
      const undoing = undosOf(latestWrite(world))[place];
      assert.ok(undoing !== undefined);
      const look = await lookAt(undoing, memoryDocuments(world));
      assert.match('why' in look ? look.why : '', why);
    });

  it('of a topic or key that had none before cannot be put back', async () => {
    const world = await allRepaired();
    for (const undoing of undosOf(latestWrite(world)).filter(({ kind }) => kind !== 'bucket-policy')) {
      const look = await lookAt({ ...undoing, before: null }, memoryDocuments(world));
      assert.match('why' in look ? look.why : '', /a (key|topic) without a policy cannot be made/);
    }
  });
});
