import { type Caller, inAccount, json, succeeded } from '../../sandbox/aws/caller.ts';
import { readTrust } from '../../sandbox/aws/iam.ts';
import { objectCall } from '../../sandbox/aws/s3.ts';
import type { Outputs } from '../../sandbox/deploy.ts';
import { type Engine, REGION } from '../../sandbox/engine/engine.ts';
import { awsPorts, bucketRecords, bucketStore, topicNotifier } from '../../shared/aws/ports.ts';
import { credentialsOf } from '../../shared/aws/roles.ts';
import { checks } from '../../shared/checks/index.ts';
import { reconcile } from '../../shared/reconcile/reconcile.ts';
import { remember, type Telling } from '../../shared/reconcile/remember.ts';
import { keptOf } from '../../shared/records/record-of.ts';
import { alertForNews } from '../../shared/report/news.ts';
import { HUB_ROLE, reachOf } from '../../shared/settings/reach.ts';
import type { Settings } from '../../shared/settings/settings.ts';
import { memoryKey } from '../../shared/trail/memory-key.ts';
import { rulesOf, setTrust } from './hub.ts';
import { document, inRole } from './roles.ts';

/** Puts the deployed function to sleep, and this process under its role; answers with the session. */
export async function takeOver(engine: Engine, account: string): Promise<Caller> {
  const owner = inAccount(engine.behind, account);
  for (const EventBusName of ['default', 'trailmend'])
    for (const Name of await rulesOf(engine, account, EventBusName))
      succeeded('DisableRule', await json(owner, 'events', 'AWSEvents.DisableRule', { Name, EventBusName }));
  const trust = await readTrust(owner, HUB_ROLE);
  const Principal = { AWS: `arn:aws:iam::${account}:root` };
  await setTrust(owner, HUB_ROLE, JSON.parse(document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal })));
  const hub = await inRole(inAccount(engine.root, account), `arn:aws:iam::${account}:role/${HUB_ROLE}`);
  await setTrust(owner, HUB_ROLE, trust);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: engine.endpoint,
    AWS_ACCESS_KEY_ID: hub.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: hub.credentials.secretAccessKey,
    AWS_SESSION_TOKEN: hub.credentials.sessionToken,
    AWS_REGION: REGION,
    AWS_EC2_METADATA_DISABLED: 'true',
  });
  return hub;
}

/** What a run says, line by line: one as the function makes it, which remembers nothing and has assumed no role yet. */
export async function runUnder(
  engine: Engine,
  account: string,
  { StoreBucketName, TopicArn }: Outputs,
  settings: Settings,
): Promise<readonly string[]> {
  for (const { trailArn } of settings.trails)
    await objectCall(inAccount(engine.behind, account), 'DELETE', StoreBucketName, memoryKey(trailArn) ?? '');
  const { chainTo, region } = reachOf(settings);
  const around = {
    journal: { writing: () => {} },
    notifier: topicNotifier(TopicArn),
    store: bucketStore(StoreBucketName),
    records: bucketRecords(StoreBucketName),
    writerOf: (_kind: unknown, _resource: string, owner: string) => chainTo(owner).at(-1) ?? HUB_ROLE,
  };
  const ports = awsPorts(around, credentialsOf(chainTo, { region }));
  const outcome = await reconcile(settings.trails, { settings, checks, ports, cause: null, writes: [] });
  const timeText = (milliseconds: number): string => new Date(milliseconds).toISOString();
  const telling: Telling = {
    timeText,
    record: (news) => keptOf(news, [], timeText),
    alert: (news, record) => alertForNews(news, record, timeText),
  };
  const untold = await remember(outcome, telling, ports).catch((error: unknown) => [String(error)]);
  const findings = outcome.judgements.flatMap((judgement) => judgement.findings);
  return [
    ...findings.map(({ check, finding }) => `${check.id}: ${finding.verdict}: ${finding.message}`),
    ...outcome.changes.map(({ word, what, note }) => `${word}: ${what.kind}: ${what.resource}: ${note}`),
    ...untold,
  ];
}
