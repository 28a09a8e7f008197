import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { ROOT, trailmend } from './trailmend.ts';

it('the help has every command, and every option that a shell completes', async () => {
  const help = await trailmend(['help']);
  assert.deepEqual([help.exitCode, help.errors], [0, '']);
  const { output: script } = await trailmend(['completion', 'fish']);
  const options = [...script.matchAll(/ -l ([a-z-]+)/g)].map(([, name]) => `--${name}`);
  const commands = [...script.matchAll(/__fish_use_subcommand -a (\S+)/g)].map(([, name]) => `  trailmend ${name}`);
  assert.ok(options.length > 20 && commands.length > 5);
  const missing = [...options, ...commands].filter((word) => word !== '--help' && !help.output.includes(word));
  assert.deepEqual(missing, []);
});

it('--help, -h and help say the same, and so does a command', async () => {
  const [help, ...others] = await Promise.all(
    [['help'], ['--help'], ['-h'], [], ['check', '--help']].map((args) => trailmend(args)),
  );
  for (const other of others) assert.deepEqual(other, help);
});

it('--version is that of the package', async () => {
  const { version }: { version: string } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  assert.deepEqual(await trailmend(['--version']), { exitCode: 0, output: `trailmend ${version}\n`, errors: '' });
});
