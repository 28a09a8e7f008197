import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { documentedPolicy } from '../trail/documented.ts';
import { KEY, ORGANIZATION, SINGLE, trailWith } from '../trail/trails.ts';
import type { Situation } from './printed.ts';
import { ACL, ANYBODY, LOCK, policyOf, reworded, UNTOLD, WRITE } from './situations.ts';
import { argumentsFor, Folder, handOver, ROOT, run, trailmend } from './trailmend.ts';

const healthy = documentedPolicy(SINGLE);

/** A situation, and how `check` and `plan` exit on it. */
const CODES: readonly [name: string, situation: Situation, check: number, plan: number][] = [
  ['nothing is wrong', { trail: SINGLE, policy: healthy }, 0, 0],
  [
    'only advice is to be given',
    { trail: SINGLE, policy: policyOf(ACL, reworded(WRITE, 'aws:SourceArn', 'aws:sourcearn')) },
    0,
    0,
  ],
  ['a statement is missing', { trail: SINGLE, policy: policyOf(ACL) }, 2, 2],
  ['there is no policy', { trail: SINGLE, policy: null }, 2, 2],
  ['a Deny is in the way, which is left to people', { trail: SINGLE, policy: policyOf(ACL, WRITE, LOCK) }, 2, 2],
  ['it cannot be told, and nothing would tell it', { trail: SINGLE, policy: policyOf(ACL, UNTOLD) }, 1, 1],
  ['it cannot be told, and a statement would settle it', { trail: SINGLE, policy: policyOf(ACL, ANYBODY) }, 1, 2],
  ['something is broken and something else cannot be told', { trail: SINGLE, policy: policyOf(UNTOLD) }, 2, 2],
  [
    'only digests are cut off',
    {
      trail: trailWith({ logFileValidation: true }),
      policy: policyOf(ACL, reworded(WRITE, '3333/*', '3333/CloudTrail/*')),
    },
    2,
    2,
  ],
  ['an organization is left out', { trail: ORGANIZATION, policy: policyOf(ACL, WRITE) }, 2, 2],
  [
    'of two trails the second is cut off',
    { trail: SINGLE, policy: healthy, more: ['--source-trail-arn', trailWith({ name: 'second' }).arn] },
    2,
    2,
  ],
  ['a key is named whose own policy nobody gave', { trail: trailWith({ kmsKeyArn: KEY }), policy: healthy }, 0, 0],
];

describe('the exit code tells what was found', { concurrency: 2 }, () => {
  for (const [name, { trail, policy, more = [] }, check, plan] of CODES) {
    it(name, async () => {
      const { args, input } = handOver(policy);
      const codes: (number | null)[] = [];
      for (const command of ['check', 'plan']) {
        const { exitCode, output, errors } = await trailmend([command, ...argumentsFor(trail), ...args, ...more], {
          input,
        });
        assert.equal(errors, '');
        assert.notEqual(output, '');
        codes.push(exitCode);
      }
      assert.deepEqual(codes, [check, plan]);
    });
  }
});

describe('the command line is started', () => {
  const folder = new Folder();
  after(() => folder.remove());

  it('by npm, from another folder: FILE lies there, and nothing but the result is printed', async () => {
    folder.write('policies/only-here.json', JSON.stringify(policyOf(ACL)));
    const args = ['check', ...argumentsFor(SINGLE), '--bucket-policy', 'only-here.json', '--format', 'json'];
    const start = { directory: `${folder.path}/policies` };
    const byNpm = await run('npm', ['--prefix', ROOT, 'run', '-s', 'trailmend', '--', ...args], start);
    const direct = await trailmend(args, start);
    assert.equal(byNpm.exitCode, 2, byNpm.errors);
    assert.deepEqual(byNpm, direct);
    assert.equal(JSON.parse(byNpm.output).delivers, false);
  });

  it('by npm, with the policy on standard input and an exit code of 1', async () => {
    const args = ['check', ...argumentsFor(SINGLE), '--bucket-policy', '-'];
    const { exitCode, output, errors } = await run('npm', ['run', '-s', 'trailmend', '--', ...args], {
      directory: ROOT,
      input: '{',
    });
    assert.deepEqual([exitCode, output], [1, '']);
    assert.match(errors, /^trailmend: `-`: not JSON: .*\n$/);
  });

  for (const args of [[], ['help'], ['plan', '--bucket', 'x', '--help']]) {
    it(`with \`${args.join(' ')}\`: the help names every option and exits with 0`, async () => {
      const { exitCode, output, errors } = await trailmend(args);
      assert.deepEqual([exitCode, errors], [0, '']);
      const options = 'trail-arn bucket bucket-policy no-bucket-policy prefix organization-id source-organization-id';
      const further = 'kms-key-arn key-policy topic-arn topic-policy bucket-key bucket-owner settings out yes document';
      for (const option of `${options} ${further} log-file-validation source-trail-arn format`.split(' '))
        assert.match(output, new RegExp(`--${option}\\b`));
    });
  }

  for (const [policy, code] of [
    [healthy, 0],
    [policyOf(ACL), 2],
  ] as const) {
    it(`with a reader that goes away: the exit code stays ${code}, and nothing is said`, async () => {
      const { args, input } = handOver(policy);
      const start = { input, readerLeaves: true };
      const { exitCode, errors } = await trailmend(['check', ...argumentsFor(SINGLE), ...args], start);
      assert.deepEqual([exitCode, errors], [code, '']);
    });
  }
});
