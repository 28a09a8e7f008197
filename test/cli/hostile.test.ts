import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parseApiCall } from '../../shared/events/api-call.ts';
import { asEvent, recordWith } from '../events/event.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { SINGLE, trailWith } from '../trail/trails.ts';
import { ACL, but, LOCK, policyOf, WRITE } from './situations.ts';
import { argumentsFor, Folder, handOver, ROOT, trailmend } from './trailmend.ts';

describe('text that others control, and input that cannot be kept', () => {
  it('a user agent cut inside of a surrogate pair stays text that can be sent (SNS client: URIError)', () => {
    const call = parseApiCall(asEvent(recordWith({ userAgent: `${'a'.repeat(299)}😀${'b'.repeat(9)}` })));
    assert.doesNotThrow(() => encodeURIComponent(call?.actor.userAgent ?? ''));
  });
  it('a lone surrogate of the event itself, too', () => {
    const call = parseApiCall(asEvent(recordWith({ userAgent: 'a\ud800b' })));
    assert.doesNotThrow(() => encodeURIComponent(call?.actor.userAgent ?? ''));
  });
  it('plan as text: C1 controls, DEL and signs that turn text around never reach the terminal raw', async () => {
    const { args, input } = handOver(policyOf(ACL, WRITE, but(LOCK, { Sid: 'x\u009b31mred\u007f\u202egnorw' })));
    const { output } = await trailmend(['plan', ...argumentsFor(SINGLE), ...args], { input });
    assert.doesNotMatch(output.replaceAll('\n', ''), /[\p{Cc}\p{Cf}]/u);
  });
  for (const [command, format] of [
    ['check', 'json'],
    ['check', 'sarif'],
    ['plan', 'json'],
  ] as const) {
    it(`${command} as ${format}: nor do they as ${format}, which says the same`, async () => {
      const Sid = 'x\u009b31mred\u007f\u202egnorw';
      const { args, input } = handOver(policyOf(ACL, WRITE, but(LOCK, { Sid })));
      const all = [command, ...argumentsFor(SINGLE), ...args, '--format', format];
      const { output } = await trailmend(all, { input });
      assert.doesNotMatch(output.replaceAll('\n', ''), /[\p{Cc}\p{Cf}]/u);
      assert.ok(format === 'sarif' || JSON.stringify(JSON.parse(output)).includes(JSON.stringify(Sid)));
    });
  }
  it('check as SARIF: a Sid makes no link (SARIF 2.1.0, 3.11.6)', async () => {
    const Sid = 'look [here](https://evil.example/) and [there](1)';
    const { args, input } = handOver(policyOf(ACL, WRITE, but(LOCK, { Sid })));
    const all = ['check', ...argumentsFor(SINGLE), ...args, '--format', 'sarif'];
    const { output } = await trailmend(all, { input });
    assert.match(output, /evil\.example/);
    assert.doesNotMatch(output, /\]\(/);
  });
  it('a result that could not be written is a failure', {
    skip: existsSync('/dev/full') ? false : 'no /dev/full',
  }, () => {
    const full = openSync('/dev/full', 'w');
    const { args, input } = handOver(documentedPolicy(SINGLE));
    const ran = spawnSync(process.execPath, [join(ROOT, 'cli/main.ts'), 'check', ...argumentsFor(SINGLE), ...args], {
      input,
      stdio: ['pipe', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);
    assert.equal(ran.status, 1);
    assert.match(ran.stderr, /^trailmend: .*\n$/);
  });
  it('FILE lies where the command was started, also inside of another npm script', async () => {
    const folder = new Folder();
    folder.write('policy.json', JSON.stringify(documentedPolicy(SINGLE)));
    const env = { INIT_CWD: ROOT, npm_lifecycle_event: 'deploy' };
    const ran = await trailmend(['check', ...argumentsFor(SINGLE), '--bucket-policy', 'policy.json'], {
      directory: folder.path,
      env,
    });
    folder.remove();
    assert.equal(ran.exitCode, 0, ran.errors);
  });
  it('a prefix with a wildcard sign is refused, since a witness with one would break the contract', async () => {
    const { errors, exitCode } = await trailmend([
      'check',
      ...argumentsFor(trailWith({ prefix: 'a*b' })),
      '--no-bucket-policy',
    ]);
    assert.equal(exitCode, 1);
    assert.match(errors, /^trailmend: a prefix with `\*`.*\n$/);
  });
  it('a number that JSON.stringify changes stays as it was written, or is refused', async () => {
    const text = JSON.stringify(policyOf(but(WRITE, { Condition: { NumericEquals: { 's3:max-keys': 0 } } }))).replace(
      '"s3:max-keys":0',
      '"s3:max-keys":12345678901234567890',
    );
    const { output } = await trailmend(['plan', ...argumentsFor(SINGLE), '--bucket-policy', '-', '--format', 'json'], {
      input: text,
    });
    assert.ok(output === '' || output.includes('12345678901234567890'));
  });
  it('1e400 is not turned into null', async () => {
    const text = JSON.stringify(policyOf(but(WRITE, { Condition: { NumericEquals: { 's3:max-keys': 0 } } }))).replace(
      '"s3:max-keys":0',
      '"s3:max-keys":1e400',
    );
    const { output } = await trailmend(['check', ...argumentsFor(SINGLE), '--bucket-policy', '-'], { input: text });
    assert.doesNotMatch(output, /is null/);
  });
  it('bytes that are no UTF-8 are refused instead of being written back as U+FFFD', async () => {
    const input = Buffer.from(JSON.stringify(policyOf(but(ACL, { Sid: 'caf\xe9' }))), 'latin1');
    const { output } = await trailmend(['plan', ...argumentsFor(SINGLE), '--bucket-policy', '-', '--format', 'json'], {
      input,
    });
    assert.doesNotMatch(output, /\ufffd/);
  });
  it('the one line on stderr is bounded', async () => {
    const input = JSON.stringify({ Statement: [], ['x'.repeat(900_000)]: 1 });
    const { errors } = await trailmend(['check', ...argumentsFor(SINGLE), '--bucket-policy', '-'], { input });
    assert.ok(errors.length < 2000, `${errors.length} characters`);
  });
  it('an empty error code is no failure (corpus 080, "ok")', () => {
    assert.notEqual(parseApiCall(asEvent(recordWith({ errorCode: '' }))), null);
  });
  it('an empty FILE is not a folder', async () => {
    const { errors } = await trailmend(['check', ...argumentsFor(SINGLE), '--bucket-policy', '']);
    assert.doesNotMatch(errors, /folder/);
  });
});
