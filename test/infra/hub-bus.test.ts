import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { forwardedPatterns } from '../../infra/event-pattern.ts';
import { eventSources } from '../../shared/events/index.ts';
import type { OrganizationSettings, Settings } from '../../shared/settings/settings.ts';
import {
  ARCHIVE,
  type Deploy,
  deployOf,
  KEYS,
  MANAGEMENT,
  MEMBER_TRAIL,
  ORGANIZATION_TRAIL,
  organizationWith,
  SECURITY,
} from './organization.ts';
import { ofType, type Placed, placedBy } from './placed.ts';

const BOTH: Partial<Settings> = { trails: [ORGANIZATION_TRAIL, MEMBER_TRAIL] };
const busIn = (account: string, region: string) => `arn:aws:events:${region}:${account}:event-bus/trailmend`;

/** The one bus of a deploy, and its policy. */
function busOf({ hub }: Deploy) {
  const [bus, ...more] = Object.values(hub.findResources('AWS::Events::EventBus'));
  assert.deepEqual(more, []);
  hub.resourceCountIs('AWS::Events::EventBusPolicy', 0);
  return bus?.Properties;
}

it('very many accounts need one rule, which names none: each rule is a permission in a policy of 20 KB', () => {
  const accounts = (count: number) => Array.from({ length: count }, (_, at) => `${100_000_000_000 + at}`);
  const [few, many] = [200, 5_000].map((count) => forwardedPatterns(eventSources, accounts(count)));
  assert.deepEqual(
    few?.flatMap(({ account = [] }) => account),
    accounts(200),
  );
  assert.deepEqual(
    many?.map(({ account }) => account),
    [undefined],
  );
});

describe('the bus of the hub', () => {
  it('takes nothing but the forwarded events, and from nobody but the organization', () => {
    const { Name: name, Policy: policy } = busOf(deployOf(organizationWith()));
    assert.deepEqual(
      [name, policy],
      [
        'trailmend',
        {
          Version: '2012-10-17',
          Statement: [
            {
              ...{ Sid: 'AllowOrganization', Effect: 'Allow', Principal: '*', Action: 'events:PutEvents' },
              Resource: busIn(MANAGEMENT, 'eu-west-1'),
              Condition: {
                'ForAllValues:StringEquals': {
                  'events:source': ['aws.events', 'aws.iam', 'aws.kms', 'aws.organizations', 'aws.s3', 'aws.sns'],
                },
                StringEquals: {
                  'events:detail-type': 'AWS API Call via CloudTrail',
                  'aws:PrincipalOrgID': 'o-exampleorgid',
                },
              },
            },
          ],
        },
      ],
    );
  });

  it('takes only the sources of what lies elsewhere', () => {
    const sources = (changes: Partial<Settings>, organization: Partial<OrganizationSettings> = {}) =>
      busOf(deployOf(organizationWith(changes, organization))).Policy.Statement[0].Condition[
        'ForAllValues:StringEquals'
      ]['events:source'];
    const { kmsKeyArn: _, topicArn: __, ...bare } = ORGANIZATION_TRAIL;
    assert.deepEqual(sources({ trails: [bare] }), ['aws.events', 'aws.iam', 'aws.organizations', 'aws.s3']);
    assert.deepEqual(sources({ trails: [bare] }, { hubRegion: 'us-east-1' }), [
      'aws.cloudtrail',
      'aws.events',
      'aws.s3',
    ]);
    assert.ok(sources(BOTH).includes('aws.cloudtrail'));
  });

  it('is not made where everything lies at the hub', () => {
    const trailArn = ORGANIZATION_TRAIL.trailArn.replace('eu-west-1', 'us-east-1');
    const trail = { trailArn, bucket: 'all-here', organizationId: 'o-exampleorgid' };
    const deploy = deployOf(organizationWith({ trails: [trail] }));
    deploy.hub.resourceCountIs('AWS::Events::EventBus', 0);
    assert.deepEqual(placedBy(deploy), []);
  });
});

/** What the roles by which a stack forwards may do, and where its rules send events by them. */
function forwardingIn(placed: Placed) {
  const all = Object.entries(placed.resources);
  const unnamed = all.filter(([, { Type, Properties }]) => Type === 'AWS::IAM::Role' && !('RoleName' in Properties));
  const ids = unnamed.map(([id]) => id);
  const granted = ofType([placed], 'AWS::IAM::Policy')
    .filter(({ properties }) => ids.includes(properties.Roles[0].Ref))
    .flatMap(({ properties }) => properties.PolicyDocument.Statement);
  const rules = ofType([placed], 'AWS::Events::Rule').map(({ properties: { EventPattern: _, ...rest } }) => rest);
  return { ids, granted, rules };
}

describe('the rules of a destination', () => {
  for (const organization of [{}, { hubAccount: SECURITY, hubRegion: 'eu-central-1' }])
    it(`send to the bus of the hub by a role that may do just that: ${JSON.stringify(organization)}`, () => {
      const settings = organizationWith(BOTH, organization);
      const bus = busIn(
        settings.organization?.hubAccount ?? MANAGEMENT,
        settings.organization?.hubRegion ?? 'eu-west-1',
      );
      const forwarding = placedBy(deployOf(settings)).filter((one) => ofType([one], 'AWS::Events::Rule').length > 0);
      assert.ok(forwarding.length >= 4);
      for (const placed of forwarding) {
        const { ids, granted, rules } = forwardingIn(placed);
        assert.deepEqual(granted, [{ Effect: 'Allow', Action: 'events:PutEvents', Resource: bus }]);
        for (const { Description: _, ...rule } of rules)
          assert.deepEqual(rule, {
            State: 'ENABLED',
            Targets: [{ Id: 'Target0', Arn: bus, RoleArn: { 'Fn::GetAtt': [ids[0], 'Arn'] } }],
          });
      }
    });

  it('stand even where the hub gets in by roles of others', () => {
    const roles = { [ARCHIVE]: [`arn:aws:iam::${ARCHIVE}:role/Ours`] };
    const placed = placedBy(deployOf(organizationWith({}, { roles })));
    const archive = placed.filter(({ account }) => account === ARCHIVE);
    // The second one watches the first.
    assert.equal(ofType(archive, 'AWS::Events::Rule').length, 2);
    const keys = placed.filter(({ account }) => account === KEYS);
    assert.equal(ofType(keys, 'AWS::IAM::Role').length, ofType(archive, 'AWS::IAM::Role').length + 1);
  });

  it('nest nothing, and name no account but the hub’s', () => {
    const { stackSets } = deployOf(organizationWith(BOTH, { hubAccount: SECURITY }));
    for (const { properties, template } of stackSets.values()) {
      const types = Object.values(template.toJSON().Resources).map((resource) => Object(resource).Type);
      assert.deepEqual([...new Set(types)].sort(), ['AWS::Events::Rule', 'AWS::IAM::Policy', 'AWS::IAM::Role']);
      const accounts = [...properties.TemplateBody.matchAll(/:(\d{12}):/g)].map(([, account]) => account);
      assert.deepEqual([...new Set(accounts)], [SECURITY]);
    }
  });
});
