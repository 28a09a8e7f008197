import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { planted } from './planted.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DIAGNOSTIC = /^::\w+ title=([^,]+),file=([^,]+),.*?::(.*)$/;

/** Lints the planted files with the house's own configuration, away from the tree: rules by file. */
function lint(folder: string): Map<string, string[]> {
  for (const name of ['biome.json', '.gitignore', 'scripts/lint']) {
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  for (const { file, source } of planted) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), source);
  }
  const biome = join(ROOT, 'node_modules', '.bin', 'biome');
  const { stdout } = spawnSync(biome, ['lint', '--reporter=github', '--max-diagnostics=none'], {
    cwd: folder,
    encoding: 'utf8',
  });
  const found = new Map<string, string[]>();
  for (const line of stdout.split('\n')) {
    const [, rule = '', path = ''] = DIAGNOSTIC.exec(line) ?? [];
    const file = path.replace(`${folder}/`, '');
    found.set(file, [...(found.get(file) ?? []), rule]);
  }
  return found;
}

describe('the linter holds the house rules', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'trailmend-lint-')));
  let found = new Map<string, string[]>();
  before(() => {
    found = lint(folder);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const { file, source, rule } of planted) {
    const [line = ''] = source.split('\n');
    if (rule === undefined) {
      it(`lets pass in ${dirname(file)}: ${line}`, () => assert.deepEqual(found.get(file) ?? [], []));
    } else {
      it(`refuses in ${file}: ${line} (${rule})`, () => {
        assert.ok(found.get(file)?.includes(rule), `found only: ${found.get(file)?.join(', ') ?? 'nothing'}`);
      });
    }
  }
});
