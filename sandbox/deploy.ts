import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventDataStore } from '../shared/trail/event-data-store.ts';
import type { Trail } from '../shared/trail/trail.ts';
import { isMap } from './delivery/json.ts';
import { setBusPolicies } from './deploy/bus-policies.ts';
import { playConditionalWrites } from './deploy/conditional-writes.ts';
import type { Deployed } from './deploy/deployed.ts';
import { assemblyFolder, runProcess } from './deploy/run-process.ts';
import { placeStackSets } from './deploy/stack-sets.ts';
import { ACCOUNT, type Engine } from './engine/engine.ts';

/** What the deployed stack says of itself. */
export type Outputs = {
  readonly FunctionName: string;
  readonly TopicArn: string;
  readonly StoreBucketName: string;
  readonly DeadLetterQueueUrl: string;
};

/** The project's own CDK app, as a command. */
const CDK_APP = 'node infra/app.ts';

const OUTPUTS = ['FunctionName', 'TopicArn', 'StoreBucketName', 'DeadLetterQueueUrl'] as const;

/** A trail that is guarded, an event data store beside it, and the modes that differ for the trail. */
export type Guarded = {
  readonly trail: Trail;
  readonly store?: EventDataStore | null;
  readonly modes: Readonly<Record<string, string>>;
};

function storeSettings({ store }: Guarded): readonly object[] {
  if (store === undefined || store === null) return [];
  const { arn: eventDataStoreArn, bucket, prefix, sourceOrganizationId } = store;
  return [{ eventDataStoreArn, bucket, bucketOwner: ACCOUNT, prefix, sourceOrganizationId }];
}

function settingsFor(guarded: readonly Guarded[]): object {
  return {
    version: 1,
    trails: guarded.map(({ trail, modes }) => ({
      trailArn: trail.arn,
      bucket: trail.bucket,
      bucketOwner: ACCOUNT,
      ...(trail.prefix === '' ? {} : { prefix: trail.prefix }),
      ...(trail.organizationId === null ? {} : { organizationId: trail.organizationId }),
      ...(trail.sourceOrganizationId === null ? {} : { sourceOrganizationId: trail.sourceOrganizationId }),
      ...(trail.kmsKeyArn === null ? {} : { kmsKeyArn: trail.kmsKeyArn }),
      ...(trail.topicArn === null ? {} : { topicArn: trail.topicArn }),
      ...(Object.keys(modes).length === 0 ? {} : { modes }),
    })),
    eventDataStores: guarded.flatMap(storeSettings),
    alertOnly: false,
    modes: {},
    scheduleMinutes: 15,
    alertEmails: [],
  };
}

function readOutputs(said: Readonly<Record<string, string>>): Outputs {
  const value = (name: (typeof OUTPUTS)[number]): string => {
    const found = said[name];
    if (found !== undefined) return found;
    throw new Error(`the stack has to put out ${OUTPUTS.join(', ')}; it puts out ${Object.keys(said).join(', ')}`);
  };
  return {
    FunctionName: value('FunctionName'),
    TopicArn: value('TopicArn'),
    StoreBucketName: value('StoreBucketName'),
    DeadLetterQueueUrl: value('DeadLetterQueueUrl'),
  };
}

/** The account that the hub lies in, which settings name where it is not the management account. */
function hubAccountOf(settings: object): string {
  const { organization } = { organization: null, ...settings };
  const account = isMap(organization) ? organization['hubAccount'] : undefined;
  return typeof account === 'string' ? account : ACCOUNT;
}

/** The stacks of all accounts, the hub's first: it is there before what it reaches. */
async function deployAll(
  engine: Engine,
  work: { readonly account: string; readonly settingsFile: string; readonly app: string },
  progress: (line: string) => void,
): Promise<Deployed> {
  const first = await runProcess(engine, { task: 'deploy', ...work }, progress);
  const others: Deployed[] = [];
  for (const account of first.otherAccounts)
    others.push(await runProcess(engine, { task: 'deploy', account }, progress));
  const all = [first, ...others];
  return {
    outputs: Object.assign({}, ...all.map(({ outputs }) => outputs)),
    played: all.flatMap(({ played }) => played),
    otherAccounts: first.otherAccounts,
  };
}

/**
 * Deploys the real CDK app onto the engine with these settings, and plays what the engine's CloudFormation lacks: StackSets,
 * and the policies of event buses. `progress` gets line by line.
 */
export async function deployWith(
  engine: Engine,
  settings: object,
  progress: (line: string) => void,
  app: string = CDK_APP,
): Promise<Outputs> {
  const settingsFile = join(engine.folder, 'trailmend.json');
  mkdirSync(assemblyFolder(engine), { recursive: true });
  writeFileSync(settingsFile, JSON.stringify(settings, null, 2));
  const { outputs, played } = await deployAll(engine, { account: hubAccountOf(settings), settingsFile, app }, progress);
  await setBusPolicies(engine, played);
  await placeStackSets(engine, played);
  const read = readOutputs(outputs);
  await playConditionalWrites(engine, hubAccountOf(settings), read.StoreBucketName);
  return read;
}

/** Deploys the real CDK app with settings that guard these trails, all of one account. */
export function deploy(
  engine: Engine,
  guarded: readonly Guarded[],
  progress: (line: string) => void,
  app?: string,
): Promise<Outputs> {
  return deployWith(engine, settingsFor(guarded), progress, app);
}

/** Destroys what was deployed, in all accounts: what StackSets placed first, as CloudFormation does. */
export async function destroy(engine: Engine, progress: (line: string) => void): Promise<void> {
  await placeStackSets(engine, []);
  const { otherAccounts } = await runProcess(engine, { task: 'destroy', account: ACCOUNT }, progress);
  for (const account of otherAccounts) await runProcess(engine, { task: 'destroy', account }, progress);
}
