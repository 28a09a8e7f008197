import assert from 'node:assert/strict';
import { it } from 'node:test';
import { checks } from '../../shared/checks/index.ts';
import { isNeeded } from './rights.ts';

const rights = new Map(
  checks.flatMap(({ permissions }) => permissions).map((one) => [`${one.action} ${one.target}`, one]),
);

/** It tells of every write that is refused; the right to make it is that of the check whose repair it is. */
const TELLS_OF_WRITES = 'repair-is-permitted';

for (const check of checks)
  it(`${check.id} declares exactly the rights that its own finding needs`, async () => {
    const declared = check.permissions.map(({ action, target }) => `${action} ${target}`).sort();
    const needed: string[] = [];
    for (const [name, right] of rights) {
      if (check.id === TELLS_OF_WRITES && right.access === 'repair') continue;
      if (await isNeeded(check, right)) needed.push(name);
    }
    const missing = needed.filter((name) => !declared.includes(name));
    assert.deepEqual(missing, [], `${check.id} does not declare ${missing.join(', ')}`);
    const needless = declared.filter((name) => !needed.includes(name));
    const hint = 'no scene of test/checks/changes.ts comes out otherwise without it';
    assert.deepEqual(needless, [], `${check.id} declares ${needless.join(', ')}: ${hint}`);
  });
