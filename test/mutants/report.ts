// Runs test files by themselves and prints what failed, as JSON: node test/mutants/report.ts PATTERN FILE...
import { run } from 'node:test';

/** One test that failed; `assertion` tells an assertion, or a counterexample of a property, from any other error. */
export type Failure = { readonly name: string; readonly assertion: boolean; readonly message: string };

/** What a run of test files came to; a file that could not be loaded fails under its own name. */
export type Report = { readonly passed: number; readonly failures: readonly Failure[] };

/** Not an assertion on time: a planted bug that does not end must not take the other tests with it. */
const HANG = 60_000;

function failureOf(name: string, error: unknown): Failure {
  if (!(error instanceof Error)) return { name, assertion: false, message: String(error) };
  const counterexample = error.message.startsWith('Property failed after ') && error.message.includes('Counterexample');
  return { name, assertion: error.name === 'AssertionError' || counterexample, message: error.message };
}

async function report(pattern: string, files: string[]): Promise<Report> {
  let passed = 0;
  const failures: Failure[] = [];
  const stream = run({ files, concurrency: 1, isolation: 'process', timeout: HANG, testNamePatterns: [pattern] });
  for await (const { type, data } of stream) {
    if ((type !== 'test:pass' && type !== 'test:fail') || data.details.type === 'suite') continue;
    if (type === 'test:pass') passed += 1;
    else failures.push(failureOf(data.name, data.details.error.cause));
  }
  return { passed, failures };
}

const [pattern = '', ...files] = process.argv.slice(2);
process.stdout.write(JSON.stringify(await report(pattern, files)));
