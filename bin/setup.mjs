#!/usr/bin/env node
// Sets up what a command needs, once, and runs it: npm run demo | test | fuzz | synth | deploy | templates.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './run.mjs';
import { SetupError, say } from './setup-error.mjs';
import { installPackages, requireNode } from './setup-node.mjs';
import { installEngine } from './setup-python.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CDK = 'node_modules/aws-cdk/bin/cdk';
const COMMANDS = {
  demo: { args: ['sandbox/demo.ts'], needsEngine: true },
  test: { args: ['scripts/test.ts'], needsEngine: true },
  fuzz: { args: ['scripts/fuzz.ts'], needsEngine: false },
  synth: { args: [CDK, 'synth', '--quiet'], needsEngine: false },
  // An organization has more stacks than one.
  deploy: { args: [CDK, 'deploy', '--all'], needsEngine: false },
  templates: { args: ['infra/templates.ts'], needsEngine: false },
};

async function main([name, ...rest]) {
  const command = Object.hasOwn(COMMANDS, name ?? '') ? COMMANDS[name] : undefined;
  if (command === undefined) throw new SetupError(`say which command to run: ${Object.keys(COMMANDS).join(', ')}`);
  requireNode();
  await installPackages(ROOT);
  if (command.needsEngine) await installEngine(ROOT);
  const bin = join(ROOT, 'node_modules', '.bin');
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH ?? ''}` };
  return run(join(bin, 'node'), [...command.args, ...rest], { cwd: ROOT, env });
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    if (!(error instanceof SetupError)) throw error;
    say(`✗ ${error.message}`);
    process.exitCode = 1;
  },
);
