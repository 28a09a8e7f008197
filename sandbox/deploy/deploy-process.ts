/**
 * Deploys a CDK app onto the engine, in a process of its own: the CDK's toolkit reads where AWS is from the
 * environment, and its work must not keep the side-car waiting. Progress goes to stderr, the outputs to stdout.
 *
 * Arguments: the command that is the app, the folder for the assembly, the environment (`aws://ACCOUNT/REGION`).
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BootstrapEnvironments, type IIoHost, StackSelectionStrategy, Toolkit } from '@aws-cdk/toolkit-lib';
import { withoutUnsupported } from './unsupported-resources.ts';

const [app = '', folder = '', environment = ''] = process.argv.slice(2);

// The parent holds the other end: without a parent there is nothing to deploy for, and the app is to end too.
process.stdin.on('end', () => process.kill(-process.pid, 'SIGKILL')).resume();

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

const ioHost: IIoHost = {
  notify: async (message) => {
    if (message.level === 'error') say(message.message);
  },
  requestResponse: async (message) => message.defaultResponse,
};

function dropUnsupported(): void {
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.template.json'))) {
    const path = join(folder, name);
    const { template, dropped } = withoutUnsupported(JSON.parse(readFileSync(path, 'utf8')));
    for (const resource of dropped) say(`left out, since the local engine cannot make it: ${resource}`);
    if (dropped.length > 0) writeFileSync(path, JSON.stringify(template));
  }
}

async function deploy(): Promise<Record<string, string>> {
  const toolkit = new Toolkit({ ioHost, color: false, emojis: false });
  const source = await toolkit.fromCdkApp(app, { outdir: folder, resolveDefaultEnvironment: false, lookups: false });
  say('synthesizing the app, and bootstrapping the account');
  const [assembly] = await Promise.all([
    toolkit.synth(source),
    toolkit.bootstrap(BootstrapEnvironments.fromList([environment])),
  ]);
  await assembly.dispose();
  dropUnsupported();
  say('creating what is in it');
  const { stacks } = await toolkit.deploy(await toolkit.fromAssemblyDirectory(folder), {
    stacks: { strategy: StackSelectionStrategy.ALL_STACKS },
  });
  return Object.assign({}, ...stacks.map((stack) => stack.outputs));
}

deploy().then(
  (outputs) => {
    process.stdout.write(JSON.stringify(outputs));
    process.exit(0);
  },
  (error: unknown) => {
    say(error instanceof Error ? error.message : String(error));
    process.exit(1);
  },
);
