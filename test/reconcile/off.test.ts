import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Mode } from '../../shared/checks/check.ts';
import { READS, readsOf, World } from '../memory/world.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { ORGANIZATION, SINGLE, trailWith } from '../trail/trails.ts';

/** What the journal has when these checks are off. */
async function readsWithout(trail: typeof SINGLE, off: readonly string[]): Promise<readonly string[]> {
  const world = new World([trail], documentedPolicy(trail));
  const modes: Record<string, Mode> = Object.fromEntries(off.map((id) => [id, 'off']));
  world.settings = { ...world.settings, modes };
  const { word } = await world.run();
  assert.equal(word, 'unchanged');
  return world.journal.rounds().flat().toSorted();
}

const without = (reads: readonly string[], ...names: readonly string[]): readonly string[] =>
  reads.filter((name) => !names.includes(name));

const ABOUT_TRAILS = ['trail-exists', 'bucket-policy-keeps-every-source', 'trail-records-management-events'];

describe('what no check asks for that is on', () => {
  for (const [off, read] of [
    [['bucket-keeps-log-files'], 'expiry'],
    [['bucket-acl-does-not-conflict'], 'grants'],
    [['bucket-public-access-block-does-not-conflict'], 'blocksPublicPolicy'],
    [ABOUT_TRAILS, 'ofAccount'],
  ] as const) {
    it(`is not read: ${read}, without ${off.join(', ')}`, async () => {
      assert.deepEqual(await readsWithout(SINGLE, off), without(READS, read));
    });
  }

  it('is not read of the organization either', async () => {
    const off = ['organization-trusts-cloudtrail'];
    assert.deepEqual(
      await readsWithout(ORGANIZATION, off),
      without(readsOf(ORGANIZATION), 'trusted', 'serviceLinkedRole'),
    );
  });

  it('is read as long as one of its checks is on', async () => {
    assert.deepEqual(await readsWithout(SINGLE, ABOUT_TRAILS.slice(1)), READS);
  });

  it('is told trail by trail', async () => {
    const other = trailWith({ name: 'other', bucket: 'other-logs' });
    const world = new World([SINGLE, other], null);
    world.buckets.at('example-logs').write(documentedPolicy(SINGLE));
    world.buckets.at('other-logs').write(documentedPolicy(other));
    const [first, second] = world.settings.trails;
    assert.ok(first !== undefined && second !== undefined);
    world.settings = { ...world.settings, trails: [first, { ...second, modes: { 'bucket-keeps-log-files': 'off' } }] };
    await world.run();
    assert.equal(world.journal.count('expiry'), 1);
  });
});
