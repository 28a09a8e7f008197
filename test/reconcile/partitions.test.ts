import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { knownRegions } from '../../shared/trail/regions.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { World } from '../memory/world.ts';
import { documented, documentedPolicy } from '../trail/documented.ts';
import { PARTITIONS, partitionsIn } from '../trail/partitions.ts';
import { policyWith } from './policies.ts';

const keyPolicyOf = (trail: Trail) => policyWith(documented(trail, 'encrypt'));
const EMPTY = policyWith();

/** A world in which the trail's bucket, key and topic say this; all of them lie in its home Region. */
function worldOf(trail: Trail, isBroken: boolean): World {
  const key = isBroken ? EMPTY : policyWith(documented(trail, 'encrypt'), documented(trail, 'decrypt'));
  const topic = isBroken ? EMPTY : policyWith(documented(trail, 'publish'));
  const world = new World([trail], isBroken ? EMPTY : documentedPolicy(trail), { key, topic });
  world.bucket.region = trail.region;
  world.bucket.bucketKey = true;
  world.accounts.enabled = ['us-east-1', trail.region];
  world.accounts.organization.set('444455556666', true);
  return world;
}

for (const trail of PARTITIONS)
  describe(`a trail in ${trail.partition}`, () => {
    it('gets the statements of its partition back, and is left alone then', async () => {
      const world = worldOf(trail, true);
      const { word, changes } = await world.pass();
      assert.deepEqual([word, changes.map(({ word: one }) => one)], ['restored', ['restored', 'restored', 'restored']]);
      assert.deepEqual(world.bucket.document, documentedPolicy(trail));
      assert.deepEqual(world.key.document, keyPolicyOf(trail));
      assert.deepEqual(world.topic.document, policyWith(documented(trail, 'publish')));
      assert.deepEqual([(await world.next()).word, world.writes], ['unchanged', 3]);
    });

    it('speaks of no other partition, to nobody', async () => {
      const world = worldOf(trail, true);
      const outcome = await world.pass();
      assert.ok(world.notifier.alerts.length > 0);
      assert.deepEqual(partitionsIn(JSON.stringify([outcome, world.notifier.alerts, world.noted])), [trail.partition]);
    });

    it('is well where all is well, and is looked at in every Region that it has', async () => {
      const world = worldOf(trail, false);
      const { word, judgements } = await world.pass();
      const verdicts = judgements[0]?.findings.map(({ finding }) => finding.verdict) ?? [];
      assert.deepEqual([word, judgements[0]?.delivers], ['unchanged', true]);
      assert.ok(!verdicts.includes('unknown'), String(verdicts));
      const isAsked = trail.partition === 'aws';
      assert.equal(world.around.count('enabledRegions'), isAsked ? 1 : 0);
      assert.equal(world.around.count('statusIn'), isAsked ? 1 : knownRegions(trail.partition).length - 1);
    });

    it('that fails in its other Region is told', async () => {
      const other =
        trail.partition === 'aws' ? 'us-east-1' : knownRegions(trail.partition).find((one) => one !== trail.region);
      assert.ok(other !== undefined);
      const world = worldOf(trail, false);
      world.trails.elsewhere.set(other, { latestDeliveryError: 'AccessDenied' });
      assert.equal((await world.pass()).word, 'alerted');
      assert.match(world.notifier.alerts[0]?.body ?? '', new RegExp(`\`AccessDenied\` in ${other}, and`));
    });
  });
