#!/usr/bin/env node
// Runs the CLI from a checkout under Node 24; nothing but the CLI's own output reaches stdout.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './run.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const NODE = join(ROOT, 'node_modules', '.bin', 'node');
// npm runs scripts in the package's folder; FILE arguments mean the folder that npm was called from.
const CALLED_FROM = process.env.npm_lifecycle_event === 'trailmend' ? process.env.INIT_CWD : undefined;

if (existsSync(NODE)) {
  const args = [join(ROOT, 'cli', 'main.ts'), ...process.argv.slice(2)];
  process.exitCode = await run(NODE, args, { cwd: CALLED_FROM ?? process.cwd() });
} else {
  process.stderr.write('the packages are not installed: run `npm ci` first\n');
  process.exitCode = 1;
}
