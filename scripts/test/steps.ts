import { join } from 'node:path';
import { runNodeTests } from './node-tests.ts';
import type { Step } from './step.ts';
import { ROOT, runTool } from './tool.ts';

const bin = (name: string) => join(ROOT, 'node_modules', '.bin', name);
const SYNTH = 'build/synth';

/** Everything that `npm test` runs, in order: what is quick comes first. */
export const steps: readonly Step[] = [
  { name: 'types', about: 'TypeScript, strict', run: () => runTool(bin('tsc'), ['--noEmit']) },
  {
    name: 'lint',
    about: 'format, import table, purity',
    run: () => runTool(bin('biome'), ['ci', '--error-on-warnings', '--colors=off']),
  },
  {
    name: 'dead-code',
    about: 'knip: unused files, exports, packages',
    run: () => runTool(bin('knip'), ['--no-progress']),
  },
  {
    name: 'unit',
    about: 'unit, property, differential, corpus',
    run: () => runNodeTests({ include: 'test/**/*.test.ts', exclude: 'test/e2e/**' }),
  },
  {
    name: 'synth',
    about: 'the stack, under cdk-nag',
    run: () =>
      runTool(bin('cdk'), ['synth', '--quiet', '--output', SYNTH], {
        TRAILMEND_SETTINGS_FILE: 'test/infra/synth-settings.json',
      }),
  },
  {
    name: 'cfn-lint',
    about: 'its template',
    // W3005: the CDK writes some dependencies out that CloudFormation would find by itself.
    run: () => runTool(join('.venv', 'bin', 'cfn-lint'), ['-i', 'W3005', '--', `${SYNTH}/Trailmend.template.json`]),
  },
  {
    name: 'e2e',
    about: 'break and heal on the local engine',
    run: () => runNodeTests({ include: 'test/e2e/**/*.test.ts', concurrency: 1 }),
  },
];
