import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Answer, asOwnerOf, type Caller, inAccount, json, rest, succeeded } from '../../sandbox/aws/caller.ts';
import { kmsCall } from '../../sandbox/aws/kms.ts';
import { organizations, organizationsCall } from '../../sandbox/aws/organizations.ts';
import { bucketCall, listObjects } from '../../sandbox/aws/s3.ts';
import {
  ACCOUNT,
  type Engine,
  LOG_ARCHIVE,
  ORGANIZATION,
  REGION,
  SECURITY_TOOLING,
  startEngine,
} from '../../sandbox/engine/engine.ts';
import { whyNoEngine } from '../../sandbox/engine/ministack.ts';
import { cloudTrail } from '../../sandbox/side-car/trails.ts';
import { setThreeAccounts, type ThreeAccounts } from '../../sandbox/stage/three-accounts.ts';
import { until } from '../../sandbox/stage/until.ts';
import { statusOf, untilDelivering } from '../../sandbox/stage/watch.ts';
import { document, inRole, makeRole } from './roles.ts';

const skip = whyNoEngine() ?? false;
const STRANGER = '999988887777';
const DELEGATE = { [SECURITY_TOOLING]: ['cloudtrail.amazonaws.com'] };
const LANDING_ZONE = {
  region: REGION,
  version: '3.3',
  latestVersion: '4.0',
  status: 'ACTIVE',
  isDrifted: false,
} as const;
const ANYTHING = { Effect: 'Allow', Action: '*', Resource: '*' };

type Trails = { readonly trailList: readonly { readonly TrailARN: string }[] };
type Listed = { readonly Accounts: readonly { readonly Id: string }[] };

describe('the accounts of an organization', { skip, timeout: 60_000 }, () => {
  let engine: Engine;
  let three: ThreeAccounts;
  let archive: Caller;
  let security: Caller;

  before(async () => {
    engine = await startEngine({ logFilesMs: 50, delegatedAdministrators: DELEGATE, landingZone: LANDING_ZONE });
    archive = inAccount(engine.root, LOG_ARCHIVE);
    security = inAccount(engine.root, SECURITY_TOOLING);
    three = await setThreeAccounts(engine);
    await untilDelivering(engine, three.trail);
  });
  after(() => engine.stop());

  const trailError = (caller: Caller, operation: string): Promise<string | null> => {
    const target = `com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.${operation}`;
    return json(caller, 'cloudtrail', target, { Name: three.trail.arn }).then(({ errorCode }) => errorCode);
  };
  const deliveryError = (wanted: string | null) =>
    until(async () => {
      const { LatestDeliveryError: error = null } = await statusOf(engine, three.trail);
      return error === wanted ? true : null;
    }, 5_000);

  /** Somebody in a role of an account, with these rights. */
  const inRoleOf = async (account: string, name: string, ...rights: readonly object[]): Promise<Caller> => {
    const root = { Principal: { AWS: `arn:aws:iam::${account}:root` } };
    const arn = await makeRole(engine, account, name, root, ...rights.map((one) => ({ ...one })));
    return inRole(inAccount(engine.root, account), arn);
  };

  test('get their log files in the bucket of Log Archive, with the key of security tooling', async () => {
    const { bucket } = three.trail;
    for (const account of [ACCOUNT, LOG_ARCHIVE, SECURITY_TOOLING]) {
      const folder = `AWSLogs/${ORGANIZATION.id}/${account}/CloudTrail/`;
      const found = await until(async () => {
        const objects = await listObjects(inAccount(engine.behind, LOG_ARCHIVE), bucket, folder);
        return objects.length > 0 ? objects : null;
      }, 5_000);
      assert.notEqual(found, null, account);
    }
  });

  test('can each stop the delivery, which heals with the policy', async () => {
    const { trail, bucketPolicy, keyPolicy } = three;
    const { bucket, kmsKeyArn: KeyId } = trail;
    succeeded('DeleteBucketPolicy', await bucketCall(archive, 'DELETE', bucket, 'policy'));
    assert.equal(await deliveryError('AccessDenied'), true);
    succeeded('PutBucketPolicy', await bucketCall(archive, 'PUT', bucket, 'policy', bucketPolicy));
    assert.equal(await deliveryError(null), true);
    succeeded('DisableKey', await kmsCall(security, 'DisableKey', { KeyId }));
    assert.equal(await deliveryError('KMS.DisabledException'), true);
    succeeded('EnableKey', await kmsCall(security, 'EnableKey', { KeyId }));
    succeeded('PutKeyPolicy', await kmsCall(security, 'PutKeyPolicy', { KeyId, Policy: keyPolicy }));
    assert.equal(await deliveryError(null), true);
  });

  test('see the trail of the organization, and only administrators change it', async () => {
    const { arn } = three.trail;
    const { trailList } = await cloudTrail<Trails>(archive, 'DescribeTrails', {});
    assert.deepEqual(
      trailList.map(({ TrailARN }) => TrailARN),
      [arn],
    );
    const own = await cloudTrail<Trails>(archive, 'DescribeTrails', { includeShadowTrails: false });
    assert.deepEqual(own.trailList, []);
    const { Trail } = await cloudTrail<{ Trail: { S3BucketName: string } }>(archive, 'GetTrail', { Name: arn });
    assert.equal(Trail.S3BucketName, three.trail.bucket);
    const status = await cloudTrail<{ IsLogging: boolean; LatestDeliveryTime?: number }>(archive, 'GetTrailStatus', {
      Name: arn,
    });
    assert.ok(status.IsLogging && status.LatestDeliveryTime !== undefined, JSON.stringify(status));
    assert.equal(await trailError(archive, 'StopLogging'), 'NotOrganizationMasterAccountException');
    assert.equal(await trailError(inAccount(engine.root, STRANGER), 'GetTrail'), 'TrailNotFoundException');
    assert.equal(await trailError(security, 'StopLogging'), null);
    assert.equal((await statusOf(engine, three.trail)).IsLogging, false);
    assert.equal(await trailError(security, 'StartLogging'), null);
    const blind = await inRoleOf(LOG_ARCHIVE, 'Blind', { Effect: 'Allow', Action: 's3:*', Resource: '*' });
    assert.equal(await trailError(blind, 'GetTrail'), 'AccessDeniedException');
  });

  test('are listed to the management account and its delegates, by their numbers', async () => {
    const wanted = [ACCOUNT, LOG_ARCHIVE, SECURITY_TOOLING].sort();
    for (const caller of [engine.root, security]) {
      const { Accounts } = await organizations<Listed>(caller, 'ListAccounts');
      assert.deepEqual(Accounts.map(({ Id }) => Id).sort(), wanted);
    }
    const { DelegatedAdministrators } = await organizations<{ DelegatedAdministrators: readonly { Id: string }[] }>(
      engine.root,
      'ListDelegatedAdministrators',
      { ServicePrincipal: 'cloudtrail.amazonaws.com' },
    );
    assert.deepEqual(
      DelegatedAdministrators.map(({ Id }) => Id),
      [SECURITY_TOOLING],
    );
    const denied = async (caller: Caller, operation: string): Promise<string | null> =>
      (await organizationsCall(caller, operation, {})).errorCode;
    assert.equal(await denied(archive, 'ListAccounts'), 'AccessDeniedException');
    const { Organization } = await organizations<{ Organization: { Id: string } }>(archive, 'DescribeOrganization');
    assert.equal(Organization.Id, ORGANIZATION.id);
    assert.equal(await denied(security, 'CreateOrganizationalUnit'), 'AccessDeniedException');
    const reader = { Effect: 'Allow', Action: 'organizations:ListAccounts', Resource: '*' };
    const hub = await inRoleOf(ACCOUNT, 'Reader', reader);
    assert.equal(await denied(hub, 'ListAccounts'), null);
    assert.equal(await denied(hub, 'ListRoots'), 'AccessDeniedException');
    assert.equal(
      await denied(await inRoleOf(SECURITY_TOOLING, 'Reader', reader), 'ListRoots'),
      'AccessDeniedException',
    );
  });

  test('are held by the service control policies that hang on them, and on nobody else', async () => {
    const { bucket, kmsKeyArn: KeyId } = three.trail;
    const admin = await inRoleOf(LOG_ARCHIVE, 'Admin', ANYTHING);
    const execution = await inRoleOf(LOG_ARCHIVE, 'AWSControlTowerExecution', ANYTHING);
    const elsewhere = await inRoleOf(SECURITY_TOOLING, 'Admin', ANYTHING);
    const put = (caller: Caller): Promise<Answer> => bucketCall(caller, 'PUT', bucket, 'policy', three.bucketPolicy);
    assert.equal((await put(admin)).status, 204);
    const Content = document({
      Sid: 'GRAUDITBUCKETPOLICYCHANGESPROHIBITED',
      ...{ Effect: 'Deny', Action: 's3:PutBucketPolicy', Resource: '*' },
      Condition: { ArnNotLike: { 'aws:PrincipalARN': 'arn:aws:iam::*:role/AWSControlTowerExecution' } },
    });
    const policy = { Name: 'guardrail', Description: '', Type: 'SERVICE_CONTROL_POLICY', Content };
    const made = await organizations<{ Policy: { PolicySummary: { Id: string } } }>(
      engine.root,
      'CreatePolicy',
      policy,
    );
    const { Id: PolicyId } = made.Policy.PolicySummary;
    await organizations(engine.root, 'AttachPolicy', { PolicyId, TargetId: LOG_ARCHIVE });
    const refused = await put(admin);
    assert.equal(refused.errorCode, 'AccessDenied');
    assert.match(refused.text, /s3:PutBucketPolicy.*explicit deny in a service control policy/);
    assert.equal((await put(execution)).status, 204);
    const { keyPolicy: Policy } = three;
    assert.equal((await kmsCall(elsewhere, 'PutKeyPolicy', { KeyId, Policy })).errorCode, null);
    const ask = { TargetId: LOG_ARCHIVE, Filter: 'SERVICE_CONTROL_POLICY' };
    const { Policies } = await organizations<{ Policies: readonly { Name: string }[] }>(
      engine.root,
      'ListPoliciesForTarget',
      ask,
    );
    assert.ok(Policies.some(({ Name }) => Name === 'guardrail'));
    await organizations(engine.root, 'DetachPolicy', { PolicyId, TargetId: LOG_ARCHIVE });
    assert.equal((await put(admin)).status, 204);
  });

  test('refuse keys and principals of theirs that are not there', async () => {
    const { kmsKeyArn, bucket } = three.trail;
    const theirs = asOwnerOf(engine.root, kmsKeyArn ?? '');
    const disabled = await kmsCall(archive, 'DisableKey', { KeyId: kmsKeyArn });
    assert.notEqual(disabled.errorCode, null);
    assert.equal((await kmsCall(theirs, 'DescribeKey', { KeyId: kmsKeyArn })).errorCode, null);
    const nobody = { AWS: `arn:aws:iam::${SECURITY_TOOLING}:role/nobody` };
    const policy = document({
      Effect: 'Allow',
      Principal: nobody,
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::${bucket}/*`,
    });
    assert.equal((await bucketCall(archive, 'PUT', bucket, 'policy', policy)).errorCode, 'MalformedPolicy');
  });

  test('have a landing zone, which Control Tower shows to the management account', async () => {
    const list = (caller: Caller): Promise<Answer> =>
      rest(caller, { service: 'controltower', method: 'POST', path: '/list-landingzones', body: '{}' });
    assert.match((await list(engine.root)).text, /:landingzone\//);
    assert.equal((await list(archive)).errorCode, 'AccessDeniedException');
    const { text } = await rest(engine.root, {
      ...{ service: 'controltower', method: 'POST', path: '/get-landingzone' },
      body: JSON.stringify({ landingZoneIdentifier: 'arn' }),
    });
    assert.equal(JSON.parse(text).landingZone.latestAvailableVersion, '4.0');
  });
});
