import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { costTables } from './costs.ts';

describe('docs/cost.md', () => {
  it('says what the simulation gives: `node test/scale/cost-docs.ts` writes it', async () => {
    const page = readFileSync(new URL('../../docs/cost.md', import.meta.url), 'utf8');
    const [, written = ''] = page.split(/<!-- (?:tables|end of tables) -->/);
    assert.equal(written.trim(), await costTables());
  });
});
