import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { rest, succeeded } from '../../sandbox/aws/caller.ts';
import { kmsCall } from '../../sandbox/aws/kms.ts';
import { bucketCall, objectCall } from '../../sandbox/aws/s3.ts';
import { deploy, type Outputs } from '../../sandbox/deploy.ts';
import { ACCOUNT, type Engine, startEngine } from '../../sandbox/engine/engine.ts';
import { whyNoEngine } from '../../sandbox/engine/ministack.ts';
import type { Scenario, StatementTemplate } from '../../sandbox/scenarios/scenario.ts';
import { ACL_CHECK, KEY_DESCRIBE, KEY_ENCRYPT, KEY_OWNER, WRITE } from '../../sandbox/scenarios/statements.ts';
import { type Inbox, subscribe } from '../../sandbox/stage/alerts.ts';
import { type Carrier, readPolicy } from '../../sandbox/stage/documents.ts';
import { policyText, type Stage, setStage, stageOf } from '../../sandbox/stage/stage.ts';
import { until } from '../../sandbox/stage/until.ts';
import { unwrapped } from '../report/unwrapped.ts';
import { assertHealthy, checked } from './checked.ts';

const skip = whyNoEngine() ?? false;
const PATIENCE_MS = 10_000;

const EVERYBODY: StatementTemplate = {
  Sid: 'Everybody',
  Effect: 'Allow',
  Principal: '*',
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::{bucket}/*',
};
const AUDITORS: StatementTemplate = { ...EVERYBODY, Sid: 'Auditors', Principal: { AWS: 'AROAEXAMPLE123456789A' } };
const KEY_READ: StatementTemplate = { ...KEY_OWNER, Action: ['kms:DescribeKey', 'kms:GetKeyPolicy'] };

/** A document as it stands when nobody looked for long: broken, and with something in it that AWS does not take any more. */
type Case = {
  readonly name: string;
  readonly stage: Stage;
  readonly carrier: Carrier;
  /** The document as it was left. */
  readonly left: readonly StatementTemplate[];
  /** What the alert says was refused, and what to do. */
  readonly says: readonly RegExp[];
  /** How a person makes way. */
  readonly makeWay: (stage: Stage) => Promise<unknown>;
};

const scenario = (id: string, given: Partial<Scenario['given']> = {}): Scenario => ({
  ...{ id, title: id, actor: 'dana', break: { call: 'DeleteBucketPolicy' } },
  given: { trail: 'single', statements: [ACL_CHECK, WRITE], ...given },
  expect: { word: 'explained', checks: [], delivers: false },
});

describe('a repair that AWS refuses', { skip, timeout: 120_000 }, () => {
  let engine: Engine;
  let outputs: Outputs;
  let inbox: Inbox;
  let cases: readonly Case[];

  const putPolicy = (stage: Stage, statements: readonly StatementTemplate[]) =>
    bucketCall(engine.behind, 'PUT', stage.trail.bucket, 'policy', policyText(statements, stage));
  const block = (method: 'PUT' | 'DELETE', { trail }: Stage) =>
    bucketCall(
      engine.behind,
      method,
      trail.bucket,
      'publicAccessBlock',
      method === 'DELETE'
        ? ''
        : '<PublicAccessBlockConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><BlockPublicPolicy>true</BlockPublicPolicy></PublicAccessBlockConfiguration>',
    );
  const putKeyPolicy = ({ trail: { kmsKeyArn } }: Stage, policy: string) =>
    kmsCall(engine.behind, 'PutKeyPolicy', { KeyId: kmsKeyArn, Policy: policy, BypassPolicyLockoutSafetyCheck: true });

  async function casesOn(): Promise<readonly Case[]> {
    const key = [KEY_OWNER, KEY_ENCRYPT, KEY_DESCRIBE];
    const names = ['deleted-principal', 'public-statement', 'locked-key', 'guarded'] as const;
    const [deleted, open, locked, guarded] = names.map((id) =>
      stageOf(scenario(id, id === 'locked-key' ? { key } : {})),
    );
    assert.ok(deleted !== undefined && open !== undefined && locked !== undefined && guarded !== undefined);
    const trail = { ...guarded.trail, bucket: `aws-controltower-logs-${ACCOUNT}-us-east-1` };
    const set = (stage: Stage) => setStage(engine, stage);
    return [
      {
        name: 'for a deleted principal: it is named',
        ...{ stage: await set(deleted), carrier: 'bucket', left: [ACL_CHECK, AUDITORS] },
        says: [/principals that were deleted: `AROAEXAMPLE123456789A` in statement 1 \(`Auditors`\)/, /take out/],
        makeWay: (stage) => putPolicy(stage, [ACL_CHECK]),
      },
      {
        name: 'for a public statement under BlockPublicPolicy: it is named',
        ...{ stage: await set(open), carrier: 'bucket', left: [ACL_CHECK, EVERYBODY] },
        says: [
          /statement 1 \(`Everybody`\) is public, and BlockPublicPolicy/,
          /BlockPublicPolicy of the bucket `logs-public-statement` is on/,
        ],
        makeWay: (stage) => block('DELETE', stage),
      },
      {
        name: 'for a key that nobody may change: only AWS Support can help',
        ...{ stage: await set(locked), carrier: 'key', left: [KEY_READ, KEY_DESCRIBE] },
        says: [/`kms:PutKeyPolicy`/, /only AWS Support can help/],
        makeWay: (stage) => putKeyPolicy(stage, policyText([KEY_OWNER, KEY_DESCRIBE], stage)),
      },
      {
        name: 'for an SCP of Control Tower: the ways out are named',
        ...{ stage: await set({ ...guarded, trail }), carrier: 'bucket', left: [ACL_CHECK] },
        says: [
          /a service control policy \(SCP\) of the organization denies it/,
          /four ways out: exempt .*as the role `AWSControlTowerExecution`.*reset the landing zone/,
        ],
        makeWay: (stage) => putPolicy(stage, [ACL_CHECK, WRITE]),
      },
    ];
  }

  /** The document as somebody left it before anybody watched: the engine takes what AWS does not. */
  async function leave({ stage, carrier, left }: Case): Promise<void> {
    if (carrier === 'key') succeeded('PutKeyPolicy', await putKeyPolicy(stage, policyText(left, stage)));
    else {
      await block('DELETE', stage);
      succeeded('PutBucketPolicy', await putPolicy(stage, left));
      await block('PUT', stage);
    }
  }

  /** A scheduled run, from its beginning to its end; what it came to. */
  async function run(): Promise<readonly string[]> {
    const path = `/2015-03-31/functions/${outputs.FunctionName}/invocations`;
    const body = JSON.stringify({ source: 'trailmend.schedule' });
    const { text } = succeeded('the run', await rest(engine.behind, { service: 'lambda', method: 'POST', path, body }));
    const { outcomes }: { readonly outcomes?: readonly string[] } = JSON.parse(text);
    assert.ok(outcomes !== undefined, text);
    return outcomes;
  }

  const refusalsOf = async ({ stage: { trail } }: Case): Promise<readonly unknown[]> => {
    const key = `memory/${trail.account}/${trail.region}/${trail.name}.json`;
    const { text } = succeeded('the memory', await objectCall(engine.root, 'GET', outputs.StoreBucketName, key));
    const { refusals }: { readonly refusals: readonly unknown[] } = JSON.parse(text);
    return refusals;
  };

  before(async () => {
    engine = await startEngine({ logFilesMs: 60_000 });
    cases = await casesOn();
    outputs = await deploy(
      engine,
      cases.map(({ stage: { trail } }) => ({ trail, modes: {} })),
      () => {},
    );
    inbox = await subscribe(engine, outputs.TopicArn);
    for (const one of cases) await leave(one);
  });
  after(() => engine.stop());

  test('is explained and remembered, and the document is byte for byte as it was', async () => {
    const documents = () => Promise.all(cases.map(({ stage, carrier }) => readPolicy(engine, stage, carrier)));
    const left = await documents();
    assert.deepEqual(await run(), ['failed', 'failed', 'failed', 'failed']);
    assert.deepEqual(await documents(), left);
    const all = await until(
      async () => ((await inbox.read()).length >= cases.length ? inbox.read() : null),
      PATIENCE_MS,
    );
    for (const one of cases) {
      const { bucket } = one.stage.trail;
      const alert = all?.find(({ message }) => message.includes(`in ${bucket}: `));
      assert.ok(alert !== undefined, one.name);
      assert.ok(alert.checks.includes('repair-is-permitted'), one.name);
      const text = unwrapped(alert.message);
      for (const words of one.says) assert.match(text, words, one.name);
      assert.match(text, /nothing was lost, the policy is as it was, and the next run tries again/, one.name);
      assert.equal((await refusalsOf(one)).length, 1, one.name);
    }
  });

  test('is tried again with the next run, and nobody is told twice', async () => {
    const told = (await inbox.read()).length;
    assert.deepEqual(await run(), ['failed', 'failed', 'failed', 'failed']);
    assert.equal((await inbox.read()).length, told);
  });

  test('goes through once a person has made way', async () => {
    for (const { stage, makeWay } of cases) await makeWay(stage);
    assert.deepEqual((await run()).toSorted(), ['restored', 'restored', 'restored', 'unchanged']);
    for (const one of cases) {
      assert.deepEqual(await refusalsOf(one), [], one.name);
      assertHealthy(await checked(engine, one.stage.trail), 'repair-is-permitted');
    }
  });
});
