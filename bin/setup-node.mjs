import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';
import { SetupError, say } from './setup-error.mjs';

/** Refuses a Node that cannot run the set-up itself. */
export function requireNode(version = process.versions.node) {
  if (Number(version.split('.')[0]) < 20) {
    throw new SetupError(`Node 20 or newer is needed, this is Node ${version}: install it from https://nodejs.org`);
  }
}

/** Installs node_modules by `npm ci` if it is absent or older than the lock file. */
export async function installPackages(root) {
  const lock = join(root, 'package-lock.json');
  const stamp = join(root, 'node_modules', '.trailmend-setup');
  const wanted = createHash('sha256').update(readFileSync(lock)).digest('hex');
  if (!isInstalled(root, lock, stamp, wanted)) {
    await npmCi(root);
    writeFileSync(stamp, wanted);
  }
  requireNode24(root);
}

function isInstalled(root, lock, stamp, wanted) {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return true;
  // npm writes this file last: one that is newer than the lock file means that somebody ran npm by hand.
  const installed = join(root, 'node_modules', '.package-lock.json');
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs;
}

async function npmCi(root) {
  say('► installing packages with `npm ci` (once; about a minute, about 600 MB)');
  const begun = Date.now();
  // npm's own summary belongs on stderr: stdout is the result of the command that follows.
  const code = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', process.stderr, process.stderr],
  }).catch((error) => {
    if (error.code === 'ENOENT') throw new SetupError('npm is needed and was not found: it comes with Node.js');
    throw error;
  });
  if (code > 128) throw new SetupError('stopped while `npm ci` was running');
  if (code !== 0) throw new SetupError('`npm ci` failed: what it said is above');
  say(`✔ packages installed in ${seconds(begun)}`);
}

function requireNode24(root) {
  const found = nodeVersion(join(root, 'node_modules', '.bin', 'node'));
  if (found?.startsWith('v24.')) return;
  throw new SetupError(
    `node_modules/.bin/node is ${found ?? 'missing'} instead of Node 24, because the package \`node\` could not run its ` +
      'install script: allow it with `npm rebuild node --ignore-scripts=false` and try again',
  );
}

function nodeVersion(path) {
  try {
    return execFileSync(path, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return null;
  }
}

/** How long something took, for people. */
export function seconds(begun) {
  return `${((Date.now() - begun) / 1000).toFixed(1)} s`;
}
