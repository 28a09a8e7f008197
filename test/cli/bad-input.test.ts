import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { after, describe, it } from 'node:test';
import { documentedPolicy } from '../trail/documented.ts';
import { KEY, SINGLE, TOPIC } from '../trail/trails.ts';
import { unreadableDocuments, wrongStructures } from './bad-documents.ts';
import { Folder, type Ran, type Start, trailmend } from './trailmend.ts';

/** One clear sentence on stderr that says what has to be said, and nothing else anywhere. */
function assertRefused({ exitCode, output, errors }: Ran, says: RegExp): void {
  assert.deepEqual([exitCode, output], [1, ''], errors);
  assert.match(errors, /^trailmend: [^\n]+\n$/);
  assert.match(errors, says);
  assert.doesNotMatch(errors.trimEnd(), /[\p{Cc}\p{Cf}]/u);
  // Neither a stack, nor the inside of Node, nor a failure of our own.
  assert.doesNotMatch(errors, /\bat .*:\d+:\d+|node:|file:\/\/|node_modules|trailmend failed|call stack/);
}

const ARN = ['--trail-arn', SINGLE.arn];
const BUCKET = ['--bucket', SINGLE.bucket];
const NONE = '--no-bucket-policy';
const GOOD = [...ARN, ...BUCKET, NONE];
const WITH_KEY = ['--kms-key-arn', KEY, '--key-policy'];
const WITH_TOPIC = ['--topic-arn', TOPIC, '--topic-policy'];
const OTHER = SINGLE.arn.replace('example', 'other');

/** Arguments that cannot be used, and what has to be said about them. */
const ARGUMENTS: readonly (readonly [args: readonly string[], says: RegExp])[] = [
  [['audit'], /there is no command `audit`/],
  [['Check', ...GOOD], /there is no command `Check`/],
  [['--format', 'json', 'check', ...GOOD], /there is no command `--format`/],
  [['\u001b[31mcheck\u009b\u202e\n', ...GOOD], /there is no command ` \[31mcheck {3}`/],
  [['check', ...GOOD, '--verbose'], /`--verbose`/],
  [['check', ...GOOD, '-v'], /`-v`/],
  [['plan', ...GOOD, '--\u001b[31mred\n'], /\[31mred/],
  [['plan', ...GOOD, 'policy.json'], /`policy\.json`/],
  [['check', ...BUCKET, NONE], /--trail-arn is missing/],
  [['plan', ...ARN, NONE], /--bucket is missing/],
  [['check', ...ARN, ...BUCKET], /no document to judge: give --bucket-policy FILE or --no-bucket-policy/],
  [['apply', ...ARN, ...BUCKET, '--out', 'x'], /no document to judge/],
  [['plan', '--no-bucket-policy'], /--trail-arn is missing/],
  [['check', ...ARN, ...BUCKET, '--bucket-policy'], /--bucket-policy/],
  [['check', ...ARN, ...BUCKET, '--bucket-policy', '--prefix', 'x'], /--bucket-policy/],
  [['check', ...GOOD, '--format'], /--format/],
  [['check', ...GOOD, ...ARN], /--trail-arn was given 2 times/],
  [['check', ...GOOD, ...BUCKET], /--bucket was given 2 times/],
  [['plan', ...GOOD, '--prefix', 'a', '--prefix', 'a', '--prefix', 'b'], /--prefix was given 3 times/],
  [['check', ...ARN, ...BUCKET, '--bucket-policy', 'a', '--bucket-policy', 'b'], /--bucket-policy was given 2 times/],
  [['check', ...GOOD, '--format', 'json', '--format', 'text'], /--format was given 2 times/],
  [['check', ...GOOD, '--bucket-policy', 'a'], /--bucket-policy and --no-bucket-policy exclude each other/],
  [['check', ...ARN, ...BUCKET, `${NONE}=no`], /--no-bucket-policy/],
  [['check', ...GOOD, '--format', 'xml'], /--format must be text, json, html or sarif, and is `xml`/],
  [['plan', ...GOOD, '--format', 'sarif'], /--format must be text, json or html, and is `sarif`/],
  [['check', ...GOOD, '--format='], /--format must be text, json, html or sarif, and is ``/],
  ...['', 'x', `${SINGLE.arn}/x`, ` ${SINGLE.arn}`, 'arn:aws:s3:::example-logs', SINGLE.arn.replace('1111', '1')].map(
    (arn) => [['check', '--trail-arn', arn, ...BUCKET, NONE], /--trail-arn must be a trail's ARN/] as const,
  ),
  ...['', 'ab', 'Example', 'a/b', 'arn:aws:s3:::example-logs', `a${'b'.repeat(63)}`, 'a\u001b[31mb', '*'].map(
    (bucket) =>
      [['plan', ...ARN, '--bucket', bucket, NONE], /--bucket must be the name of a bucket, and is `/] as const,
  ),
  ...['', 'exampleorgid', 'o-', 'o-short', 'O-exampleorgid', 'o-*'].flatMap((id) =>
    ['organization-id', 'source-organization-id'].map(
      (name) => [['check', ...GOOD, `--${name}`, id], new RegExp(`--${name} must be an organization ID`)] as const,
    ),
  ),
  ...['alias/trail', '1234abcd-12ab-34cd-56ef-1234567890ab', 'arn:aws:kms:us-east-1:111122223333:alias/trail'].map(
    (key) => [['check', ...GOOD, '--kms-key-arn', key], /--kms-key-arn must be the full ARN of a KMS key/] as const,
  ),
  ...['events', 'aws:arn:sns:us-east-1:111122223333:t', 'arn:aws:sqs:us-east-1:111122223333:t', `${TOPIC}.fifo`].map(
    (topic) => [['check', ...GOOD, '--topic-arn', topic], /--topic-arn must be the ARN of an SNS topic/] as const,
  ),
  [['check', ...GOOD, '--key-policy', 'key.json'], /--key-policy needs --kms-key-arn: whose policy is it\?/],
  [['plan', ...GOOD, '--topic-policy', 'topic.json'], /--topic-policy needs --topic-arn: whose policy is it\?/],
  [['check', ...ARN, '--key-policy', 'k.json', '--kms-key-arn', KEY], /--bucket is missing/],
  [['check', ...ARN, ...BUCKET, '--bucket-policy', '-', ...WITH_KEY, '-'], /only one document can come from `-`/],
  [['plan', ...GOOD, ...WITH_KEY, '-', ...WITH_TOPIC, '-'], /only one document can come from `-`/],
  [['check', ...GOOD, ...WITH_KEY, 'a', '--key-policy', 'b'], /--key-policy was given 2 times/],
  [['check', ...GOOD, ...WITH_KEY, 'absent.json'], /`absent\.json`: there is no such file/],
  [['check', ...GOOD, ...WITH_TOPIC, ''], /the name of a file is empty/],
  [['check', ...GOOD, '--bucket-key=yes'], /--bucket-key/],
  // What a command does not take.
  [['check', ...GOOD, '--out', 'x'], /`trailmend check` takes no --out/],
  [['plan', ...GOOD, '--yes'], /`trailmend plan` takes no --yes/],
  [['check', ...GOOD, '--document', 'key'], /`trailmend check` takes no --document/],
  [['policy', ...ARN, ...BUCKET, '--bucket-policy', 'a'], /`trailmend policy` takes no --bucket-policy/],
  [['policy', ...ARN, ...BUCKET, '--settings', 'a'], /`trailmend policy` takes no --settings/],
  [['explain', 'bucket-exists', ...ARN], /`trailmend explain` takes no --trail-arn/],
  [['check', 'bucket-exists', ...GOOD], /`bucket-exists`/],
  [['apply', ...GOOD], /--out DIR is missing/],
  [['apply', ...ARN], /apply writes to AWS: look at `trailmend plan` first, then add --yes/],
  [['apply'], /then add --yes/],
  [['apply', ...ARN, '--out', 'x'], /--out goes with documents/],
  [['apply', ...ARN, '--out', 'x', '--yes'], /--out goes with documents/],
  [['apply', ...GOOD, '--out', 'a', '--out', 'b'], /--out was given 2 times/],
  [['check', '--settings', 'absent.json'], /`absent\.json`: there is no such file/],
  [['check', '--bucket-owner', '1111'], /--bucket-owner must be an account ID of 12 digits, and is `1111`/],
  [['check', '--trail-arn', 'example'], /--trail-arn must be a trail's ARN/],
  [['policy', ...BUCKET], /--trail-arn is missing/],
  [
    ['policy', ...ARN, ...BUCKET, '--document', 'queue'],
    /--document must be bucket, key, topic or lake, and is `queue`/,
  ],
  [['policy', ...ARN, ...BUCKET, '--document', 'constructor'], /--document must be bucket, key, topic or lake/],
  [['policy', ...ARN, ...BUCKET, '--document', 'key'], /--kms-key-arn is missing: whose policy is it\?/],
  [['policy', ...ARN, ...BUCKET, '--document', 'topic'], /--topic-arn is missing: whose policy is it\?/],
  [
    ['policy', ...ARN, ...BUCKET, '--format', 'text'],
    /--format must be json, terraform, cloudformation or cdk, and is `text`/,
  ],
  [['policy', ...ARN, ...BUCKET, '--for', 'auditor'], /--for must be reader or admin, and is `auditor`/],
  [
    ['policy', ...ARN, ...BUCKET, '--for', 'reader', '--document', 'bucket'],
    /--document names the policy of a resource, and --for asks for the policy of people/,
  ],
  [['policy', ...ARN, '--for', 'reader'], /--bucket is missing/],
  [['policy', ...ARN, ...BUCKET, '--document', 'toString'], /--document must be bucket, key, topic or lake/],
  [
    ['policy', ...ARN, ...BUCKET, '--prefix', 'a&{b', '--format', 'terraform'],
    /--format terraform cannot say this policy, and json can: aws_iam_policy_document reads `&{` as `\${`/,
  ],
  [
    ['policy', ...ARN, ...BUCKET, '--prefix', 'e\u0301', '--format', 'terraform'],
    /--format terraform cannot say this policy, and json can: Terraform composes the accents/,
  ],
  [
    ['policy', ...ARN, ...BUCKET, '--prefix', '{{resolve:ssm:x}}', '--format', 'cloudformation'],
    /--format cloudformation cannot say this policy, and json can: CloudFormation fills in what stands behind/,
  ],
  [
    ['policy', ...ARN, ...BUCKET, '--prefix', '{{resolve:ssm:x}}', '--for', 'reader', '--format', 'cdk'],
    /--format cdk cannot say this policy, and json can/,
  ],
  [['explain'], /which check\? One of trail-exists, /],
  [['explain', 'bucket-exist'], /there is no check `bucket-exist`; there are trail-exists, /],
  [['explain', '__proto__'], /there is no check `__proto__`/],
  [['explain', 'bucket-exists', 'trail-exists'], /`trail-exists`/],
  [['explain', '\u001b[31mred\n'], /there is no check ` \[31mred `/],
  [['check', ...GOOD, '--source-trail-arn', 'other'], /--source-trail-arn must be a trail's ARN/],
  [['check', ...GOOD, '--source-trail-arn', `${OTHER},region=x`], /prefix=P and organization-id=o-ID/],
  [['check', ...GOOD, '--source-trail-arn', `${OTHER},prefix=a,prefix=b`], /once each/],
  [['check', ...GOOD, '--source-trail-arn', `${OTHER},organization-id=x`], /organization ID/],
  [['check', ...GOOD, '--source-trail-arn', OTHER.replace('arn:aws:', 'arn:aws-cn:')], /its own partition only/],
  [['policy', ...ARN, ...BUCKET, '--source-trail-arn', `${OTHER},prefix=a*b`], /prefix with `\*`/],
  [['check', ...GOOD, '--source-trail-arn', SINGLE.arn], /was named twice/],
  [['plan', ...GOOD, '--source-trail-arn', OTHER, '--source-trail-arn', `${OTHER},prefix=a`], /was named twice/],
];

describe('arguments that cannot be used', { concurrency: 2 }, () => {
  for (const [args, says] of ARGUMENTS) {
    const shown = args
      .join(' ')
      .replace(GOOD.join(' '), '…')
      .replaceAll(/[\p{Cc}\p{Cf}]/gu, '�');
    it(`\`${shown}\``, async () => assertRefused(await trailmend(args), says));
  }
});

describe('documents that cannot be used', { concurrency: 2 }, () => {
  const folder = new Folder();
  after(() => folder.remove());
  const refused = async (command: string, file: string, says: RegExp, start: Start = {}): Promise<void> =>
    assertRefused(await trailmend([command, ...ARN, ...BUCKET, '--bucket-policy', file], start), says);

  for (const [at, [name, content, says]] of [...unreadableDocuments, ...wrongStructures].entries()) {
    const command = at % 2 === 0 ? 'check' : 'plan';
    it(`${command}: ${name}`, () => refused(command, folder.write(`${at}.json`, content), says));
  }

  it('on standard input: nothing, and what is no JSON', async () => {
    await refused('check', '-', /`-`: not JSON/);
    await refused('plan', '-', /`-`: not JSON/, { input: 'policy' });
    await refused('plan', '-', /over 1 MiB/, { input: 'x'.repeat(5_000_000) });
  });

  it('a file that is not there', () => refused('check', 'absent.json', /`absent\.json`: there is no such file/));
  it('a file whose name is an attack', () =>
    refused('plan', 'a\n\u001b[31mb\u009b', /`a {2}\[31mb `: there is no such/));
  it('a file inside of a file', async () =>
    refused('check', `${folder.write('file', '{}')}/x.json`, /it cannot be read \(ENOTDIR\)/));
  it('a name that is too long', () => refused('check', 'x'.repeat(5000), /it cannot be read \(ENAMETOOLONG\)/));

  it('a folder', async () => {
    mkdirSync(`${folder.path}/folder`);
    await refused('check', `${folder.path}/folder`, /it is a folder/);
  });

  it('a link to itself', async () => {
    symlinkSync('loop', `${folder.path}/loop`);
    await refused('plan', `${folder.path}/loop`, /it cannot be read \(ELOOP\)/);
  });

  const skip = process.getuid?.() === 0 ? 'root may read every file, so that none can be forbidden' : false;
  it('a file that one may not read', { skip }, async () => {
    const file = folder.write('forbidden.json', JSON.stringify(documentedPolicy(SINGLE)));
    chmodSync(file, 0o000);
    await refused('check', file, /it cannot be read \(EACCES\)/);
  });
});
