import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { EventDataStore } from '../shared/trail/event-data-store.ts';
import type { Trail } from '../shared/trail/trail.ts';
import { ACCOUNT, type Engine, REGION } from './engine/engine.ts';

/** What the deployed stack says of itself. */
export type Outputs = {
  readonly FunctionName: string;
  readonly TopicArn: string;
  readonly StoreBucketName: string;
  readonly DeadLetterQueueUrl: string;
};

/** The project's own CDK app, as a command. */
const CDK_APP = 'node infra/app.ts';

const ROOT = join(import.meta.dirname, '..');
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

function settingsFor(guarded: readonly Guarded[]): string {
  const settings = {
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
  return JSON.stringify(settings, null, 2);
}

/** The caller's environment is not passed on: no credentials, no endpoints, no proxies. */
function environment(engine: Engine, settingsFile: string): Record<string, string> {
  return {
    PATH: `${dirname(process.execPath)}:${join(ROOT, 'node_modules/.bin')}:/usr/local/bin:/usr/bin:/bin`,
    HOME: engine.folder,
    TMPDIR: engine.folder,
    AWS_ENDPOINT_URL: engine.endpoint,
    AWS_ENDPOINT_URL_S3: engine.endpoint,
    AWS_ACCESS_KEY_ID: ACCOUNT,
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DEFAULT_ACCOUNT: ACCOUNT,
    CDK_DEFAULT_REGION: REGION,
    TRAILMEND_SETTINGS_FILE: settingsFile,
  };
}

function readOutputs(text: string): Outputs {
  const said: Record<string, string> = JSON.parse(text);
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

/** Ends a process that still runs, with the app that it runs in its group. */
function endGroup({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGKILL');
}

/** Deploys the real CDK app onto the engine, with settings that guard these trails; `progress` gets line by line. */
export async function deploy(
  engine: Engine,
  guarded: readonly Guarded[],
  progress: (line: string) => void,
  app: string = CDK_APP,
): Promise<Outputs> {
  const settingsFile = join(engine.folder, 'trailmend.json');
  const assembly = join(engine.folder, 'cdk.out');
  mkdirSync(assembly, { recursive: true });
  writeFileSync(settingsFile, settingsFor(guarded));
  const script = join(import.meta.dirname, 'deploy/deploy-process.ts');
  const child = spawn(process.execPath, [script, app, assembly, `aws://${ACCOUNT}/${REGION}`], {
    cwd: ROOT,
    env: environment(engine, settingsFile),
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  engine.stopping.addEventListener('abort', () => endGroup(child));
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    out += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    for (const line of chunk.split('\n').filter((text) => text.trim() !== '')) progress(line);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error('the stack could not be deployed');
  return readOutputs(out);
}
