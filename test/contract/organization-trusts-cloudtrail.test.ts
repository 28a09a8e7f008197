import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Finding } from '../../shared/checks/check.ts';
import { organizationTrustsCloudtrail } from '../../shared/checks/organization-trusts-cloudtrail.ts';
import { aroundOrganization } from '../../shared/reconcile/around-organization.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { observationOf } from '../checks/case.ts';
import { findingOf } from '../checks/finding.ts';
import { ORGANIZATION, trailWith } from '../trail/trails.ts';
import { type OrganizationAnswer, type OrganizationCall, organizationService } from './organization-service.ts';

const trusts = (name: string) => ({ ServicePrincipal: name, DateEnabled: 1_700_000_000.123 });

/** An organization that trusts CloudTrail, which the second page tells. */
function trusting({ operation, input }: OrganizationCall): OrganizationAnswer {
  if (operation === 'GetRole')
    return { RoleName: input.RoleName, Arn: `arn:aws:iam::${ORGANIZATION.account}:role/aws-service-role/r` };
  if (input.NextToken === undefined)
    return { EnabledServicePrincipals: [trusts('sso.amazonaws.com')], NextToken: 'more' };
  return { EnabledServicePrincipals: [trusts('cloudtrail.amazonaws.com')] };
}

/** What the check says of an organization that answers so, and what it was asked. */
async function judged(
  answer: typeof trusting,
  trail: Trail = ORGANIZATION,
): Promise<readonly [Finding, readonly OrganizationCall[]]> {
  const service = await organizationService(answer);
  try {
    const { arn: trailArn, bucket } = trail;
    const settings = { trailArn, bucket, organizationId: 'o-exampleorgid' };
    const organization = await aroundOrganization(settings, service.port, (_, read) => read());
    const observation = observationOf({ name: '', trail, expect: { verdict: '' } });
    const surroundings = { ...observation.surroundings, ...organization };
    return [findingOf(organizationTrustsCloudtrail, { ...observation, trail, surroundings }), service.calls];
  } finally {
    await service.stop();
  }
}

const except =
  (operation: string, answer: OrganizationAnswer) =>
  (call: OrganizationCall): OrganizationAnswer =>
    call.operation === operation ? answer : trusting(call);

const TRUST = 'ListAWSServiceAccessForOrganization';

describe('the trust of an organization, over the wire', () => {
  it('is read to the last page, and the role by its name', async () => {
    const [finding, calls] = await judged(trusting);
    assert.equal(finding.verdict, 'healthy', finding.message);
    assert.deepEqual(
      calls.map(({ operation, input }) => [operation, input.NextToken ?? input.RoleName ?? null]).sort(),
      [
        ['GetRole', 'AWSServiceRoleForCloudTrail'],
        [TRUST, 'more'],
        [TRUST, null],
      ].sort(),
    );
  });

  it('is asked for where each partition has its endpoint', async () => {
    const scopes = async (partition: Trail['partition'], region: string): Promise<readonly string[]> => {
      const [, calls] = await judged(trusting, trailWith({ organizationId: 'o-exampleorgid', partition, region }));
      return [...new Set(calls.map(({ scope }) => scope))].sort();
    };
    assert.deepEqual(await scopes('aws', 'eu-west-1'), ['us-east-1/iam', 'us-east-1/organizations']);
    assert.deepEqual(await scopes('aws-us-gov', 'us-gov-east-1'), ['us-gov-west-1/iam', 'us-gov-west-1/organizations']);
    assert.deepEqual(await scopes('aws-cn', 'cn-north-1'), ['cn-north-1/iam', 'cn-northwest-1/organizations']);
  });

  it('is gone: the command is told', async () => {
    const [finding] = await judged(except(TRUST, { EnabledServicePrincipals: [] }));
    assert.equal(finding.verdict, 'broken');
    assert.match(JSON.stringify(finding.advice), /enable-aws-service-access/);
  });

  it('is there, and the role is gone', async () => {
    const [finding] = await judged(except('GetRole', { error: 'NoSuchEntity', status: 404 }));
    assert.equal(finding.verdict, 'broken');
    assert.match(JSON.stringify(finding.advice), /create-service-linked-role/);
  });

  it('is not for the caller to ask', async () => {
    const [trust] = await judged(except(TRUST, { error: 'AccessDeniedException', status: 400 }));
    assert.equal(trust.verdict, 'unknown');
    assert.match(trust.message, /may ask\): AWS denied `organizations:ListAWSServiceAccessForOrganization`/);
    const [role] = await judged(except('GetRole', { error: 'AccessDenied', status: 403 }));
    assert.match(role.message, /AWS denied `iam:GetRole` on arn:aws:iam::111122223333:role\/aws-service-role\//);
  });

  it('is asked with the credentials of another account: its role says nothing', async () => {
    const [finding] = await judged(except('GetRole', { Arn: 'arn:aws:iam::777788889999:role/r', RoleName: 'r' }));
    assert.deepEqual([finding.verdict], ['unknown']);
    assert.match(finding.message, /the credentials are of another account than `111122223333`/);
  });

  it('is of no organization at all', async () => {
    const [finding] = await judged(except(TRUST, { error: 'AWSOrganizationsNotInUseException', status: 400 }));
    assert.equal(finding.verdict, 'unknown');
    assert.match(finding.message, /in no organization/);
  });
});
