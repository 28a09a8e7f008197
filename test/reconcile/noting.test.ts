import assert from 'node:assert/strict';
import { it } from 'node:test';
import { World } from '../memory/world.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { ORGANIZATION } from '../trail/trails.ts';

it('a call on an organization is kept with the account that it was asked of', async () => {
  const world = new World([ORGANIZATION], documentedPolicy(ORGANIZATION));
  await world.pass();
  const asked = world.calls.filter(({ action }) => /^(organizations|iam):/.test(action));
  assert.ok(asked.length > 0);
  for (const { action, resource } of asked) assert.match(resource, /^(\d{12}|arn:.*)$/, action);
});
