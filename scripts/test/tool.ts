import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { StepResult } from './step.ts';

/** The folder that every tool runs in. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Runs a tool as one test: it passes if the tool ends with 0; its output is shown only if it does not. */
export function runTool(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<StepResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', (error) => resolve(failure(`${command}: ${error.message}`)));
    child.on('close', (code, signal) => {
      if (code === 0) resolve({ passed: 1, failed: 0, skipped: [], output: '' });
      else resolve(failure(`${Buffer.concat(chunks).toString()}\n${command} ended with ${signal ?? code}`));
    });
  });
}

function failure(output: string): StepResult {
  return { passed: 0, failed: 1, skipped: [], output };
}
