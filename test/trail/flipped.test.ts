import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parsePolicy } from '../../shared/policy/document.ts';
import type { Restoration } from '../../shared/policy/repair.ts';
import { flippedStatements } from '../../shared/trail/flipped.ts';
import { documentedStatement } from '../../shared/trail/statements.ts';
import { SINGLE, trailWith } from './trails.ts';

const WEIRD = trailWith({ prefix: 'we*ird' });

function flippedIn(version: string, trail: typeof SINGLE): readonly Restoration[] {
  const statement = { ...documentedStatement(trail, 'write'), Effect: 'Deny' };
  const parsed = parsePolicy({ Version: version, Statement: [statement] });
  assert.ok(parsed.ok);
  return flippedStatements(parsed.policy, trail, ['write']);
}

describe('a documented statement that stands as a Deny', () => {
  it('is turned back to what AWS documents', () => {
    for (const trail of [SINGLE, WEIRD])
      assert.deepEqual(flippedIn('2012-10-17', trail), [{ index: 0, statement: documentedStatement(trail, 'write') }]);
    assert.equal(flippedIn('2008-10-17', SINGLE).length, 1);
  });

  it('is left to people where a variable in it is text, so that turned back it would allow nothing', () => {
    assert.deepEqual(flippedIn('2008-10-17', WEIRD), []);
  });
});
