import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Settings } from '../../shared/settings/settings.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What a script of the deploy said and how it ended. */
export type Ended = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

/** A folder for settings and what is made of them. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'trailmend-organization-'));
}

/** Runs a script of the deploy, as the npm scripts do, on settings in a folder. */
export function runScript(
  folder: string,
  script: 'app' | 'templates',
  settings: Partial<Settings>,
  ...args: string[]
): Ended {
  const file = join(folder, 'trailmend.json');
  writeFileSync(file, JSON.stringify(settings));
  const env = { ...process.env, TRAILMEND_SETTINGS_FILE: file, CDK_OUTDIR: join(folder, 'cdk.out') };
  const { status, stdout, stderr } = spawnSync(process.execPath, [`infra/${script}.ts`, ...args], {
    ...{ cwd: ROOT, encoding: 'utf8', env },
  });
  // The CDK says that it bundles the handlers, which is no finding.
  return { status, stdout, stderr: stderr.replaceAll(/^Bundling asset .*\n/gm, '') };
}
