import assert from 'node:assert/strict';
import { it } from 'node:test';
import { World } from '../memory/world.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { KEY, trailWith } from '../trail/trails.ts';
import { documentedKeyPolicy } from './policies.ts';

const TRAIL = trailWith({ kmsKeyArn: KEY });

it('a key that is gone: people are told to name another, and nothing is written', async () => {
  const world = new World([TRAIL], documentedPolicy(TRAIL), { key: documentedKeyPolicy(TRAIL) });
  world.key.exists = false;
  const { word, notRepairable } = await world.run();
  assert.deepEqual([word, world.writes], ['alerted', 0]);
  assert.match(String(notRepairable[0]?.suggestion), /update-trail .* --kms-key-id A-KEY-OF-YOURS$/);
});
