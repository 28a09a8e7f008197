import assert from 'node:assert/strict';
import { it } from 'node:test';
import { checks } from '../../shared/checks/index.ts';
import { isNeeded } from './rights.ts';

const rights = new Map(
  checks.flatMap(({ permissions }) => permissions).map((one) => [`${one.action} ${one.target}`, one]),
);

for (const check of checks)
  it(`${check.id} declares exactly the rights that its own finding needs`, async () => {
    const declared = check.permissions.map(({ action, target }) => `${action} ${target}`).sort();
    const needed: string[] = [];
    for (const [name, right] of rights) if (await isNeeded(check, right)) needed.push(name);
    assert.deepEqual(declared, needed.sort());
  });
