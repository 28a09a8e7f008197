import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import {
  ARCHIVE,
  deployOf,
  KEYS,
  MANAGEMENT,
  MEMBER,
  MEMBER_TRAIL,
  ORGANIZATION_TRAIL,
  organizationWith,
  SECURITY,
} from './organization.ts';
import { newFolder, runScript } from './script.ts';

const folder = newFolder();
after(() => rmSync(folder, { recursive: true, force: true }));

const TRAILS = { trails: [ORGANIZATION_TRAIL, { ...MEMBER_TRAIL, topicArn: `arn:aws:sns:us-east-2:${MEMBER}:t` }] };
const SETTINGS = organizationWith(TRAILS, { hubAccount: SECURITY, destinations: 'templates' });

const print = (out: string, settings = SETTINGS) =>
  runScript(folder, 'templates', settings, '--out', join(folder, out));
const read = (...names: string[]) => readFileSync(join(folder, ...names), 'utf8');

describe('npm run templates', () => {
  const { status, stdout, stderr } = print('out/new');

  it('writes one template for each account that the app does not deploy to, and says so', () => {
    assert.deepEqual([status, stderr], [0, '']);
    assert.equal(stdout, `3 templates in \`${join(folder, 'out/new')}\`: see README.txt\n`);
    const accounts = [MEMBER, ARCHIVE, KEYS];
    assert.deepEqual(readdirSync(join(folder, 'out/new')).sort(), [
      ...accounts.map((account) => `${account}.template.json`),
      'README.txt',
    ]);
  });

  it('writes what the StackSet of the account would place', () => {
    const { stackSets } = deployOf(organizationWith(TRAILS, { hubAccount: SECURITY }));
    assert.equal(stackSets.size, 3);
    for (const { properties } of stackSets.values()) {
      const [account = ''] = properties.StackInstancesGroup[0]?.DeploymentTargets.Accounts ?? [];
      assert.deepEqual(JSON.parse(read('out/new', `${account}.template.json`)), JSON.parse(properties.TemplateBody));
    }
  });

  it('writes down how they are deployed: each in every Region of its account', () => {
    const text = read('out/new', 'README.txt');
    const commands = text.split('\n').filter((line) => line.includes('cloudformation deploy'));
    assert.deepEqual(
      commands.map((line) => /--template-file (\d+)\.template\.json .* --region (\S+)$/.exec(line)?.slice(1)),
      [
        ...[
          [MEMBER, 'eu-west-1'],
          [MEMBER, 'us-east-2'],
          [ARCHIVE, 'eu-west-1'],
          [KEYS, 'eu-west-1'],
        ],
      ],
    );
    for (const line of commands)
      assert.match(line, /--stack-name TrailmendDestination .*--capabilities CAPABILITY_NAMED_IAM/);
    assert.ok(!text.includes(MANAGEMENT) && !text.includes(SECURITY), text);
  });

  it('writes a template without white space where it would be too large to be deployed by its file', () => {
    const areas = [
      'eu-west',
      'us-east',
      'us-west',
      'ap-northeast',
      'ap-southeast',
      'eu-central',
      'sa-east',
      'ca-central',
    ];
    const regions = areas.flatMap((area) => [`${area}-1`, `${area}-2`]);
    const trails = regions.flatMap((region) =>
      [1, 2].map((number) => ({
        ...{ trailArn: `arn:aws:cloudtrail:${region}:${MEMBER}:trail/t${number}`, bucket: `logs-${region}-${number}` },
        topicArn: `arn:aws:sns:${region}:${MEMBER}:t`,
      })),
    );
    const { stderr } = print('out/large', organizationWith({ trails }, SETTINGS.organization));
    assert.equal(stderr, '');
    const text = read('out/large', `${MEMBER}.template.json`);
    assert.ok(Buffer.byteLength(text) <= 51_200, `${Buffer.byteLength(text)} bytes`);
    const indented = JSON.stringify(JSON.parse(text), null, 1);
    assert.ok(Buffer.byteLength(indented) > 51_200, `the case is too small: ${Buffer.byteLength(indented)} bytes`);
  });

  it('writes over its own templates, and names those of accounts that are not there any more', () => {
    writeFileSync(join(folder, 'out/new', 'notes.md'), 'mine');
    const fewer = organizationWith({ trails: [ORGANIZATION_TRAIL] }, SETTINGS.organization);
    const again = print('out/new', { ...fewer, alertOnly: true });
    assert.equal(
      again.stdout,
      `2 templates in \`${join(folder, 'out/new')}\`: see README.txt\n` +
        `\`${MEMBER}.template.json\` is of an account that has nothing any more: delete its stacks, and the file\n`,
    );
    assert.ok(!read('out/new', `${ARCHIVE}.template.json`).includes('s3:PutBucketPolicy'));
    assert.equal(read('out/new', 'notes.md'), 'mine');
    assert.ok(!read('out/new', 'README.txt').includes(MEMBER));
  });
});

describe('npm run templates refuses in one sentence', () => {
  const refusal = (settings: typeof SETTINGS, ...args: string[]) => {
    const { status, stdout, stderr } = runScript(folder, 'templates', settings, ...args);
    assert.deepEqual([status, stdout], [1, '']);
    return stderr;
  };

  it('to guess a folder', () => {
    assert.equal(refusal(SETTINGS), 'say which folder to write to: `npm run templates -- --out DIR`\n');
    assert.match(refusal(SETTINGS, '--to', 'x'), /^Unknown option '--to'.*\n$/);
  });

  it('what the deploy places anyway', () => {
    const needless =
      'no template is needed: `npm run deploy` places everything, unless `organization.destinations` is `templates`\n';
    assert.equal(refusal(organizationWith(), '--out', join(folder, 'none')), needless);
  });

  it('a folder that is a file', () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, 'mine');
    assert.equal(
      refusal(SETTINGS, '--out', file),
      `the templates cannot be written to \`${file}\`: it is not a folder\n`,
    );
    assert.equal(readFileSync(file, 'utf8'), 'mine');
  });
});
