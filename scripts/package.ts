// Makes what `npm pack` packs beside the manifest: the command line as JavaScript with the SDK in it, and the licences of what is in it.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { licenceTexts } from './package/licences.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DIST = join(ROOT, 'dist');

rmSync(DIST, { recursive: true, force: true });
mkdirSync(DIST, { recursive: true });
const { metafile } = await build({
  absWorkingDir: ROOT,
  entryPoints: { trailmend: 'cli/main.ts' },
  outdir: DIST,
  bundle: true,
  // What works on files loads no SDK, here as in a checkout.
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // Whoever installs it can read it.
  minify: false,
  mainFields: ['module', 'main'],
  // Else a linked node_modules would leave its place on this machine in the comments.
  preserveSymlinks: true,
  banner: { js: '#!/usr/bin/env node' },
  legalComments: 'none',
  metafile: true,
  logLevel: 'error',
});
writeFileSync(join(DIST, 'THIRD-PARTY-LICENSES.txt'), licenceTexts(ROOT, Object.keys(metafile.inputs)));
