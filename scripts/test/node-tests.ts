import { globSync } from 'node:fs';
import { run } from 'node:test';
import type { StepResult } from './step.ts';
import { ROOT } from './tool.ts';

/** How the test files of a step are chosen and run. */
export type NodeTests = {
  readonly include: string;
  readonly exclude?: string;
  /** How many files at a time; the machine's processors if absent. */
  readonly concurrency?: number;
};

/** Runs test files, each in a process of its own, and collects what failed and what was skipped. */
export async function runNodeTests({ include, exclude, concurrency }: NodeTests): Promise<StepResult> {
  const files = globSync(include, { cwd: ROOT, ...(exclude === undefined ? {} : { exclude: [exclude] }) }).sort();
  // A step without tests would be green for nothing.
  if (files.length === 0) return { passed: 0, failed: 1, skipped: [], output: `no test file matches ${include}` };
  let passed = 0;
  let failed = 0;
  const skipped: string[] = [];
  const output: string[] = [];
  const printed = new Map<string, string>();
  const broken = new Set<string>();
  const stream = run({ files, cwd: ROOT, concurrency: concurrency ?? true, isolation: 'process' });
  for await (const { type, data } of stream) {
    if (type === 'test:stdout' || type === 'test:stderr')
      printed.set(data.file, (printed.get(data.file) ?? '') + data.message);
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    // A suite that is left out as a whole tells the reason, and none of its tests does.
    if (data.details.type === 'suite' && data.skip === undefined) continue;
    if (data.skip !== undefined || data.todo !== undefined) {
      skipped.push(reasonOf(data.name, data.skip ?? data.todo));
    } else if (type === 'test:pass') {
      passed += 1;
    } else {
      failed += 1;
      broken.add(data.file ?? '');
      output.push(`✗ ${data.name}\n  ${data.file ?? ''}:${data.line ?? ''}\n${indented(describe(data.details.error))}`);
    }
  }
  for (const file of broken) {
    const text = printed.get(file);
    if (text !== undefined) output.push(`what ${file} printed:\n${indented(text)}`);
  }
  return { passed, failed, skipped, output: output.join('\n\n') };
}

function reasonOf(name: string, reason: string | boolean | undefined): string {
  return typeof reason === 'string' && reason !== '' ? reason : `${name} (no reason given)`;
}

function describe(error: Error): string {
  const { cause } = error;
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause ?? error.message);
}

function indented(text: string): string {
  return text.trimEnd().replace(/^/gm, '    ');
}
