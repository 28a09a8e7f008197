// Runs every test, or the steps that are named: npm test, or node scripts/test.ts unit lint
import type { Step, StepResult } from './test/step.ts';
import { steps } from './test/steps.ts';

const WIDTH = Math.max(...steps.map(({ name }) => name.length));

/** Runs one step and says so on one line, with everything that failed below it. */
async function runStep(step: Step): Promise<StepResult> {
  const label = `${step.name.padEnd(WIDTH)}  ${step.about}`;
  if (process.stdout.isTTY) process.stdout.write(`◎ ${label}`);
  const begun = performance.now();
  const result = await step.run();
  const seconds = `${((performance.now() - begun) / 1000).toFixed(1)} s`;
  const counts = result.failed === 0 ? counted(result.passed, 'test') : `${result.failed} failed`;
  if (process.stdout.isTTY) process.stdout.write('\r\u001b[2K');
  process.stdout.write(
    `${result.failed === 0 ? '✔' : '✗'} ${label.padEnd(WIDTH + 42)} ${seconds.padStart(8)}  ${counts}\n`,
  );
  if (result.failed > 0) process.stdout.write(`\n${result.output.trimEnd()}\n\n`);
  return result;
}

/** The last line: plain numbers, and why anything was left out. */
function summary(results: readonly StepResult[]): string {
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  const skipped = results.flatMap((result) => result.skipped);
  const reasons = skipped.length === 0 ? '' : `: ${[...new Set(skipped)].join('; ')}`;
  const all = counted(passed + failed + skipped.length, 'test');
  return `${all}, ${passed} passed, ${failed} failed, ${skipped.length} skipped${reasons}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.find((name) => !steps.some((step) => step.name === name));
  if (unknown !== undefined) {
    process.stderr.write(`\`${unknown}\` is no step; the steps are ${steps.map(({ name }) => name).join(', ')}\n`);
    return 1;
  }
  const results: StepResult[] = [];
  for (const step of steps.filter(({ name }) => names.length === 0 || names.includes(name))) {
    results.push(await runStep(step));
  }
  process.stdout.write(`\n${summary(results)}\n`);
  return results.some(({ failed }) => failed > 0) ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
