/** Code that the linter must refuse (`rule`), or must let pass (no rule), where it stands. */
export type Planted = { readonly file: string; readonly source: string; readonly rule?: string };

const IMPORTS = 'lint/style/noRestrictedImports';
const GLOBALS = 'lint/style/noRestrictedGlobals';

const importing = (path: string) => `import { x } from '${path}';\n\nexport const y = [x];\n`;

/** The import table of the house: what each folder may import, and what it may not. */
const TABLE: Readonly<Record<string, { readonly may: readonly string[]; readonly not: readonly string[] }>> = {
  'shared/policy': {
    may: ['./glob.ts'],
    not: ['../trail/arn.ts', '../checks/check.ts', 'node:fs', '@aws-sdk/client-s3'],
  },
  'shared/trail': { may: ['../policy/json.ts'], not: ['../checks/check.ts', '../aws/s3.ts', 'node:path'] },
  'shared/checks': {
    may: ['../policy/json.ts', '../trail/arn.ts', '../reconcile/reading.ts', './check.ts'],
    not: [
      './bucket-exists.ts',
      '../reconcile/plan.ts',
      '../events/index.ts',
      '../aws/s3.ts',
      '../settings/settings.ts',
    ],
  },
  'shared/events': {
    may: ['../trail/arn.ts', '../policy/json.ts'],
    not: ['../policy/evaluate.ts', '../checks/check.ts'],
  },
  'shared/incident': {
    may: ['../checks/check.ts', '../policy/json.ts', './incident.ts'],
    not: ['../checks/index.ts', '../reconcile/outcome.ts', '../aws/s3.ts', 'node:crypto'],
  },
  'shared/reconcile': {
    may: [
      '../incident/advance.ts',
      '../policy/json.ts',
      '../trail/arn.ts',
      '../checks/index.ts',
      '../settings/settings.ts',
      '../events/api-call.ts',
    ],
    not: [
      '../settings/parse-settings.ts',
      '../events/index.ts',
      '../aws/s3.ts',
      '../report/text.ts',
      'ajv',
      '@aws-sdk/client-s3',
    ],
  },
  'shared/report': { may: ['../checks/check.ts', '../reconcile/outcome.ts'], not: ['../aws/s3.ts', 'node:os'] },
  'shared/report/html': {
    may: ['./html.ts', '../words.ts', '../../records/record.ts', '../../plain-text.ts', '../../policy/json.ts'],
    not: ['../../aws/s3.ts', '../../reconcile/outcome.ts', '../../checks/index.ts', 'node:crypto'],
  },
  'shared/records': { may: ['../reconcile/outcome.ts', '../trail/arn.ts'], not: ['../aws/s3.ts'] },
  'shared/settings': { may: ['../checks/check.ts', '../trail/arn.ts'], not: ['../checks/index.ts', 'ajv', 'node:fs'] },
  'shared/discovery': {
    may: ['../settings/parse-settings.ts', '../reconcile/bounded.ts', '../trail/arn.ts', '../policy/json.ts'],
    not: ['../aws/discovery.ts', '../reconcile/plan.ts', '../checks/index.ts', 'node:fs', '@aws-sdk/client-sts'],
  },
  'shared/aws': {
    may: ['../reconcile/ports.ts', '../trail/arn.ts', '@aws-sdk/client-s3', 'node:https'],
    not: ['../reconcile/plan.ts', '../checks/index.ts', '../policy/evaluate.ts'],
  },
  'lambdas/remediate': {
    may: ['../../shared/reconcile/reconcile.ts', '@aws-lambda-powertools/logger'],
    not: ['../../cli/main.ts', '../../infra/app.ts', '../../sandbox/demo.ts', '@aws-sdk/client-s3'],
  },
  'cli/commands': {
    may: ['../../shared/checks/index.ts', '../output/text.ts', 'node:fs'],
    not: ['../../lambdas/remediate/handler.ts', '../../sandbox/demo.ts', '@aws-sdk/client-s3'],
  },
  'cli/output/policy': {
    may: ['../../../shared/policy/json.ts', './hcl.ts'],
    not: ['../../../lambdas/remediate/handler.ts', '../../../sandbox/demo.ts', 'aws-cdk-lib'],
  },
  infra: {
    may: [
      ...['../shared/checks/index.ts', '../shared/events/index.ts', '../shared/settings/settings.ts'],
      ...['../shared/report/metric-names.ts', 'aws-cdk-lib'],
    ],
    not: [
      ...['../lambdas/remediate/handler.ts', '../shared/policy/json.ts', '../cli/main.ts', '../shared/aws/s3.ts'],
      '../shared/report/metrics.ts',
    ],
  },
  sandbox: {
    may: ['../shared/trail/arn.ts', '@aws-sdk/client-s3', '../cli/main.ts'],
    not: ['../shared/policy/evaluate.ts', '../shared/checks/index.ts', '../lambdas/remediate/handler.ts'],
  },
  scripts: { may: ['../shared/checks/index.ts', 'node:fs'], not: ['../sandbox/demo.ts', '../infra/app.ts'] },
};

const fromTable = Object.entries(TABLE).flatMap(([folder, { may, not }]) => {
  const depth = '../'.repeat(folder.split('/').length);
  return [
    ...may.map((path, at) => ({ file: `${folder}/may-${at}.ts`, source: importing(path) })),
    ...[...not, `${depth}test/memory/ports.ts`].map((path, at) => ({
      file: `${folder}/not-${at}.ts`,
      source: importing(path),
      rule: IMPORTS,
    })),
  ];
});

const PURE = [
  'policy',
  'trail',
  'checks',
  'events',
  'incident',
  'reconcile',
  'report',
  'records',
  'settings',
  'discovery',
];
const impurities = {
  date: 'export const x = () => new Date();\n',
  now: 'export const x = () => Date.now();\n',
  process: 'export const x = () => process.argv;\n',
  fetch: "export const x = () => fetch('x');\n",
  console: "export const x = () => console.log('x');\n",
  crypto: 'export const x = () => crypto.randomUUID();\n',
  timer: 'export const x = () => setTimeout(x, 1);\n',
  'global-this': 'export const x = () => globalThis.process;\n',
};
const fromPurity = PURE.flatMap((folder) => [
  ...Object.entries(impurities).map(([name, source]) => ({
    file: `shared/${folder}/${name}.ts`,
    source,
    rule: GLOBALS,
  })),
  { file: `shared/${folder}/random.ts`, source: 'export const x = () => Math.random();\n', rule: 'plugin' },
]);

const style: readonly Planted[] = [
  { file: 'shared/trail/type.ts', source: "export type X = import('../policy/json.ts').Json;\n", rule: 'plugin' },
  { file: 'shared/trail/dynamic.ts', source: "export const x = () => import('../aws/s3.ts');\n", rule: IMPORTS },
  { file: 'shared/trail/again.ts', source: "export { x } from '../aws/s3.ts';\n", rule: IMPORTS },
  {
    file: 'shared/trail/only-type.ts',
    source: "import type { X } from '../aws/s3.ts';\n\nexport type Y = X[];\n",
    rule: IMPORTS,
  },
  { file: 'shared/checks/index.ts', source: importing('./bucket-exists.ts') },
  { file: 'shared/trail/detour.ts', source: importing('./../aws/s3.ts'), rule: 'plugin' },
  { file: 'shared/trail/round.ts', source: importing('../policy/../aws/s3.ts'), rule: 'plugin' },
  { file: 'shared/trail/as.ts', source: 'export const f = (x: unknown) => x as string;\n', rule: 'plugin' },
  { file: 'shared/trail/as-const.ts', source: "export const x = ['a'] as const;\n" },
  { file: 'lambdas/remediate/env.ts', source: 'export const x = process.env.X;\n', rule: 'lint/style/noProcessEnv' },
  { file: 'lambdas/remediate/settings.ts', source: 'export const x = process.env.X;\n' },
  { file: 'infra/any.ts', source: 'export const f = (x: any) => [x];\n', rule: 'lint/suspicious/noExplicitAny' },
  { file: 'infra/bang.ts', source: 'export const f = (x?: string) => [x!];\n', rule: 'lint/style/noNonNullAssertion' },
  { file: 'infra/enum.ts', source: 'export enum X {\n  A = 1,\n}\n', rule: 'lint/style/noEnum' },
  { file: 'infra/default.ts', source: 'export default 1;\n', rule: 'lint/style/noDefaultExport' },
  { file: 'infra/barrel.ts', source: "export * from './x.ts';\n", rule: 'lint/performance/noBarrelFile' },
  { file: 'infra/PascalCase.ts', source: 'export const x = 1;\n', rule: 'lint/style/useFilenamingConvention' },
  {
    file: 'infra/long.ts',
    source: Array.from({ length: 251 }, (_, line) => `export const x${line} = 1;\n`).join(''),
    rule: 'lint/style/noExcessiveLinesPerFile',
  },
  {
    file: 'infra/long-function.ts',
    source: `export function f(g: () => void): void {\n${'  g();\n'.repeat(51)}}\n`,
    rule: 'lint/complexity/noExcessiveLinesPerFunction',
  },
  {
    file: 'cli/floating.ts',
    source:
      'async function f(): Promise<void> {\n  await Promise.resolve();\n}\n\nexport function g(): void {\n  f();\n}\n',
    rule: 'lint/nursery/noFloatingPromises',
  },
  {
    file: 'test/trail/skip.test.ts',
    source: "import { it } from 'node:test';\n\nit.skip('x', () => {});\n",
    rule: 'lint/suspicious/noSkippedTests',
  },
  {
    file: 'test/trail/only.test.ts',
    source: "import { it } from 'node:test';\n\nit.only('x', () => {});\n",
    rule: 'lint/suspicious/noFocusedTests',
  },
];

/** Every planted violation, and beside it what must stay allowed. */
export const planted: readonly Planted[] = [...fromTable, ...fromPurity, ...style];
