import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Caller, inAccount, succeeded } from '../../sandbox/aws/caller.ts';
import { bucketCall, objectCall, readBucketPolicy } from '../../sandbox/aws/s3.ts';
import { destroy, type Outputs } from '../../sandbox/deploy.ts';
import {
  ACCOUNT,
  type Engine,
  LOG_ARCHIVE,
  REGION,
  SECURITY_TOOLING,
  startEngine,
} from '../../sandbox/engine/engine.ts';
import { whyNoEngine } from '../../sandbox/engine/ministack.ts';
import { cloudTrail } from '../../sandbox/side-car/trails.ts';
import { lets } from '../../sandbox/stage/judge.ts';
import { setThreeAccounts, type ThreeAccounts } from '../../sandbox/stage/three-accounts.ts';
import { until } from '../../sandbox/stage/until.ts';
import { functionCalls, untilQuiet } from '../../sandbox/stage/watch.ts';
import { checks } from '../../shared/checks/index.ts';
import { hasRepair } from '../../shared/settings/modes.ts';
import { parseSettingsText } from '../../shared/settings/parse-settings.ts';
import { DESTINATION_ROLE, HUB_ROLE, reachOf } from '../../shared/settings/reach.ts';
import type { Settings } from '../../shared/settings/settings.ts';
import {
  ACCOUNTS,
  actionsOf,
  deployHub,
  inlinePolicies,
  organizationSettings,
  putInline,
  rolesOf,
  somebodyIn,
  without,
} from './hub.ts';
import { runUnder, takeOver } from './hub-process.ts';
import { addTopic, type SceneName, scenesOf, type Topic } from './role-scenes.ts';
import { assume, inRole } from './roles.ts';
import { declaredElsewhere, othersIn, type Things, undeclared } from './undeclared.ts';

const skip = whyNoEngine() ?? false;
const PATIENCE_MS = 20_000;

/** A delegated administrator, so that the management account has a destination too. */
const HUB = SECURITY_TOOLING;
const DELEGATED = { [HUB]: ['cloudtrail.amazonaws.com', 'member.org.stacksets.cloudformation.amazonaws.com'] };

/** Where a right is missed: of others the run in which all is well tells. */
const MISSED_WHERE: Readonly<Record<string, SceneName>> = {
  'cloudtrail:StartLogging': 'everything is broken',
  's3:PutBucketPolicy': 'everything is broken',
  's3:PutBucketRequestPayment': 'everything is broken',
  'sns:SetTopicAttributes': 'everything is broken',
  'kms:PutKeyPolicy': 'everything is broken',
  'sns:Publish': 'everything is broken',
  'kms:EnableKey': 'the key is disabled',
  'kms:CancelKeyDeletion': 'the key is to be deleted',
  's3:GetBucketPublicAccessBlock': 'the bucket policy is public',
  's3:GetEncryptionConfiguration': 'the bucket has a Bucket Key',
  'organizations:DescribePolicy': 'a resource control policy denies CloudTrail',
};

/** Rights that no run can miss in the local engine, and why; test/checks/needed-rights.test.ts shows that they are needed. */
const NOT_MISSED_HERE: Readonly<Record<string, string>> = {
  'account:ListRegions': 'the engine has no Region that the product does not know anyway',
  's3:GetAccountPublicAccessBlock': 'the SDK puts the account before the host, which is an address here',
};

/** Without it a run says less and not that it lacks a right: whether a Bucket Key is on is then left open. */
const UNNAMED = 's3:GetEncryptionConfiguration';

/** What the checks and the hub itself declare; the rest of the hub's role is what Lambda, SNS and S3 need besides. */
const DECLARED = /^(Read|Repair|AssumeDestinations|PublishAlerts|Remember)/;

describe('the roles of a hub in a delegated administrator account', { skip, timeout: 240_000 }, () => {
  let engine: Engine;
  let three: ThreeAccounts;
  let topic: Topic;
  let outputs: Outputs;
  let settings: Settings;
  let rolesBefore: readonly (readonly string[])[];
  let archivist: Caller;
  let somebodyInHub: Caller;

  const behind = (account: string): Caller => inAccount(engine.behind, account);
  const allRoles = () => Promise.all(ACCOUNTS.map((account) => rolesOf(engine, account)));
  const roleIn = (account: string): string => (account === HUB ? HUB_ROLE : DESTINATION_ROLE);

  before(async () => {
    engine = await startEngine({ logFilesMs: 600_000, digestsMs: 600_000, delegatedAdministrators: DELEGATED });
    three = await setThreeAccounts(engine);
    topic = await addTopic(engine, three);
    archivist = await somebodyIn(engine, LOG_ARCHIVE);
    somebodyInHub = await somebodyIn(engine, HUB);
    await somebodyIn(engine, ACCOUNT);
    rolesBefore = await allRoles();
    const { topicArn, topicKmsKeyArn } = topic;
    const base = await organizationSettings(engine, three, HUB);
    const file = {
      ...base,
      modes: Object.fromEntries(checks.filter(hasRepair).map(({ id }) => [id, 'restore'])),
      trails: base.trails.map((trail) => ({ ...trail, topicArn, topicKmsKeyArn })),
    };
    const parsed = parseSettingsText(JSON.stringify(file), checks);
    assert.ok(parsed.state === 'valid', JSON.stringify(parsed));
    settings = parsed.settings;
    outputs = await deployHub(engine, file);
  });
  after(() => engine.stop());

  test('by its events the hub is woken, and heals', async () => {
    const { trail, stage } = three;
    const isRight = async () =>
      lets(JSON.parse((await readBucketPolicy(behind(LOG_ARCHIVE), trail.bucket)) ?? '{}'), trail);
    const dropped = await bucketCall(archivist, 'DELETE', trail.bucket, 'policy');
    succeeded('DeleteBucketPolicy', dropped);
    assert.equal(await until(async () => ((await isRight()) ? true : null), PATIENCE_MS), true);
    assert.ok(await untilQuiet(engine, outputs.FunctionName, stage, 0));
    // The management account's own destination, which no StackSet reaches.
    const since = Date.now();
    await cloudTrail(engine.root, 'UpdateTrail', { Name: trail.arn });
    const woken = () => (functionCalls(engine, outputs.FunctionName, stage, since).length > 0 ? true : null);
    assert.equal(await until(woken, PATIENCE_MS), true);
    assert.ok(await untilQuiet(engine, outputs.FunctionName, stage, since));
  });

  test('can do what the checks declare, and a run misses every right that one of them loses', async (t) => {
    await takeOver(engine, HUB);
    const said = () => runUnder(engine, HUB, outputs, settings);
    const scenes = scenesOf(engine, three, topic);
    const whole = new Map<SceneName, readonly string[]>();
    for (const [name, set] of Object.entries(scenes) as [SceneName, () => Promise<void>][]) {
      await set();
      whole.set(name, await said());
    }
    for (const [name, lines] of whole)
      for (const line of lines) assert.doesNotMatch(line, /AWS denied|could not be assumed/, `${name}: ${line}`);
    for (const account of ACCOUNTS)
      for (const policy of await inlinePolicies(behind(account), roleIn(account)))
        for (const action of actionsOf(policy, DECLARED)) {
          const why = NOT_MISSED_HERE[action];
          await t.test(`${action} in ${account}`, { skip: why ?? false }, async () => {
            const scene = MISSED_WHERE[action] ?? 'all is well';
            await putInline(behind(account), roleIn(account), without(policy, action));
            try {
              await scenes[scene]();
              const news = (await said()).filter((line) => whole.get(scene)?.includes(line) !== true);
              const told = news.filter((line) => action === UNNAMED || line.includes(action));
              assert.notDeepEqual(told, [], `${scene}: ${news.join('\n')}`);
            } finally {
              await putInline(behind(account), roleIn(account), policy);
            }
          });
        }
    await scenes['all is well']();
    assert.deepEqual(await said(), whole.get('all is well'));
  });

  test('can do nothing else, and nothing on what the settings do not name', async () => {
    const hub = await takeOver(engine, HUB);
    for (const account of ACCOUNTS) {
      const others = await othersIn(behind(account), account);
      const guarded: Readonly<Record<string, Partial<Things>>> = {
        [ACCOUNT]: { trailArn: three.trail.arn },
        [LOG_ARCHIVE]: { bucket: three.trail.bucket, topicArn: topic.topicArn, keyArn: topic.topicKmsKeyArn },
        [HUB]: { keyArn: three.trail.kmsKeyArn ?? '' },
      };
      const [roleArn] = reachOf(settings).chainTo(account);
      const caller = roleArn === undefined ? hub : await inRole(hub, roleArn);
      const attempts = [
        ...undeclared(caller, { ...others, ...guarded[account] }),
        ...undeclared(caller, others),
        ...declaredElsewhere(caller, others),
      ];
      for (const [action, call] of attempts) {
        const { errorCode, text } = await call();
        assert.match(errorCode ?? 'allowed', /^(AccessDenied|AccessDeniedException|AuthorizationError)$/, text);
        assert.ok(text.includes(`not authorized to perform: ${action}`), `${action} in ${account}: ${text}`);
      }
    }
  });

  test("let in nobody of the hub's account but the hub", async () => {
    const others = [inAccount(engine.root, HUB), somebodyInHub];
    for (const account of [ACCOUNT, LOG_ARCHIVE])
      for (const other of others) {
        const { errorCode } = await assume(other, `arn:aws:iam::${account}:role/${DESTINATION_ROLE}`);
        assert.equal(errorCode, 'AccessDenied', account);
      }
  });

  test('are gone when it is destroyed, and the records are there', async () => {
    const said: string[] = [];
    await destroy(engine, (line) => said.push(line));
    assert.deepEqual(await allRoles(), rolesBefore, said.join('\n'));
    const memory = `memory/${ACCOUNT}/${REGION}/${three.trail.name}.json`;
    assert.equal((await objectCall(behind(HUB), 'GET', outputs.StoreBucketName, memory)).status, 200);
  });
});
