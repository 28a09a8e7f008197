import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { inAccount, succeeded } from '../../sandbox/aws/caller.ts';
import { organizations } from '../../sandbox/aws/organizations.ts';
import { bucketCall, objectCall, readBucketPolicy, readObject } from '../../sandbox/aws/s3.ts';
import {
  ACCOUNT,
  type Engine,
  LOG_ARCHIVE,
  ORGANIZATION,
  SECURITY_TOOLING,
  startEngine,
} from '../../sandbox/engine/engine.ts';
import { whyNoEngine } from '../../sandbox/engine/ministack.ts';
import { setThreeAccounts, type ThreeAccounts } from '../../sandbox/stage/three-accounts.ts';
import { untilDelivering } from '../../sandbox/stage/watch.ts';
import { memoryKey } from '../../shared/trail/memory-key.ts';
import { recordKey } from '../../shared/trail/record-key.ts';
import { trailmend } from './live.ts';
import { document, makeRole } from './roles.ts';

const skip = whyNoEngine() ?? false;
const ANYTHING = { Effect: 'Allow', Action: '*', Resource: '*' };
const MANAGEMENT = { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } };

type Report = {
  readonly trails: readonly {
    readonly checks: readonly { readonly id: string; readonly verdict: string; readonly message: string }[];
  }[];
};

describe('a person of the management account, with a role in the others', { skip, timeout: 60_000 }, () => {
  let engine: Engine;
  let three: ThreeAccounts;
  let settings: string;

  before(async () => {
    engine = await startEngine({ logFilesMs: 100 });
    three = await setThreeAccounts(engine);
    for (const account of [LOG_ARCHIVE, SECURITY_TOOLING])
      await makeRole(engine, account, 'Admin', MANAGEMENT, ANYTHING);
    const { arn: trailArn, bucket, kmsKeyArn } = three.trail;
    const { id, managementAccount } = ORGANIZATION;
    settings = join(engine.folder, 'trailmend.json');
    const trail = { trailArn, bucket, bucketOwner: LOG_ARCHIVE, organizationId: id, kmsKeyArn };
    const text = { version: 1, organization: { id, managementAccount, rootId: 'r-a1b2' }, trails: [trail] };
    writeFileSync(settings, JSON.stringify(text));
    await untilDelivering(engine, three.trail);
  });
  after(() => engine.stop());

  const run = (command: string, ...args: readonly string[]) =>
    trailmend(engine, engine.root, [command, '--settings', settings, '--format', 'json', ...args]);
  const verdicts = async (...args: readonly string[]) => {
    const { output, errors } = await run('check', ...args);
    assert.notEqual(output, '', errors);
    const report: Report = JSON.parse(output);
    return (id: string) => report.trails[0]?.checks.find((check) => check.id === id);
  };

  test('sees what lies there only with that role', async () => {
    const without = await verdicts();
    assert.equal(without('bucket-policy-allows-log-delivery')?.verdict, 'unknown');
    const seen = await verdicts('--role-name', 'Admin');
    for (const id of ['bucket-policy-allows-log-delivery', 'key-policy-allows-encryption', 'trail-is-logging'])
      assert.equal(seen(id)?.verdict, 'healthy', seen(id)?.message);
    const stranger = await verdicts('--role-name', 'Nobody');
    const { verdict, message = '' } = stranger('bucket-policy-allows-log-delivery') ?? {};
    assert.equal(verdict, 'unknown');
    assert.match(message, /role\/Nobody/);
  });

  test('repairs with it', async () => {
    const { bucket } = three.trail;
    const owner = inAccount(engine.root, LOG_ARCHIVE);
    succeeded('DeleteBucketPolicy', await bucketCall(owner, 'DELETE', bucket, 'policy'));
    const { exitCode, errors } = await run('apply', '--yes', '--role-name', 'Admin');
    assert.equal(exitCode, 0, errors);
    const restored = await readBucketPolicy(owner, bucket);
    assert.match(restored ?? '', /AWSCloudTrailWrite20150319/);
  });

  /** A service control policy of Log Archive that lets nobody but the role of this name write bucket policies. */
  const guardrail = async (exempted: string) => {
    const Condition = { ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::*:role/${exempted}` } };
    const Content = document({ Effect: 'Deny', Action: 's3:PutBucketPolicy', Resource: '*', Condition });
    const policy = { Name: `guardrail for ${exempted}`, Description: '', Type: 'SERVICE_CONTROL_POLICY', Content };
    const { Policy } = await organizations<{ Policy: { PolicySummary: { Id: string } } }>(
      engine.root,
      'CreatePolicy',
      policy,
    );
    const target = { PolicyId: Policy.PolicySummary.Id, TargetId: LOG_ARCHIVE };
    await organizations(engine.root, 'AttachPolicy', target);
    return () => organizations(engine.root, 'DetachPolicy', target);
  };

  test('hears before any incident that a service control policy would refuse the deployed function, and not themselves', async () => {
    const permitted = async () => (await verdicts('--role-name', 'Admin'))('repair-is-permitted');
    const detach = await guardrail('TrailmendDestination');
    assert.equal((await permitted())?.verdict, 'healthy');
    await detach();
    await guardrail('Admin');
    const refused = await permitted();
    assert.equal(refused?.verdict, 'broken');
    assert.match(refused?.message ?? '', /`guardrail for Admin`/);
  });

  test('puts a policy back with it, and keeps that in their own account', async () => {
    const { trail } = three;
    const owner = inAccount(engine.root, LOG_ARCHIVE);
    const after = await readBucketPolicy(owner, trail.bucket);
    const theirs = {
      Effect: 'Allow',
      Principal: { AWS: LOG_ARCHIVE },
      Action: 's3:ListBucket',
      Resource: `arn:aws:s3:::${trail.bucket}`,
    };
    const before = JSON.stringify({ Version: '2012-10-17', Statement: [theirs] }, null, 3);
    const store = 'trailmend-storebucket-example';
    succeeded('CreateBucket', await bucketCall(engine.root, 'PUT', store, null));
    const resource = `arn:aws:s3:::${trail.bucket}`;
    const id = '20261121T165541Z-64be7403';
    const record = {
      ...{ version: 1, kind: 'remediation', id, at: '2026-11-21T16:55:41Z', outcome: 'restored' },
      trails: [{ trailArn: trail.arn, bucket: trail.bucket, delivers: false }],
      documents: [{ kind: 'bucket-policy', resource, owner: LOG_ARCHIVE, before, after, outcome: 'restored' }],
    };
    const key = recordKey(id) ?? '';
    succeeded('PutObject', await objectCall(engine.root, 'PUT', store, key, {}, JSON.stringify(record)));
    const rollback = (...args: readonly string[]) => trailmend(engine, engine.root, ['rollback', id, '--yes', ...args]);
    const refused = await rollback();
    assert.deepEqual([refused.exitCode, refused.output], [1, '']);
    assert.match(refused.errors, /^trailmend: .*`s3:GetBucketPolicy`/);
    const { exitCode, output, errors } = await rollback('--role-name', 'Admin');
    assert.equal(exitCode, 0, output + errors);
    assert.equal(await readBucketPolicy(owner, trail.bucket), before);
    const memory = await readObject(engine.root, store, memoryKey(trail.arn) ?? '');
    assert.match(memory.toString('utf8'), new RegExp(`"resource": "${resource}"`));
  });

  test('gets one sentence for a name that is none', async () => {
    const { exitCode, output, errors } = await run('check', '--role-name', 'arn:aws:iam::1:role/x y');
    assert.deepEqual([exitCode, output], [1, '']);
    assert.match(errors, /^trailmend: --role-name must be the name of a role, such as .*\n$/);
  });
});
