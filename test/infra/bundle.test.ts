import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { bundleHandler, REMEDIATE_ENTRY } from '../../infra/bundle.ts';
import { settings } from './stack.ts';

describe('the bundle', () => {
  const folder = mkdtempSync(join(tmpdir(), 'trailmend-bundle-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('finds its settings in its own folder', async () => {
    const entry = join(folder, 'handler.ts');
    const lines = [
      "import { readFileSync } from 'node:fs';",
      "export const handler = async () => readFileSync(`${import.meta.dirname}/settings.json`, 'utf8');",
    ];
    writeFileSync(entry, lines.join('\n'));
    const out = join(folder, 'small');
    bundleHandler(entry, out, settings);
    const { handler } = createRequire(import.meta.url)(join(out, 'index.js'));
    assert.deepEqual(JSON.parse(await handler()), settings);
  });

  it('of the real handler needs nothing beside it, and stays small', () => {
    const out = join(folder, 'real');
    bundleHandler(REMEDIATE_ENTRY, out, settings);
    const load = spawnSync(process.execPath, ['-p', 'typeof require("./index.js").handler'], {
      cwd: out,
      encoding: 'utf8',
      env: {
        TRAILMEND_TOPIC_ARN: 'arn:aws:sns:eu-west-1:111122223333:alerts',
        TRAILMEND_STORE_BUCKET: 'store',
        TRAILMEND_ROLE_ARN: 'arn:aws:iam::111122223333:role/trailmend',
        AWS_REGION: 'eu-west-1',
      },
    });
    assert.equal(load.stdout, 'function\n', load.stderr);
    assert.ok(statSync(join(out, 'index.js')).size < 1_200_000);
  });
});
