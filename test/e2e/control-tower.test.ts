import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Caller, inAccount, succeeded } from '../../sandbox/aws/caller.ts';
import { organizations } from '../../sandbox/aws/organizations.ts';
import { bucketCall, readBucketPolicy } from '../../sandbox/aws/s3.ts';
import { type Engine, LOG_ARCHIVE, startEngine } from '../../sandbox/engine/engine.ts';
import { whyNoEngine } from '../../sandbox/engine/ministack.ts';
import { type Inbox, subscribe } from '../../sandbox/stage/alerts.ts';
import { lets } from '../../sandbox/stage/judge.ts';
import { makeExecutionRole, setThreeAccounts, type ThreeAccounts } from '../../sandbox/stage/three-accounts.ts';
import { until } from '../../sandbox/stage/until.ts';
import { untilDelivering } from '../../sandbox/stage/watch.ts';
import { deployHub, organizationSettings, somebodyIn } from './hub.ts';
import { document, inRole } from './roles.ts';

const skip = whyNoEngine() ?? false;
const PATIENCE_MS = 20_000;
const BUCKET = `aws-controltower-logs-${LOG_ARCHIVE}-us-east-1`;

/** As Control Tower's mandatory control on the policies of its buckets denies it (facts §4.4). */
const GUARDRAIL = {
  ...{ Sid: 'GRAUDITBUCKETPOLICYCHANGESPROHIBITED', Effect: 'Deny', Action: ['s3:PutBucketPolicy'] },
  Resource: ['arn:aws:s3:::aws-controltower*'],
  Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/AWSControlTowerExecution' } },
};

describe('a bucket of Control Tower, whose policy nobody else may write', { skip, timeout: 180_000 }, () => {
  let engine: Engine;
  let three: ThreeAccounts;
  let inbox: Inbox;
  let execution: Caller;

  before(async () => {
    engine = await startEngine({ logFilesMs: 100 });
    three = await setThreeAccounts(engine, BUCKET);
    execution = await inRole(engine.root, await makeExecutionRole(engine, LOG_ARCHIVE));
    const policy = { Name: 'aws-guardrails', Description: '', Type: 'SERVICE_CONTROL_POLICY' };
    const { Policy } = await organizations<{ Policy: { PolicySummary: { Id: string } } }>(engine.root, 'CreatePolicy', {
      ...policy,
      Content: document(GUARDRAIL),
    });
    const PolicyId = Policy.PolicySummary.Id;
    await organizations(engine.root, 'AttachPolicy', { PolicyId, TargetId: LOG_ARCHIVE });
    const { organization, ...settings } = await organizationSettings(engine, three);
    const controlTower = { assumeExecutionRole: true };
    const { TopicArn } = await deployHub(engine, { ...settings, organization: { ...organization, controlTower } });
    inbox = await subscribe(engine, TopicArn);
    await untilDelivering(engine, three.trail);
  });
  after(() => engine.stop());

  const policyNow = async (): Promise<unknown> =>
    JSON.parse((await readBucketPolicy(inAccount(engine.behind, LOG_ARCHIVE), BUCKET)) ?? 'null');
  const dropped = () =>
    document({
      ...{ Sid: 'Owner', Effect: 'Allow', Principal: { AWS: LOG_ARCHIVE }, Action: 's3:*' },
      Resource: `arn:aws:s3:::${BUCKET}`,
    });

  test('is refused to an administrator of the account', async () => {
    const administrator = await somebodyIn(engine, LOG_ARCHIVE);
    const { errorCode } = await bucketCall(administrator, 'PUT', BUCKET, 'policy', dropped());
    assert.equal(errorCode, 'AccessDenied');
  });

  test('is healed all the same, by the function that alone assumes AWSControlTowerExecution', async () => {
    succeeded('PutBucketPolicy', await bucketCall(execution, 'PUT', BUCKET, 'policy', dropped()));
    const healed = await until(async () => (lets(await policyNow(), three.trail) ? true : null), PATIENCE_MS);
    assert.equal(healed, true, JSON.stringify(await inbox.read(), null, 1));
    const { who = '' } =
      engine.calls.findLast((call) => call.name === 'PutBucketPolicy' && call.errorCode === null) ?? {};
    assert.equal(who, `arn:aws:sts::${LOG_ARCHIVE}:assumed-role/AWSControlTowerExecution/trailmend`);
    const told = await until(
      async () => (await inbox.read()).find((one) => one.outcome === 'restored') ?? null,
      PATIENCE_MS,
    );
    assert.notEqual(told, null, JSON.stringify(await inbox.read(), null, 1));
  });

  test('keeps the statements that stood there', async () => {
    assert.match(JSON.stringify(await policyNow()), /"Sid":"Owner"/);
  });
});
