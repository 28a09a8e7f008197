/**
 * Runs a command in a process group of its own and ends it, with all its children and its temporary folder, as soon as
 * the parent's end of the pipe closes: even where the parent was killed and could clean up nothing.
 *
 * Arguments: the temporary folder, then the command.
 */
import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const GRACE_MS = 1500;
const [folder = '', command = '', ...rest] = process.argv.slice(2);

const child = spawn(command, rest, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
const log = createWriteStream(join(folder, 'engine.log'));
child.stdout.pipe(log);
child.stderr.pipe(log);

function signalGroup(signal: 'SIGTERM' | 'SIGKILL' | 0): boolean {
  if (child.pid === undefined) return false;
  try {
    return process.kill(-child.pid, signal);
  } catch {
    return false;
  }
}

let ending = false;

function finish(): void {
  signalGroup('SIGKILL');
  if (existsSync(folder)) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  process.exit(0);
}

function end(): void {
  if (ending) return;
  ending = true;
  signalGroup('SIGTERM');
  setTimeout(finish, GRACE_MS).unref();
  const timer = setInterval(() => {
    if (signalGroup(0)) return;
    clearInterval(timer);
    finish();
  }, 20);
}

child.on('error', end);
process.stdin.on('end', end).on('error', end).resume();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
