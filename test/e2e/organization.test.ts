import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { json, succeeded } from '../../sandbox/aws/caller.ts';
import { ACCOUNT, type Engine, startEngine } from '../../sandbox/engine/engine.ts';
import { whyNoEngine } from '../../sandbox/engine/ministack.ts';
import { cloudOrganizations, organizationClients } from '../../shared/aws/organizations.ts';
import { organizationPoliciesAllowDelivery } from '../../shared/checks/organization-policies-allow-delivery.ts';
import { judgeServiceControl } from '../../shared/checks/parts/service-control.ts';
import type { Organizations } from '../../shared/reconcile/ports.ts';
import { observationOf } from '../checks/case.ts';
import { findingOf } from '../checks/finding.ts';
import { trailWith } from '../trail/trails.ts';

const skip = whyNoEngine() ?? false;

/** The text of one field in an answer of the engine. */
function fieldOf(text: string, name: string): string {
  const found = new RegExp(`"${name}"\\s*:\\s*"([^"]+)"`).exec(text)?.[1];
  assert.ok(found !== undefined, `${name} is not in ${text}`);
  return found;
}

describe('an organization of the local engine', { skip, timeout: 60_000 }, () => {
  let engine: Engine;
  let port: Organizations;

  before(async () => {
    engine = await startEngine();
    const { endpoint, root } = engine;
    port = cloudOrganizations(organizationClients(() => async () => root.credentials, { endpoint }));
  });
  after(() => engine.stop());

  const call = async (operation: string, body: object): Promise<string> => {
    const answer = await json(engine.root, 'organizations', `AWSOrganizationsV20161128.${operation}`, body);
    return succeeded(operation, answer).text;
  };

  test('trusts CloudTrail, which has its role in the management account', async () => {
    const trusted = await port.trusted('aws', ACCOUNT);
    assert.deepEqual(trusted, { state: 'present', value: ['cloudtrail.amazonaws.com'] });
    const role = await port.serviceLinkedRole('aws', ACCOUNT);
    assert.ok(role.state === 'present' && role.value.endsWith('/AWSServiceRoleForCloudTrail'), JSON.stringify(role));
  });

  /** A member account in an organizational unit of its own. */
  const memberIn = async (name: string) => {
    const root = fieldOf(await call('ListRoots', {}), 'Id');
    const unit = fieldOf(await call('CreateOrganizationalUnit', { ParentId: root, Name: name }), 'Id');
    const made = await call('CreateAccount', { Email: `${name}@example.com`, AccountName: name });
    const account = fieldOf(made, 'AccountId');
    await call('MoveAccount', { AccountId: account, SourceParentId: root, DestinationParentId: unit });
    return { root, unit, account };
  };
  const attach = async (Type: string, TargetId: string, statement: object): Promise<void> => {
    const Content = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    const policy = { Name: `guard of ${TargetId}`, Description: '', Type, Content };
    await call('AttachPolicy', { PolicyId: fieldOf(await call('CreatePolicy', policy), 'Id'), TargetId });
  };

  test('has service control policies at every level above an account, which refuse a repair', async () => {
    const { root, unit, account } = await memberIn('Security');
    await attach('SERVICE_CONTROL_POLICY', unit, { Effect: 'Deny', Action: 's3:PutBucketPolicy', Resource: '*' });
    const read = await port.policies('aws', ACCOUNT, account, 'SERVICE_CONTROL_POLICY');
    assert.ok(read.state === 'present', JSON.stringify(read));
    assert.deepEqual(
      read.value.map(({ target, policies }) => [target, policies.map(({ name }) => name)]),
      [
        [account, ['FullAWSAccess']],
        [unit, [`guard of ${unit}`]],
        [root, ['FullAWSAccess']],
      ],
    );
    const wanted = { action: 's3:PutBucketPolicy', resource: 'arn:aws:s3:::audit-logs', roleArn: null };
    const result = judgeServiceControl(read.value, wanted);
    assert.ok(result.state === 'refused');
    assert.match(result.message, /^the service control policy `guard of ou-/);
  });

  test('has a resource control policy that denies CloudTrail: the check tells which', async () => {
    const { root, unit, account } = await memberIn('Archive');
    await call('EnablePolicyType', { RootId: root, PolicyType: 'RESOURCE_CONTROL_POLICY' });
    const deny = { Sid: 'Perimeter', Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' };
    await attach('RESOURCE_CONTROL_POLICY', unit, deny);
    const observation = observationOf({ name: '', bucketOwner: account, expect: { verdict: '' } });
    const resourcePolicies = await port.policies('aws', ACCOUNT, account, 'RESOURCE_CONTROL_POLICY');
    const surroundings = { ...observation.surroundings, resourcePolicies };
    const trail = trailWith({ organizationId: 'o-exampleorgid' });
    const finding = findingOf(organizationPoliciesAllowDelivery, { ...observation, trail, surroundings });
    assert.equal(finding.verdict, 'broken', finding.message);
    assert.match(finding.message, new RegExp(`\`guard of ${unit}\`.*statement 0 \\(\`Perimeter\`\\)`));
  });

  test('says so of an account that is not in it', async () => {
    const reading = await port.policies('aws', ACCOUNT, '999988887777', 'RESOURCE_CONTROL_POLICY');
    assert.deepEqual(reading, { state: 'absent' });
  });
});
