import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A running MiniStack. */
export type Ministack = {
  readonly port: number;
  /** Its temporary folder, which goes with it. */
  readonly folder: string;
  /** Ends it with all its children, and removes its temporary folder. */
  readonly stop: () => Promise<void>;
};

/** Where it listens, and where functions that run in it find AWS: the side-car. */
export type MinistackOptions = { readonly port: number; readonly sideCarPort: number };

const ROOT = join(import.meta.dirname, '../..');
const PYTHON = join(ROOT, '.venv/bin/python');
const START_MS = 20_000;

/** Why the engine cannot run on this machine, or null if it can. */
export function whyNoEngine(): string | null {
  const isThere = existsSync(PYTHON) && existsSync(join(ROOT, '.venv/bin/ministack'));
  return isThere ? null : 'the local engine is not installed (it needs Python 3.10 or later): run `npm run demo` once';
}

/** Nothing of the caller's environment: functions inherit it, and one stray endpoint would lead them elsewhere. */
function environment(folder: string, { port, sideCarPort }: MinistackOptions): Record<string, string> {
  return {
    PATH: `${dirname(process.execPath)}:${join(ROOT, '.venv/bin')}:/usr/local/bin:/usr/bin:/bin`,
    HOME: folder,
    TMPDIR: folder,
    LANG: 'C.UTF-8',
    PYTHONDONTWRITEBYTECODE: '1',
    BIND_HOST: '127.0.0.1',
    GATEWAY_PORT: String(port),
    AUTH: 'true',
    IOT_MTLS_ENABLED: '0',
    SFTP_ENABLED: '0',
    AWS_ENDPOINT_URL: `http://127.0.0.1:${sideCarPort}`,
  };
}

async function isHealthy(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/_ministack/health`);
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}

async function untilHealthy(port: number, keeper: ChildProcess, folder: string): Promise<void> {
  const end = Date.now() + START_MS;
  while (!(await isHealthy(port))) {
    if (keeper.exitCode !== null || Date.now() > end) {
      const log = join(folder, 'engine.log');
      const said = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').slice(-5).join('\n') : '';
      throw new Error(`the local engine did not start: ${said}`);
    }
    await pause(25);
  }
}

/** Starts MiniStack with authorization on and waits until it answers. */
export async function startMinistack(options: MinistackOptions): Promise<Ministack> {
  const missing = whyNoEngine();
  if (missing !== null) throw new Error(missing);
  const folder = mkdtempSync(join(tmpdir(), 'trailmend-engine-'));
  const command = [join(import.meta.dirname, 'keeper.ts'), folder, PYTHON, '-m', 'ministack'];
  const keeper = spawn(process.execPath, command, {
    cwd: folder,
    env: environment(folder, options),
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const exited = new Promise<void>((resolve) => {
    keeper.once('exit', () => resolve());
    keeper.once('error', () => resolve());
  });
  const stop = async () => {
    keeper.stdin.end();
    await exited;
  };
  try {
    await untilHealthy(options.port, keeper, folder);
  } catch (error) {
    await stop();
    throw error;
  }
  return { port: options.port, folder, stop };
}
