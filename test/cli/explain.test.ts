import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checks } from '../../shared/checks/index.ts';
import { trailmend } from './trailmend.ts';

describe('explain', { concurrency: 2 }, () => {
  for (const check of checks) {
    const { id, title, why, byHand, reference, permissions, severity } = check;
    it(`${id}: what it means, why, how to mend it by hand, and which rights it takes`, async () => {
      const { exitCode, output, errors } = await trailmend(['explain', id]);
      assert.deepEqual([exitCode, errors], [0, '']);
      assert.ok(output.startsWith(`${id}: ${title}\n${severity}, `), output);
      for (const text of [why, byHand, reference, ...permissions.map(({ action }) => action)])
        assert.ok(output.includes(text), text);
      assert.equal(
        output.includes('rights to repair'),
        permissions.some(({ access }) => access === 'repair'),
      );
    });
  }

  it('as JSON: the same, to be read by programs', async () => {
    for (const check of checks.slice(0, 3)) {
      const { exitCode, output } = await trailmend(['explain', check.id, '--format', 'json']);
      const { evaluate: _, ...said } = check;
      assert.deepEqual([exitCode, JSON.parse(output)], [0, said]);
    }
  });

  it('with an unknown check, every check is named', async () => {
    const { exitCode, output, errors } = await trailmend(['explain', 'key-is-useable']);
    assert.deepEqual([exitCode, output], [1, '']);
    assert.match(errors, /^trailmend: there is no check `key-is-useable`; [^\n]+\n$/);
    for (const { id } of checks) assert.ok(errors.includes(id), id);
  });
});
