import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import type { JsonObject } from '../../shared/policy/json.ts';
import { SINGLE } from '../trail/trails.ts';
import { ACL, but, LOCK, policyOf, WRITE } from './situations.ts';
import { argumentsFor, Folder, ROOT, run } from './trailmend.ts';

/** Runs a program in a terminal of its own, this many columns wide, and passes on all that it drew. */
const TERMINAL = `
import fcntl, os, pty, struct, sys, termios
columns, command = int(sys.argv[1]), sys.argv[2:]
leader, follower = pty.openpty()
fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack('HHHH', 24, columns, 0, 0))
child = os.fork()
if child == 0:
    os.setsid()
    for stream in (0, 1, 2): os.dup2(follower, stream)
    os.execv(command[0], command)
os.close(follower)
while True:
    try: drawn = os.read(leader, 65536)
    except OSError: break
    if not drawn: break
    sys.stdout.buffer.write(drawn)
os.waitpid(child, 0)
`;

const skip =
  spawnSync('python3', ['-c', 'import pty, fcntl, termios']).status === 0 ? false : 'no python3 that has pty';
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

describe('in a terminal', { skip, concurrency: 2 }, () => {
  const folder = new Folder();
  after(() => folder.remove());
  const without = but(WRITE, { Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } } });
  const broken = folder.write('broken.json', JSON.stringify(policyOf(without, LOCK)));

  async function drawn(
    command: string,
    { columns = 72, file = broken, env = {} }: { columns?: number; file?: string; env?: NodeJS.ProcessEnv } = {},
  ): Promise<string> {
    const cli = [
      process.execPath,
      join(ROOT, 'cli', 'main.ts'),
      command,
      ...argumentsFor(SINGLE),
      '--bucket-policy',
      file,
    ];
    const { output, errors } = await run('python3', ['-c', TERMINAL, String(columns), ...cli], {
      env: { TERM: 'xterm', ...env },
    });
    assert.equal(errors, '');
    // A terminal's line discipline writes both.
    return output.replaceAll('\r\n', '\n');
  }

  for (const command of ['check', 'plan'])
    it(`${command}: prose is as wide as the terminal; what is copied stays in one line`, async () => {
      const output = stripVTControlCharacters(await drawn(command));
      const prose = output
        .split('\n')
        .filter((line) => !/^ {2}trailmend |^ {4}[ +]/.test(line) || /^ {14}\S/.test(line));
      assert.ok(prose.length > 3, output);
      for (const line of prose) assert.ok(line.length <= 72 || !line.trim().includes(' '), line);
      const next = output.split('\n').at(-2) ?? '';
      assert.ok(next.startsWith('  trailmend ') && next.length > 72, next);
      assert.ok(output.split('\n').length > (await drawn(command, { columns: 120 })).split('\n').length);
    });

  it('colours are drawn, and nothing else is done to the terminal', async () => {
    const output = await drawn('check');
    assert.match(output, COLOURS);
    assert.doesNotMatch(output.replaceAll(COLOURS, '').replaceAll('\n', ''), /[\p{Cc}\p{Cf}]/u);
  });

  for (const env of [{ NO_COLOR: '1' }, { TERM: 'dumb' }, { FORCE_COLOR: '0' }])
    it(`${JSON.stringify(env)}: no colours`, async () =>
      assert.doesNotMatch((await drawn('check', { env })).replaceAll('\n', ''), /\p{Cc}/u));

  const hostile: Readonly<Record<string, JsonObject>> = {
    'a Sid of 100 KB': policyOf(ACL, WRITE, but(LOCK, { Sid: 'S'.repeat(100_000) })),
    'a Sid of 100 KB of bidirectional signs and escapes': policyOf(
      ...[ACL, WRITE, but(LOCK, { Sid: '\u202e\u2066\u001b[2J\u001b]52;c;eA==\u0007'.repeat(6_000) })],
    ),
    'an action of 100 KB': policyOf(ACL, but(WRITE, { Action: `s3.${'A'.repeat(100_000)}` })),
    'a thousand marks over one sign': policyOf(ACL, WRITE, but(LOCK, { Sid: `a${'\u0301'.repeat(1_000)}` })),
  };
  for (const [name, policy] of Object.entries(hostile))
    for (const command of ['check', 'plan'])
      it(`${command}: ${name} is bounded, and moves nothing`, async () => {
        const file = folder.write(`${command}-${name}.json`, JSON.stringify(policy));
        const output = await drawn(command, { file });
        assert.doesNotMatch(output.replaceAll(COLOURS, '').replaceAll('\n', ''), /[\p{Cc}\p{Cf}]/u);
        assert.ok(output.length < 80_000, `${output.length} characters`);
      });
});
