/**
 * Works on the stacks of a CDK app that belong to one account, in a process of its own: the CDK's toolkit reads where AWS is
 * from the environment, and its work must not keep the side-car waiting. Progress goes to stderr, what came of it to stdout.
 *
 * Arguments: `deploy` or `destroy`; the folder for the assembly; the account as which the environment calls; and the command
 * that is the app, where the assembly is not there yet.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  BootstrapEnvironments,
  type IIoHost,
  StackSelectionStrategy,
  type StackSelector,
  Toolkit,
} from '@aws-cdk/toolkit-lib';
import type { Deployed } from './deployed.ts';
import { isPlayed, splitPlayed, tellingPlayed } from './played-resources.ts';
import { withoutUnsupported } from './unsupported-resources.ts';

const [task = '', folder = '', account = '', app = ''] = process.argv.slice(2);

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

const toolkit = new Toolkit({ ioHost, color: false, emojis: false });

function adaptTemplates(): void {
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.template.json'))) {
    const path = join(folder, name);
    const before = readFileSync(path, 'utf8');
    const { template, dropped } = withoutUnsupported(tellingPlayed(JSON.parse(before)));
    for (const resource of dropped.filter((one) => !isPlayed(one.split(' ')[0])))
      say(`left out, since the local engine cannot make it: ${resource}`);
    const after = JSON.stringify(template);
    if (after !== JSON.stringify(JSON.parse(before))) writeFileSync(path, after);
  }
}

/** Makes the assembly, and bootstraps the environment that most lies in meanwhile. */
async function synthesize(): Promise<void> {
  const source = await toolkit.fromCdkApp(app, { outdir: folder, resolveDefaultEnvironment: false, lookups: false });
  say('synthesizing the app, and bootstrapping the account');
  const home = `aws://${account}/${process.env['AWS_REGION']}`;
  const [assembly] = await Promise.all([
    toolkit.synth(source),
    toolkit.bootstrap(BootstrapEnvironments.fromList([home])),
  ]);
  await assembly.dispose();
  adaptTemplates();
}

type Stack = { readonly id: string; readonly account: string; readonly environment: string };

/** Every stack of the assembly; one that names no account belongs to whoever deploys it. */
async function readStacks(): Promise<Stack[]> {
  const assembly = await toolkit.synth(await toolkit.fromAssemblyDirectory(folder));
  const stacks = assembly.cloudAssembly.stacksRecursively.map(({ hierarchicalId: id, environment }): Stack => {
    const isOpen = environment.account === 'unknown-account';
    return { id, account: isOpen ? account : environment.account, environment: environment.name };
  });
  await assembly.dispose();
  return stacks;
}

async function deploy(stacks: StackSelector): Promise<Omit<Deployed, 'otherAccounts'>> {
  const { stacks: deployed } = await toolkit.deploy(await toolkit.fromAssemblyDirectory(folder), { stacks });
  const told = deployed.map(({ outputs, environment }) => ({ ...splitPlayed(outputs), environment }));
  return {
    outputs: Object.assign({}, ...told.map(({ outputs }) => outputs)),
    played: told.flatMap(({ played, environment }) => played.map((resource) => ({ ...resource, ...environment }))),
  };
}

async function run(): Promise<Deployed> {
  if (app !== '') await synthesize();
  const stacks = await readStacks();
  const otherAccounts = [...new Set(stacks.map((stack) => stack.account))].filter((other) => other !== account);
  const own = stacks.filter((stack) => stack.account === account);
  const selected = {
    strategy: StackSelectionStrategy.PATTERN_MUST_MATCH,
    patterns: own.map(({ id }) => id),
  };
  if (task === 'destroy') {
    await toolkit.destroy(await toolkit.fromAssemblyDirectory(folder), { stacks: selected });
    return { outputs: {}, played: [], otherAccounts };
  }
  const home = app === '' ? '' : `aws://${account}/${process.env['AWS_REGION']}`;
  const places = [...new Set(own.map(({ environment }) => environment))].filter(
    (place) => place !== home && !place.includes('unknown'),
  );
  if (places.length > 0) await toolkit.bootstrap(BootstrapEnvironments.fromList(places));
  say('creating what is in it');
  return { ...(await deploy(selected)), otherAccounts };
}

run().then(
  (deployed) => {
    process.stdout.write(JSON.stringify(deployed));
    process.exit(0);
  },
  (error: unknown) => {
    say(error instanceof Error ? error.message : String(error));
    process.exit(1);
  },
);
