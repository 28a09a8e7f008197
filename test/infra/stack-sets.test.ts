import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  ARCHIVE,
  deployOf,
  KEYS,
  MANAGEMENT,
  MEMBER_TRAIL,
  ORGANIZATION_TRAIL,
  organizationWith,
  SECURITY,
} from './organization.ts';

const SETTINGS = organizationWith();
const TWO_REGIONS = { ...ORGANIZATION_TRAIL, bucketRegion: 'eu-central-1' };

/** The properties of all StackSets, without their templates. */
function propertiesOf(settings = SETTINGS) {
  return [...deployOf(settings).stackSets.values()].map(({ properties: { TemplateBody: _, ...rest } }) => rest);
}

describe('a StackSet of destinations', () => {
  it('is service-managed, for the named accounts alone, and no account that comes later gets anything by itself', () => {
    const [archive, keys, ...more] = propertiesOf();
    assert.deepEqual(more, []);
    assert.deepEqual(archive, {
      StackSetName: 'Trailmend-Destinations66',
      Description: 'Trailmend: forwards events to the hub, and lets it in',
      PermissionModel: 'SERVICE_MANAGED',
      CallAs: 'SELF',
      // Without it nothing is retained: an account that leaves the organization keeps no role.
      AutoDeployment: { Enabled: false },
      ManagedExecution: { Active: true },
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      OperationPreferences: {
        ...{ FailureTolerancePercentage: 0, MaxConcurrentPercentage: 100 },
        ...{ ConcurrencyMode: 'SOFT_FAILURE_TOLERANCE', RegionConcurrencyType: 'PARALLEL' },
      },
      StackInstancesGroup: [
        {
          DeploymentTargets: {
            ...{ OrganizationalUnitIds: ['r-a1b2'], Accounts: [ARCHIVE], AccountFilterType: 'INTERSECTION' },
          },
          Regions: ['eu-west-1'],
        },
      ],
      Tags: [{ Key: 'application', Value: 'trailmend' }],
    });
    assert.deepEqual(keys?.StackInstancesGroup[0]?.DeploymentTargets.Accounts, [KEYS]);
  });

  it('is called as a delegated administrator where the hub is one, and reaches neither it nor the management account', () => {
    for (const hubAccount of [SECURITY, ARCHIVE]) {
      const all = propertiesOf(organizationWith({ trails: [ORGANIZATION_TRAIL, MEMBER_TRAIL] }, { hubAccount }));
      assert.ok(all.length >= 2);
      for (const { CallAs, StackInstancesGroup } of all) {
        assert.equal(CallAs, 'DELEGATED_ADMIN');
        const accounts = StackInstancesGroup.flatMap(({ DeploymentTargets }) => DeploymentTargets.Accounts);
        assert.deepEqual(
          accounts.filter((account) => account === hubAccount || account === MANAGEMENT),
          [],
        );
      }
    }
  });

  it('names each account once, with all of its Regions', () => {
    const neighbour = '999900001166';
    const trailArn = `arn:aws:cloudtrail:us-west-2:${neighbour}:trail/own`;
    const [shared] = propertiesOf(organizationWith({ trails: [TWO_REGIONS, { trailArn, bucket: 'own' }] }));
    const groups = shared?.StackInstancesGroup.map(({ DeploymentTargets: { Accounts }, Regions }) => [
      Accounts,
      Regions,
    ]);
    assert.deepEqual(groups, [
      [[ARCHIVE], ['eu-central-1', 'eu-west-1']],
      [[neighbour], ['eu-west-1', 'us-west-2']],
    ]);
  });

  it('is made after the bus that its rules send to', () => {
    const { hub } = deployOf(SETTINGS);
    const [bus = ''] = Object.keys(hub.findResources('AWS::Events::EventBus'));
    for (const { DependsOn } of Object.values(hub.findResources('AWS::CloudFormation::StackSet')))
      assert.ok(DependsOn.includes(bus));
  });

  it('is not made where people deploy templates: what stands at the hub and in management is the same', () => {
    const [sets, templates] = [SETTINGS, organizationWith({}, { destinations: 'templates' })].map((one) =>
      deployOf(one),
    );
    assert.equal(templates?.stackSets.size, 0);
    assert.deepEqual(
      [...(templates?.direct.values() ?? [])].map(({ template }) => template.toJSON()),
      [...(sets?.direct.values() ?? [])].map(({ template }) => template.toJSON()),
    );
    assert.deepEqual(templates?.hub.findResources('AWS::IAM::Policy'), sets?.hub.findResources('AWS::IAM::Policy'));
  });
});

describe('a hub', () => {
  const direct = (hubAccount: string) => {
    const deploy = deployOf(organizationWith({ trails: [TWO_REGIONS, MEMBER_TRAIL] }, { hubAccount }));
    return [...deploy.direct.values()].map(({ account, region }) => `${account} ${region}`).sort();
  };

  it('in a delegated administrator has the management account’s part deployed directly, in each of its Regions', () => {
    assert.deepEqual(direct(SECURITY), [`${MANAGEMENT} eu-west-1`, `${MANAGEMENT} us-east-1`]);
  });

  it('that has something in other Regions of its own account forwards from there', () => {
    assert.deepEqual(direct(ARCHIVE), [
      ...[`${MANAGEMENT} eu-west-1`, `${MANAGEMENT} us-east-1`, `${ARCHIVE} eu-central-1`],
    ]);
  });
});
