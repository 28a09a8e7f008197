import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Caller } from '../../sandbox/aws/caller.ts';
import type { Engine } from '../../sandbox/engine/engine.ts';

const CLI = join(import.meta.dirname, '../../cli/main.ts');

/** What a run of the command line left behind. */
export type Ran = { readonly exitCode: number | null; readonly output: string; readonly errors: string };

/** Runs the command line against the engine, as a person with these credentials would. */
export function trailmend(engine: Engine, { credentials, region }: Caller, args: readonly string[]): Promise<Ran> {
  const child = spawn(process.execPath, [CLI, ...args], {
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: engine.folder,
      AWS_ENDPOINT_URL: engine.endpoint,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      ...(credentials.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: credentials.sessionToken }),
      AWS_REGION: region,
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    errors += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, output, errors }));
  });
}
