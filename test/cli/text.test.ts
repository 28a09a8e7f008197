import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../shared/policy/json.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { SINGLE } from '../trail/trails.ts';
import { ACL, but, LOCK, policyOf, UNTOLD, WRITE } from './situations.ts';
import { argumentsFor, handOver, trailmend } from './trailmend.ts';

async function said(command: string, policy: JsonObject | null, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const { args, input } = handOver(policy);
  const { output, errors } = await trailmend([command, ...argumentsFor(SINGLE), ...args], { input, env });
  assert.equal(errors, '');
  return output;
}

const healthy = documentedPolicy(SINGLE);
const typo = but(ACL, { Sid: 'Typo', Action: 's3.GetBucketAcl' });

describe('text is for people', { concurrency: 2 }, () => {
  it('a healthy trail is one line', async () => {
    assert.equal(await said('check', healthy), '✔ example → example-logs: delivers\n');
    assert.equal(await said('plan', healthy), '✔ nothing to change\n');
  });

  it('check: the verdict, then findings with their proof, then notes, then the next command', async () => {
    const lines = (await said('check', policyOf(typo, UNTOLD, LOCK))).split('\n');
    const forms = [
      /^✗ example → example-logs: does not deliver$/,
      /^ {2}✗ critical {2}\S/,
      /^ {14}bucket-policy-allows-acl-check$/,
      /^ {14}refused: s3:GetBucketAcl arn:aws:s3:::example-logs$/,
      /^ {2}✗ critical {2}.*`Lock`/,
      /^ {14}bucket-policy-has-no-blocking-deny$/,
      /^ {14}refused: s3:PutObject arn:aws:s3:::example-logs\/AWSLogs\/111122223333\/CloudTrail\//,
      /^ {2}\? critical {2}\S/,
      /^ {14}bucket-policy-allows-log-delivery$/,
      /^ {2}note: .*`Typo`/,
      /^$/,
      /^next, to see the change to make, with the same document on standard input:$/,
      /^ {2}trailmend plan --trail-arn arn:\S+ --bucket example-logs --bucket-policy -$/,
      /^$/,
    ];
    for (const [at, form] of forms.entries()) assert.match(lines[at] ?? 'nothing more', form);
    assert.equal(lines.length, forms.length);
  });

  it('plan: the lines to add, then what is left to people, then notes', async () => {
    const output = await said('plan', policyOf(typo, WRITE, LOCK));
    const added = output.split('\n').filter((line) => line.startsWith('    + '));
    assert.deepEqual(JSON.parse(added.map((line) => line.slice(6)).join('\n')), ACL);
    const places = [
      'arn:aws:s3:::example-logs: ',
      '    + {',
      'left to a person:',
      '✗ statement 2',
      '  bucket-policy-has-no-blocking-deny',
      'note: ',
    ];
    const found = places.map((place) => output.indexOf(place));
    assert.ok(!found.includes(-1), output);
    assert.deepEqual(
      found,
      found.toSorted((one, other) => one - other),
    );
  });

  it('plan: a statement that is turned back stands there as it was and as it will be', async () => {
    const output = await said('plan', policyOf(ACL, but(WRITE, { Effect: 'Deny' })));
    assert.match(output, /^ {2}statement 1, its Effect turned back$/m);
    const signed = (sign: string) =>
      output
        .split('\n')
        .filter((line) => line.startsWith(`    ${sign} `))
        .map((line) => line.slice(6));
    assert.deepEqual(JSON.parse(signed('-').join('\n')), but(WRITE, { Effect: 'Deny' }));
    assert.deepEqual(JSON.parse(signed('+').join('\n')), WRITE);
  });
});

const ESCAPE = '\u001b';

describe('colour is for terminals', { concurrency: 2 }, () => {
  for (const command of ['check', 'plan']) {
    for (const policy of [healthy, policyOf(typo, UNTOLD, LOCK)]) {
      it(`${command}: a pipe gets none, ${policy === healthy ? 'all is well' : 'much is wrong'}`, async () => {
        const plain = await said(command, policy);
        assert.ok(!plain.includes(ESCAPE), JSON.stringify(plain));
        // The same text has colours where they are asked for: without them this test would see nothing.
        const coloured = await said(command, policy, { FORCE_COLOR: '1' });
        assert.ok(coloured.includes(ESCAPE));
        assert.equal(coloured.replaceAll(new RegExp(`${ESCAPE}\\[[0-9;]*m`, 'g'), ''), plain);
      });
    }
  }
});

/** What a terminal would act on: colours, the bell, a title, a jump back, C1 controls, and signs that turn text around. */
const HOSTILE = `${ESCAPE}[31mred\u0007${ESCAPE}]0;title\u0007\u0000\b\r\n✔ all is well\u007f\u0085\u009b2J\u202egnorw\u200b`;
const hostile: Readonly<Record<string, JsonObject>> = {
  'the Sid of a Deny': policyOf(ACL, WRITE, but(LOCK, { Sid: HOSTILE })),
  'the Sid and action of a statement that matches nothing': policyOf(
    but(typo, { Sid: HOSTILE, Action: HOSTILE }),
    WRITE,
  ),
  'a resource that is none': policyOf(ACL, WRITE, but(typo, { Resource: HOSTILE })),
  'a condition key that is not known': policyOf(
    ACL,
    but(WRITE, { Condition: { StringEquals: { [HOSTILE]: HOSTILE } } }),
  ),
  'an operator that there is not': policyOf(ACL, but(WRITE, { Condition: { [HOSTILE]: { 'aws:SourceArn': 'x' } } })),
};
const CONTROLS = /[\p{Cc}\p{Cf}]/u;

describe('what others wrote never reaches the terminal raw', { concurrency: 2 }, () => {
  for (const [name, policy] of Object.entries(hostile)) {
    it(`check: ${name}`, async () => {
      const output = await said('check', policy);
      assert.match(output, /\[31mred/);
      assert.doesNotMatch(output.replaceAll('\n', ''), CONTROLS);
      // A line break inside of it starts no line of its own.
      assert.doesNotMatch(output, /^✔ all is well/m);
    });
  }

  it('plan: the Sid of a Deny, in the message and in the statement to paste', async () => {
    const sid = HOSTILE.replaceAll(/[\u007f-\u009f\p{Cf}]/gu, '');
    const output = await said('plan', policyOf(ACL, WRITE, but(LOCK, { Sid: sid })));
    assert.match(output, /^✗ .*\[31mred/m);
    assert.match(output, /\\u001b\[31mred\\u0007/);
    assert.doesNotMatch(output.replaceAll('\n', ''), CONTROLS);
  });
});
