import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { checks } from '../../shared/checks/index.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { KEY, SINGLE, trailWith } from '../trail/trails.ts';
import { ACL, but, LOCK, policyOf, UNTOLD, WRITE } from './situations.ts';
import { argumentsFor, Folder, trailmend } from './trailmend.ts';

const text = {
  type: 'object',
  required: ['text'],
  additionalProperties: false,
  properties: { text: { type: 'string' } },
};
const LEVEL = { enum: ['none', 'note', 'warning', 'error'] };
const bag = { type: 'object' };
const strings = { type: 'object', additionalProperties: { type: 'string' } };

/** An object of these properties and no other, as every object of SARIF is. */
const only = (required: readonly string[], properties: object): object => ({
  ...{ type: 'object', additionalProperties: false, required, properties },
});
const listOf = (items: object): object => ({ type: 'array', items });

const rule = only(['id'], {
  ...{ id: { type: 'string' }, shortDescription: text, fullDescription: text, help: text, properties: bag },
  helpUri: { type: 'string', pattern: '^https://' },
  defaultConfiguration: only([], { level: LEVEL }),
});
const location = only([], {
  physicalLocation: only([], {
    artifactLocation: only([], { uri: { type: 'string', minLength: 1, pattern: '^[!-~]+$' } }),
    region: only([], { startLine: { type: 'integer', minimum: 1 } }),
  }),
  logicalLocations: listOf(
    only([], { name: { type: 'string' }, fullyQualifiedName: { type: 'string' }, kind: { type: 'string' } }),
  ),
});
const result = only(['message'], {
  ...{ ruleId: { type: 'string' }, ruleIndex: { type: 'integer', minimum: 0 }, level: LEVEL, message: text },
  ...{ locations: listOf(location), partialFingerprints: strings, properties: bag },
});
const notification = only(['message'], {
  ...{ level: LEVEL, message: text, associatedRule: only([], { id: { type: 'string' } }) },
});
const invocation = only(['executionSuccessful'], {
  ...{ executionSuccessful: { type: 'boolean' }, toolExecutionNotifications: listOf(notification) },
});
const driver = only(['name'], {
  ...{ name: { type: 'string', minLength: 1 }, version: { type: 'string' }, rules: listOf(rule) },
});
/** What SARIF 2.1.0 asks of the objects that are written here (OASIS, "Static Analysis Results Interchange Format", §3). */
const SARIF = only(['version', 'runs'], {
  $schema: { type: 'string' },
  version: { const: '2.1.0' },
  runs: listOf(
    only(['tool'], {
      tool: only(['driver'], { driver }),
      columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
      ...{ invocations: listOf(invocation), results: listOf(result) },
    }),
  ),
});
const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(SARIF);

type Result = {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly {
    readonly physicalLocation?: { readonly artifactLocation: { readonly uri: string } };
    readonly logicalLocations: readonly { readonly fullyQualifiedName: string }[];
  }[];
};
type Log = {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
      readonly invocations: readonly [
        { readonly toolExecutionNotifications: readonly { readonly associatedRule?: { readonly id: string } }[] },
      ];
      readonly results: readonly Result[];
    },
  ];
};

describe('check --format sarif', () => {
  const folder = new Folder();
  after(() => folder.remove());

  async function sarif(...args: readonly string[]) {
    const all = ['check', ...args, '--format', 'sarif'];
    const { output, exitCode, errors } = await trailmend(all, { directory: folder.path });
    assert.equal(errors, '');
    const log: Log = JSON.parse(output);
    assert.ok(validate(log), JSON.stringify(validate.errors, null, 2));
    const [run] = log.runs;
    const rules = run.tool.driver.rules.map(({ id }) => id);
    assert.deepEqual(
      rules,
      checks.map(({ id }) => id),
    );
    for (const { ruleId, ruleIndex } of run.results) assert.equal(rules[ruleIndex], ruleId);
    return { run, exitCode, output };
  }
  const uriOf = ({ locations }: Result) => locations[0]?.physicalLocation?.artifactLocation.uri;

  it('a healthy trail: every check is a rule, and there is no result', async () => {
    const file = folder.write('healthy.json', JSON.stringify(documentedPolicy(SINGLE)));
    const { run, exitCode } = await sarif(...argumentsFor(SINGLE), '--bucket-policy', file);
    assert.deepEqual([run.results, exitCode], [[], 0]);
  });

  it('what is broken is a result in its file; what cannot be told is said beside it', async () => {
    folder.write('pol icies/bücket.json', JSON.stringify(policyOf(ACL, UNTOLD, LOCK)));
    folder.write('key.json', JSON.stringify(policyOf()));
    const trail = trailWith({ kmsKeyArn: KEY });
    const args = [...argumentsFor(trail), '--bucket-policy', './pol icies/bücket.json', '--key-policy', 'key.json'];
    const { run, exitCode } = await sarif(...args);
    assert.equal(exitCode, 2);
    const where = new Map(run.results.map((one) => [one.ruleId, [one.level, uriOf(one)]]));
    assert.deepEqual(where.get('bucket-policy-has-no-blocking-deny'), ['error', 'pol%20icies/b%C3%BCcket.json']);
    assert.deepEqual(where.get('key-policy-allows-encryption'), ['error', 'key.json']);
    const open = run.invocations[0].toolExecutionNotifications.map(({ associatedRule }) => associatedRule?.id);
    assert.ok(open.includes('bucket-policy-allows-log-delivery'), open.join());
    assert.ok(!where.has('bucket-policy-allows-log-delivery'));
  });

  it('a path from the root on is a file URI; advice is a note', async () => {
    const open = but(WRITE, { Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } } });
    const file = folder.write('open.json', JSON.stringify(policyOf(ACL, open)));
    const { run } = await sarif(...argumentsFor(SINGLE), '--bucket-policy', file);
    assert.deepEqual(
      run.results.map((one) => [one.ruleId, one.level, uriOf(one)]),
      [['bucket-policy-limits-source', 'note', pathToFileURL(file).href]],
    );
  });

  it('without a file the trail is the place', async () => {
    const { run } = await sarif(...argumentsFor(SINGLE), '--no-bucket-policy');
    assert.ok(run.results.length > 0);
    for (const one of run.results) {
      assert.equal(uriOf(one), undefined);
      assert.equal(one.locations[0]?.logicalLocations[0]?.fullyQualifiedName, SINGLE.arn);
    }
  });

  it('what others wrote is on one line, and bounded', async () => {
    const file = folder.write(
      'h.json',
      JSON.stringify(policyOf(ACL, WRITE, but(LOCK, { Sid: `\u202e\n${'x'.repeat(100_000)}` }))),
    );
    const { run, output } = await sarif(...argumentsFor(SINGLE), '--bucket-policy', file);
    for (const { message } of run.results) assert.doesNotMatch(message.text, /[\p{Cc}\p{Cf}]/u);
    assert.ok(output.length < 100_000);
  });

  for (const [command, args] of [
    ['check', ['--format', 'xml']],
    ['plan', ['--format', 'sarif']],
  ] as const)
    it(`${command} ${args.join(' ')}: one sentence`, async () => {
      const { exitCode, output, errors } = await trailmend([
        command,
        ...argumentsFor(SINGLE),
        '--no-bucket-policy',
        ...args,
      ]);
      assert.deepEqual([exitCode, output], [1, '']);
      assert.match(errors, /^trailmend: --format must be text, json(, html or sarif| or html), and is `\w+`\n$/);
    });
});
