import { type ChildProcess, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { type Engine, REGION } from '../engine/engine.ts';
import type { Deployed } from './deployed.ts';

/** What the process does, as which account, and with which app and settings where these are needed. */
export type ProcessTask = {
  readonly task: 'deploy' | 'destroy';
  readonly account: string;
  readonly app?: string;
  readonly settingsFile?: string;
};

const ROOT = join(import.meta.dirname, '../..');

/** The caller's environment is not passed on: no credentials, no endpoints, no proxies. */
function environment(engine: Engine, { account, settingsFile = '' }: ProcessTask): Record<string, string> {
  return {
    PATH: `${dirname(process.execPath)}:${join(ROOT, 'node_modules/.bin')}:/usr/local/bin:/usr/bin:/bin`,
    HOME: engine.folder,
    TMPDIR: engine.folder,
    AWS_ENDPOINT_URL: engine.endpoint,
    AWS_ENDPOINT_URL_S3: engine.endpoint,
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DEFAULT_ACCOUNT: account,
    CDK_DEFAULT_REGION: REGION,
    TRAILMEND_SETTINGS_FILE: settingsFile,
  };
}

/** Ends a process that still runs, with the app that it runs in its group. */
function endGroup({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGKILL');
}

/** Where the assembly of the app lies. */
export function assemblyFolder(engine: Engine): string {
  return join(engine.folder, 'cdk.out');
}

/** Runs the CDK's toolkit on the engine; throws what it said if it fails, after `progress` was told line by line. */
export async function runProcess(
  engine: Engine,
  work: ProcessTask,
  progress: (line: string) => void,
): Promise<Deployed> {
  const script = join(import.meta.dirname, 'deploy-process.ts');
  const { task, account, app = '' } = work;
  const child = spawn(process.execPath, [script, task, assemblyFolder(engine), account, app], {
    cwd: ROOT,
    env: environment(engine, work),
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const end = () => endGroup(child);
  engine.stopping.addEventListener('abort', end);
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    out += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    for (const line of chunk.split('\n').filter((text) => text.trim() !== '')) progress(line);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  engine.stopping.removeEventListener('abort', end);
  if (code !== 0) throw new Error(`the stack could not be ${task === 'deploy' ? 'deployed' : 'destroyed'}`);
  return JSON.parse(out);
}
