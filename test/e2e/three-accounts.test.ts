import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { type Caller, inAccount, json, succeeded } from '../../sandbox/aws/caller.ts';
import { stackStatus } from '../../sandbox/aws/cloudformation.ts';
import { readTrust } from '../../sandbox/aws/iam.ts';
import { kmsCall, readKeyPolicy } from '../../sandbox/aws/kms.ts';
import { organizations } from '../../sandbox/aws/organizations.ts';
import { bucketCall, objectCall, readBucketPolicy } from '../../sandbox/aws/s3.ts';
import { destroy, type Outputs } from '../../sandbox/deploy.ts';
import {
  ACCOUNT,
  type Engine,
  LOG_ARCHIVE,
  ORGANIZATION,
  SECURITY_TOOLING,
  startEngine,
} from '../../sandbox/engine/engine.ts';
import { whyNoEngine } from '../../sandbox/engine/ministack.ts';
import { type Alert, type Inbox, subscribe } from '../../sandbox/stage/alerts.ts';
import { lets, letsEncrypt } from '../../sandbox/stage/judge.ts';
import { setThreeAccounts, type ThreeAccounts } from '../../sandbox/stage/three-accounts.ts';
import { until } from '../../sandbox/stage/until.ts';
import { functionCalls, untilDelivering, untilQuiet } from '../../sandbox/stage/watch.ts';
import { unwrapped } from '../report/unwrapped.ts';
import {
  ACCOUNTS,
  deployHub,
  inlinePolicies,
  organizationSettings,
  putInline,
  rolesOf,
  rulesOf,
  runHub,
  setTrust,
  somebodyIn,
  without,
} from './hub.ts';
import { document } from './roles.ts';

const skip = whyNoEngine() ?? false;
const PATIENCE_MS = 20_000;
/** Many times what an event takes from the call to the end of a run. */
const NOTHING_HAPPENS_MS = 1_500;
const DESTINATION = 'TrailmendDestination';

describe('one deploy for an organization of three accounts', { skip, timeout: 180_000 }, () => {
  let engine: Engine;
  let three: ThreeAccounts;
  let outputs: Outputs;
  let inbox: Inbox;
  let archivist: Caller;
  let keeper: Caller;
  let rolesBefore: readonly (readonly string[])[];

  const allRoles = () => Promise.all(ACCOUNTS.map((account) => rolesOf(engine, account)));

  before(async () => {
    engine = await startEngine({ logFilesMs: 100 });
    three = await setThreeAccounts(engine);
    archivist = await somebodyIn(engine, LOG_ARCHIVE);
    keeper = await somebodyIn(engine, SECURITY_TOOLING);
    rolesBefore = await allRoles();
    outputs = await deployHub(engine, await organizationSettings(engine, three));
    inbox = await subscribe(engine, outputs.TopicArn);
    await untilDelivering(engine, three.trail);
  });
  after(() => engine.stop());

  const archive = () => inAccount(engine.behind, LOG_ARCHIVE);
  const bucketPolicy = async (): Promise<unknown> =>
    JSON.parse((await readBucketPolicy(archive(), three.trail.bucket)) ?? 'null');
  const keyPolicy = async (): Promise<{ readonly Statement: readonly object[] }> =>
    JSON.parse(await readKeyPolicy(inAccount(engine.behind, SECURITY_TOOLING), three.trail.kmsKeyArn ?? ''));
  const isBucketRight = async () => lets(await bucketPolicy(), three.trail);
  const holds = async (what: () => Promise<boolean>): Promise<boolean> =>
    (await until(async () => ((await what()) ? true : null), PATIENCE_MS)) === true;

  /** A person in Log Archive who writes a policy of their own, without CloudTrail in it. */
  const dropStatements = async (): Promise<number> => {
    const at = Date.now();
    const owner = { Sid: 'Owner', Effect: 'Allow', Principal: { AWS: LOG_ARCHIVE }, Action: 's3:*' };
    const policy = document({ ...owner, Resource: `arn:aws:s3:::${three.trail.bucket}` });
    succeeded('PutBucketPolicy', await bucketCall(archivist, 'PUT', three.trail.bucket, 'policy', policy));
    return at;
  };
  /** Who made a call last, by the side-car. */
  const lastCaller = (name: string, errorCode: string | null = null): string =>
    engine.calls.findLast((call) => call.name === name && call.errorCode === errorCode)?.who ?? '';
  const inDestination = (account: string) => new RegExp(`:${account}:assumed-role/${DESTINATION}/trailmend$`);
  const untilAlert = (outcome: string, ...texts: readonly RegExp[]): Promise<Alert | null> =>
    until(
      async () => {
        const alerts = await inbox.read();
        return (
          alerts.find((one) => one.outcome === outcome && texts.every((text) => text.test(unwrapped(one.message)))) ??
          null
        );
      },
      PATIENCE_MS,
      50,
    );
  /** The next run heals, unless Lambda's second try of the one that was refused came first. */
  const healedNow = async (): Promise<void> => {
    const [word] = await runHub(engine, ACCOUNT, outputs);
    assert.ok(word === 'restored' || word === 'unchanged', word);
    assert.ok(await isBucketRight());
  };
  const alerts = async () => JSON.stringify(await inbox.read(), null, 1);

  test('without the trust of its role the hub cannot look, heals nothing, and says which role it is', async () => {
    const trust = await readTrust(archive(), DESTINATION);
    const text = JSON.stringify(trust);
    assert.ok(text.includes(ORGANIZATION.id) && text.includes(':role/TrailmendHub'), text);
    await setTrust(archive(), DESTINATION, JSON.parse(text.replace(ORGANIZATION.id, 'o-another00001')));
    try {
      await dropStatements();
      const role = new RegExp(`arn:aws:iam::${LOG_ARCHIVE}:role/${DESTINATION}. could not be assumed`);
      assert.notEqual(await untilAlert('alerted', role), null, await alerts());
      assert.equal(lastCaller('AssumeRole', 'AccessDenied').split('/')[1], 'TrailmendHub');
      assert.equal(await isBucketRight(), false);
    } finally {
      await setTrust(archive(), DESTINATION, trust);
    }
  });

  test('a bucket policy in Log Archive is healed by the hub, in the role that it assumes there', async () => {
    await dropStatements();
    assert.ok(await holds(isBucketRight), JSON.stringify(await bucketPolicy()));
    assert.match(lastCaller('PutBucketPolicy'), inDestination(LOG_ARCHIVE));
    const who = new RegExp(`arn:aws:sts::${LOG_ARCHIVE}:assumed-role/Somebody/session\\ncalled PutBucketPolicy`);
    assert.notEqual(await untilAlert('restored', who), null, await alerts());
  });

  test('a key policy in security tooling is repaired', async () => {
    const { kmsKeyArn: KeyId } = three.trail;
    const [first] = (await keyPolicy()).Statement;
    const Policy = document({ ...first });
    succeeded('PutKeyPolicy', await kmsCall(keeper, 'PutKeyPolicy', { KeyId, Policy }));
    assert.ok(await holds(async () => letsEncrypt(await keyPolicy(), three.trail)), JSON.stringify(await keyPolicy()));
    assert.match(lastCaller('PutKeyPolicy'), inDestination(SECURITY_TOOLING));
    assert.deepEqual((await keyPolicy()).Statement[0], first);
  });

  test("what happens in Log Archive comes over the hub's bus, and in no other way", async () => {
    const events = async (operation: string, body: object) =>
      succeeded(operation, await json(engine.behind, 'events', `AWSEvents.${operation}`, body)).text;
    const EventBusName = 'trailmend';
    const { Policy }: { readonly Policy: string } = JSON.parse(
      await events('DescribeEventBus', { Name: EventBusName }),
    );
    const { Sid: StatementId, Principal, Action, Condition } = JSON.parse(Policy).Statement[0];
    await events('RemovePermission', { EventBusName, RemoveAllPermissions: true });
    try {
      // What was on its way before is over.
      assert.ok(await untilQuiet(engine, outputs.FunctionName, three.stage, 0));
      await pause(NOTHING_HAPPENS_MS);
      const since = await dropStatements();
      await pause(NOTHING_HAPPENS_MS);
      assert.deepEqual(functionCalls(engine, outputs.FunctionName, three.stage, since), []);
      assert.equal(await isBucketRight(), false);
    } finally {
      await events('PutPermission', { EventBusName, StatementId, Principal, Action, Condition });
    }
    await dropStatements();
    assert.ok(await holds(isBucketRight), JSON.stringify(await bucketPolicy()));
  });

  test('without one right of its role the repair is refused, and people are told which', async () => {
    const [policy, ...others] = await inlinePolicies(archive(), DESTINATION);
    assert.ok(policy !== undefined && others.length === 0);
    await putInline(archive(), DESTINATION, without(policy, 's3:PutBucketPolicy'));
    try {
      await dropStatements();
      const refused = /AWS refused `s3:PutBucketPolicy` on `arn:aws:s3:::logs-organization`/;
      assert.notEqual(await untilAlert('failed', refused, /TrailmendDestination/), null, await alerts());
      assert.equal(await isBucketRight(), false);
    } finally {
      await putInline(archive(), DESTINATION, policy);
    }
    await healedNow();
  });

  test('under a service control policy people are told of the way out', async () => {
    const spared = ['arn:aws:iam::*:role/Somebody', 'arn:aws:iam::*:role/AWSControlTowerExecution'];
    const Content = document({
      ...{ Sid: 'Guardrail', Effect: 'Deny', Action: 's3:PutBucketPolicy', Resource: '*' },
      Condition: { ArnNotLike: { 'aws:PrincipalArn': spared } },
    });
    const policy = { Name: 'guardrail', Description: '', Type: 'SERVICE_CONTROL_POLICY', Content };
    type Created = { readonly Policy: { readonly PolicySummary: { readonly Id: string } } };
    const { Policy } = await organizations<Created>(engine.root, 'CreatePolicy', policy);
    const attachment = { PolicyId: Policy.PolicySummary.Id, TargetId: LOG_ARCHIVE };
    await organizations(engine.root, 'AttachPolicy', attachment);
    await dropStatements();
    const told = await untilAlert(
      'failed',
      /with an explicit deny in a service control policy/,
      /the service control policy `guardrail` .*: statement 0 \(`Guardrail`\) denies the repair/,
      new RegExp(`exempt .arn:aws:iam::${LOG_ARCHIVE}:role/${DESTINATION}.: add it to .ArnNotLike. .aws:PrincipalArn.`),
    );
    assert.notEqual(told, null, await alerts());
    assert.equal(await isBucketRight(), false);
    await organizations(engine.root, 'DetachPolicy', attachment);
    await healedNow();
  });

  test('and removed it leaves its records, and no role in any account', async () => {
    const said: string[] = [];
    await destroy(engine, (line) => said.push(line));
    for (const account of [LOG_ARCHIVE, SECURITY_TOOLING]) {
      const stack = `StackSet-Trailmend-Destinations${account.slice(-2)}`;
      assert.equal(await stackStatus(inAccount(engine.behind, account), stack), null, said.join('\n'));
      assert.deepEqual(await rulesOf(engine, account, 'default'), []);
    }
    assert.equal(await stackStatus(inAccount(engine.behind, ACCOUNT), 'Trailmend'), null);
    assert.deepEqual(await allRoles(), rolesBefore);
    const record = `memory/${ACCOUNT}/${three.trail.region}/${three.trail.name}.json`;
    assert.equal((await objectCall(engine.behind, 'GET', outputs.StoreBucketName, record)).status, 200);
  });
});
