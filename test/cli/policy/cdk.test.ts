import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import fc from 'fast-check';
import { cdk } from '../../../cli/output/policy/cdk.ts';
import type { PrintedPolicy } from '../../../cli/output/policy/printed-policy.ts';
import { isJsonObject, type JsonObject } from '../../../shared/policy/json.ts';
import type { DocumentKind } from '../../../shared/trail/document.ts';
import { KEY, TOPIC, trailWith } from '../../trail/trails.ts';
import { ROOT } from '../trailmend.ts';
import { assertDelivers } from './delivers.ts';
import { arbitraryCase, arbitraryPeople, plain, printedFor, printedForPeople } from './printed.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'trailmend-cdk-')));
after(() => rmSync(folder, { recursive: true }));
symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
writeFileSync(join(folder, 'package.json'), '{"type":"module"}');

let written = 0;

/** The function that a snippet exports. */
async function functionOf(printed: PrintedPolicy): Promise<(construct: unknown) => unknown> {
  written += 1;
  const file = join(folder, `snippet-${written}.ts`);
  writeFileSync(file, cdk.text(printed));
  const [exported, ...more] = Object.values<unknown>(await import(pathToFileURL(file).href));
  assert.ok(typeof exported === 'function');
  assert.deepEqual(more, []);
  return (construct) => exported(construct);
}

/** What the CDK's own validation would say of odd prefixes is not asked here: cfn-lint judges the same documents. */
const aStack = (): Stack => new Stack(new App({ builtinCloudFormationValidation: false }), 'Stack');

/** The construct that a person would call a snippet with, and where its policy stands in the template. */
const CONSTRUCTS: Readonly<Record<DocumentKind, (stack: Stack) => readonly [construct: object, type: string]>> = {
  'bucket-policy': (stack) => [new Bucket(stack, 'Bucket'), 'AWS::S3::BucketPolicy'],
  // Without a document of its own the CDK begins with the statement for the account, and it would stand there twice.
  'key-policy': (stack) => [new Key(stack, 'Key', { policy: new PolicyDocument() }), 'AWS::KMS::Key'],
  'topic-policy': (stack) => [new Topic(stack, 'Topic'), 'AWS::SNS::TopicPolicy'],
};

function policyIn(stack: Stack, type: string): JsonObject {
  const [resource] = Object.values(Template.fromStack(stack).findResources(type));
  const policy: unknown = resource?.Properties.PolicyDocument ?? resource?.Properties.KeyPolicy;
  assert.ok(isJsonObject(policy));
  return policy;
}

async function synthesized(printed: PrintedPolicy, kind: DocumentKind): Promise<JsonObject> {
  const stack = aStack();
  const [construct, type] = CONSTRUCTS[kind](stack);
  (await functionOf(printed))(construct);
  return policyIn(stack, type);
}

const FULL = trailWith({ kmsKeyArn: KEY, topicArn: TOPIC, prefix: 'x${y}%{"\\é`', organizationId: 'o-exampleorgid' });
const RUNS = { numRuns: 30 };

describe('policies as CDK', () => {
  it('say what the JSON says once they are synthesized, and deliver', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryCase, async (one) => {
        const policy = await synthesized(one.printed, one.kind);
        assert.deepEqual(plain(policy), plain(one.printed.policy));
        assertDelivers(policy, one);
      }),
      RUNS,
    );
  });

  it('say what the JSON says for people', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryPeople, async (printed) => {
        const stack = aStack();
        (await functionOf(printed))(stack);
        assert.deepEqual(plain(policyIn(stack, 'AWS::IAM::ManagedPolicy')), plain(printed.policy));
      }),
      RUNS,
    );
  });

  it('leave what a bucket policy has', async () => {
    const stack = aStack();
    const bucket = new Bucket(stack, 'Bucket', { enforceSSL: true });
    (await functionOf(printedFor([FULL], 'bucket-policy')))(bucket);
    const { Statement } = policyIn(stack, 'AWS::S3::BucketPolicy');
    assert.ok(Array.isArray(Statement));
    assert.deepEqual([Statement.length, Statement[0].Effect], [4, 'Deny']);
  });

  it('compile under strict settings, and refuse a bucket that was only imported', () => {
    const project = join(folder, 'compiled');
    mkdirSync(project);
    const all = {
      ...{ bucket: printedFor([FULL], 'bucket-policy'), key: printedFor([FULL], 'key-policy') },
      ...{ topic: printedFor([FULL], 'topic-policy'), reader: printedForPeople([FULL], 'reader') },
      admin: printedForPeople([FULL], 'admin'),
    };
    for (const [name, printed] of Object.entries(all)) writeFileSync(join(project, `${name}.ts`), cdk.text(printed));
    const imported = [
      "import { Stack } from 'aws-cdk-lib';",
      "import { Bucket } from 'aws-cdk-lib/aws-s3';",
      "import { allowCloudTrail } from './bucket.js';",
      "allowCloudTrail(Bucket.fromBucketName(new Stack(), 'Imported', 'example-logs'));",
    ];
    writeFileSync(join(project, 'imported.ts'), imported.join('\n'));
    const options = {
      ...{ module: 'nodenext', target: 'es2024', types: [], noEmit: true, skipLibCheck: true },
      ...{ strict: true, verbatimModuleSyntax: true, noUncheckedIndexedAccess: true, noUnusedLocals: true },
    };
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions: options }));
    const ran = spawnSync(join(ROOT, 'node_modules', '.bin', 'tsc'), ['-p', project], { encoding: 'utf8' });
    const errors = ran.stdout.split('\n').filter((line) => line.includes('error'));
    assert.equal(errors.length, 1, ran.stdout + ran.stderr);
    assert.match(errors[0] ?? '', /imported\.ts\(4,\d+\): error TS2740: Type 'IBucket' is missing/);
  });
});
