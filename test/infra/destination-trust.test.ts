import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  ARCHIVE,
  type Deploy,
  deployOf,
  KEYS,
  MANAGEMENT,
  MEMBER,
  MEMBER_TRAIL,
  ORGANIZATION_TRAIL,
  organizationWith,
  SECURITY,
} from './organization.ts';
import { ofType, placedBy } from './placed.ts';

const TRAILS = [ORGANIZATION_TRAIL, MEMBER_TRAIL];

/** What the one role lets in: the hub's, from within the organization. */
const trustOf = (hubAccount: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${hubAccount}:root` },
      Action: 'sts:AssumeRole',
      Condition: {
        ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${hubAccount}:role/TrailmendHub` },
        StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' },
      },
    },
  ],
});

const FORWARDS = {
  Version: '2012-10-17',
  Statement: (account: string) => [
    {
      ...{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'events.amazonaws.com' } },
      Condition: { StringEquals: { 'aws:SourceAccount': account } },
    },
  ],
};

/** The accounts and Regions that have the destination's role; every other role is one that EventBridge forwards by. */
function rolesIn(deploy: Deploy, hubAccount: string): readonly string[] {
  return ofType(placedBy(deploy), 'AWS::IAM::Role').flatMap(({ account, region, properties }) => {
    const {
      RoleName: name,
      AssumeRolePolicyDocument: trust,
      ManagedPolicyArns: managed,
      Policies: inline,
    } = properties;
    assert.deepEqual([managed, inline], [undefined, undefined]);
    if (name === undefined) {
      assert.deepEqual(trust, { ...FORWARDS, Statement: FORWARDS.Statement(account) });
      return [];
    }
    assert.equal(name, 'TrailmendDestination');
    assert.deepEqual(trust, trustOf(hubAccount));
    return [`${account} ${region}`];
  });
}

/** The name of the role that the function runs under, and what it may assume. */
function hubOf({ hub }: Deploy): { readonly name: unknown; readonly assumes: unknown } {
  const roles = Object.values(hub.findResources('AWS::IAM::Role'));
  const own = roles.find(({ Properties }) => Properties.RoleName === 'TrailmendHub');
  assert.deepEqual(own?.Properties.AssumeRolePolicyDocument.Statement, [
    { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } },
  ]);
  const statements = Object.values(hub.findResources('AWS::IAM::Policy')).flatMap(
    ({ Properties }): Record<string, unknown>[] => Properties.PolicyDocument.Statement,
  );
  const assume = statements.find(({ Sid }) => Sid === 'AssumeDestinations');
  return { name: own?.Properties.RoleName, assumes: [assume?.['Resource']].flat() };
}

const roleIn = (account: string) => `arn:aws:iam::${account}:role/TrailmendDestination`;

describe('the role of a destination', () => {
  it('trusts exactly the hub’s role, of its organization, in every account and once in each', () => {
    const deploy = deployOf(organizationWith({ trails: TRAILS }));
    assert.deepEqual(rolesIn(deploy, MANAGEMENT).toSorted(), [
      `${MEMBER} eu-west-1`,
      `${ARCHIVE} eu-west-1`,
      `${KEYS} eu-west-1`,
    ]);
    assert.deepEqual(hubOf(deploy), { name: 'TrailmendHub', assumes: [MEMBER, ARCHIVE, KEYS].map(roleIn) });
  });

  it('is the same where it is deployed directly, and the hub has none to get into its own account', () => {
    const deploy = deployOf(organizationWith({ trails: TRAILS }, { hubAccount: SECURITY }));
    assert.deepEqual(rolesIn(deploy, SECURITY).toSorted(), [
      `${MANAGEMENT} eu-west-1`,
      `${MEMBER} eu-west-1`,
      `${ARCHIVE} eu-west-1`,
      `${KEYS} eu-west-1`,
    ]);
    assert.deepEqual(hubOf(deploy).assumes, [MANAGEMENT, MEMBER, ARCHIVE, KEYS].map(roleIn));
  });

  it('is not made where the hub gets in by roles of others, and only the first of a chain is the hub’s to assume', () => {
    const chain = [`arn:aws:iam::${SECURITY}:role/Gate`, `arn:aws:iam::${ARCHIVE}:role/Ours`];
    const deploy = deployOf(organizationWith({}, { roles: { [ARCHIVE]: chain } }));
    assert.deepEqual(rolesIn(deploy, MANAGEMENT), [`${KEYS} eu-west-1`]);
    assert.deepEqual(hubOf(deploy).assumes, [roleIn(KEYS), chain[0]]);
  });

  it('is made in the hub’s Region, wherever things lie, and in a Region that the account uses where the hub’s is opt-in', () => {
    const trails = [{ ...ORGANIZATION_TRAIL, bucketRegion: 'eu-central-1' }];
    const abroad = deployOf(organizationWith({ trails }));
    assert.deepEqual(rolesIn(abroad, MANAGEMENT), [`${ARCHIVE} eu-west-1`, `${KEYS} eu-west-1`]);
    const optIn = deployOf(organizationWith({ trails }, { hubRegion: 'eu-south-2' }));
    assert.deepEqual(rolesIn(optIn, MANAGEMENT), [`${ARCHIVE} eu-central-1`, `${KEYS} eu-west-1`]);
  });
});
