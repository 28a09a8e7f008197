import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Edit, Mutant } from './mutant.ts';
import type { Report } from './report.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** What the tests of the evaluators need of the checkout. */
const COPIED = ['shared', 'sandbox', 'test', 'package.json', 'tsconfig.json'];
const RUNS = '500';

/** Makes a copy of the checkout for `use`, and removes it whatever comes of it. */
export async function inCopy<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'trailmend-mutant-')));
  try {
    for (const name of COPIED) cpSync(join(ROOT, name), join(folder, name), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Carries out the edits of a mutant; a text that the source no longer has, or has twice, is a failure. */
export function plant(folder: string, edits: readonly Edit[]): void {
  for (const { file, find, replace } of edits) {
    const path = join(folder, file);
    const [before = '', after, ...more] = readFileSync(path, 'utf8').split(find);
    assert.ok(after !== undefined, `${file} has no \`${find}\` any more: the mutant is out of date`);
    assert.equal(more.length, 0, `${file} has \`${find}\` more than once: the mutant is ambiguous`);
    assert.notEqual(find, replace);
    writeFileSync(path, before + replace + after);
  }
}

/** Runs test files of a copy, or only the tests of them whose name matches a pattern. */
export function runTests(folder: string, files: readonly string[], pattern = ''): Promise<Report> {
  // Within a run of tests, Node lets no other one begin.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const child = spawn(process.execPath, [join('test', 'mutants', 'report.ts'), pattern, ...files], {
    cwd: folder,
    env: { ...env, TRAILMEND_RUNS: RUNS },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    const printed: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => printed.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(Buffer.concat(printed).toString()) as Report);
      else reject(new Error(`the tests could not be run in ${folder}`));
    });
  });
}

/** The tests that failed, and how. */
export function shown({ failures }: Report): string {
  return failures.map(({ name, message }) => `${name}: ${message}`).join('\n');
}

/** A bug is caught by an assertion that fails; that a file cannot be loaded any more catches nothing. */
export function assertCaught(report: Report, { tests }: Pick<Mutant, 'tests'>): void {
  for (const file of tests)
    assert.ok(!report.failures.some(({ name }) => name === file), `${file} cannot be loaded:\n${shown(report)}`);
  assert.ok(report.passed + report.failures.length > 0, 'no test was run');
  assert.ok(
    report.failures.some(({ assertion }) => assertion),
    report.failures.length === 0 ? 'no test noticed it' : `nothing but errors noticed it:\n${shown(report)}`,
  );
}
