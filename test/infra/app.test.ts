import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

describe('the CDK app', () => {
  const folder = mkdtempSync(join(tmpdir(), 'trailmend-app-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  function refusalOf(file: string): string {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['infra/app.ts'], {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, TRAILMEND_SETTINGS_FILE: file, CDK_OUTDIR: join(folder, 'out') },
    });
    assert.deepEqual([status, stdout], [1, ''], stderr);
    return stderr;
  }

  it('says in one line which settings file is missing', () => {
    const file = join(folder, 'none.json');
    assert.equal(
      refusalOf(file),
      `the settings file \`${file}\` cannot be read: it does not exist ` +
        '(`npm run -s trailmend -- init` writes one)\n',
    );
  });

  it('says in one line what is wrong with the settings', () => {
    const file = join(folder, 'bad.json');
    writeFileSync(file, '{ "version": 1, "trails": [], "alertonly": true }');
    assert.equal(
      refusalOf(file),
      `the settings file \`${file}\` is not valid: \`alertonly\` is not a setting (did you mean \`alertOnly\`?); ` +
        '`trails` must list at least one trail, and is `[]`\n',
    );
  });
});
