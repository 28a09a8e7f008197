import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeReport } from './report.ts';
import { resultLine } from './result-line.ts';
import { runScenarios, type Summary, withEngine } from './run.ts';
import { SCENARIOS } from './scenarios/index.ts';
import type { Result } from './stage/play.ts';

const started = performance.now();
/** Where the report of what was played is put. */
const REPORT = fileURLToPath(new URL('../build/report.html', import.meta.url));

const progress = (line: string) => process.stderr.write(`► ${line}\n`);
const print = (line = '') => process.stdout.write(`${line}\n`);

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`.trimEnd())
    .join('\n');
}

function printAlert({ results }: Summary): void {
  const alert = results.find(({ alert: received }) => received !== null)?.alert;
  if (alert === null || alert === undefined) return;
  print('\nOne of the alerts, as it came through SNS:\n');
  print(indented(`Subject: ${alert.subject}\n\n${alert.message.trim()}`));
}

function printCount({ results, problems }: Summary): boolean {
  const held = results.filter(({ problem }) => problem === null);
  const count = (word: string) => held.filter(({ stage }) => stage.scenario.expect.word === word).length;
  for (const problem of problems) print(`✗ ${problem}`);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const rest = results.length - held.length + problems.length;
  print(`\n${count('restored')} restored, ${count('explained')} explained, ${rest} failed, in ${seconds} s`);
  return rest === 0;
}

try {
  progress('starting the local engine');
  const { summary, records } = await withEngine({}, async (engine) => {
    const report = { progress, result: (result: Result) => print(resultLine(result)) };
    const played = await runScenarios(engine, SCENARIOS, report);
    const records = await writeReport(engine, played.outputs.StoreBucketName, REPORT);
    const problems = records === 0 ? [...played.problems, 'no record was kept'] : played.problems;
    return { summary: { ...played, problems }, records };
  });
  printAlert(summary);
  process.exitCode = printCount(summary) ? 0 : 1;
  print(`\n${records} records, as one page: ${relative(process.cwd(), REPORT)}`);
} catch (error) {
  process.stderr.write(`✗ ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
