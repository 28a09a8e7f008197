import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { HubStack } from '../../infra/hub-stack.ts';
import { scopeOf } from '../../infra/scope.ts';
import { placeTowerRole } from '../../infra/tower-stack.ts';
import { eventSources } from '../../shared/events/index.ts';
import type { OrganizationSettings, Settings } from '../../shared/settings/settings.ts';
import { settings, stubChecks } from './stack.ts';

const [MANAGEMENT, HUB, OWNER] = ['111122223333', '777788889999', '444455556666'];
const EXECUTION = `arn:aws:iam::${OWNER}:role/AWSControlTowerExecution`;
const THROUGH = `arn:aws:iam::${MANAGEMENT}:role/TrailmendControlTower`;

/** The hub, and the further stacks, of an organization whose trail delivers into Control Tower's bucket. */
function stacksFor(changes: Partial<Settings>, organization: Partial<OrganizationSettings> = {}) {
  const trailArn = `arn:aws:cloudtrail:eu-west-1:${MANAGEMENT}:trail/aws-controltower-BaselineCloudTrail`;
  const bucket = `aws-controltower-logs-${OWNER}-eu-west-1`;
  const all: Settings = {
    ...settings,
    trails: [{ trailArn, bucket, bucketOwner: OWNER, organizationId: 'o-exampleorgid', prefix: 'o-exampleorgid' }],
    ...changes,
    organization: {
      ...{ id: 'o-exampleorgid', rootId: 'r-a1b2', managementAccount: MANAGEMENT },
      ...{ controlTower: { assumeExecutionRole: true }, ...organization },
    },
  };
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  const hub = new HubStack(app, 'Trailmend', {
    ...{ settings: all, scope: scopeOf(all), checks: stubChecks, eventSources },
  });
  placeTowerRole(app, hub, all);
  const others = app.synth().stacks.filter(({ stackName }) => stackName !== 'Trailmend');
  return { hub: Template.fromStack(hub), others };
}

/** What the function for Control Tower may assume, where there is one. */
const assumes = (hub: Template): unknown[] =>
  Object.values(hub.findResources('AWS::IAM::Policy'))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .filter(({ Sid }) => Sid === 'WriteForControlTower')
    .map(({ Resource }) => Resource);

const isTold = (hub: Template): boolean =>
  Object.values(hub.findResources('AWS::Lambda::Function')).some(
    ({ Properties }) => Properties.Environment?.Variables?.TRAILMEND_TOWER_FUNCTION !== undefined,
  );

describe('a hub that writes for Control Tower', () => {
  it('has a second function, which assumes the role of its account, and tells the first of it', () => {
    const { hub, others } = stacksFor({});
    assert.deepEqual([assumes(hub), others], [[EXECUTION], []]);
    hub.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: { TRAILMEND_TOWER_FUNCTION: { Ref: Match.stringLikeRegexp('^TowerRepairFunction') } },
      },
    });
  });

  it('gets there through a role of the management account, in a stack of its own, from anywhere else', () => {
    const { hub, others } = stacksFor({}, { hubAccount: HUB });
    assert.deepEqual(assumes(hub), [THROUGH]);
    const [stack] = others;
    assert.deepEqual(
      others.map(({ environment: { account, region } }) => [account, region]),
      [[MANAGEMENT, 'eu-west-1']],
    );
    assert.deepEqual(
      stack?.dependencies.map(({ id }) => id).filter((id) => id === 'Trailmend'),
      ['Trailmend'],
    );
    const template = Template.fromJSON(stack?.template ?? {});
    assert.deepEqual(assumes(template), [EXECUTION]);
    const trust = JSON.stringify(template.findResources('AWS::IAM::Role'));
    assert.match(trust, new RegExp(`"aws:PrincipalArn":"arn:aws:iam::${HUB}:role/TrailmendControlTowerWriter"`));
  });

  for (const [why, changes, organization] of [
    ['nobody turned it on', {}, { controlTower: { assumeExecutionRole: false } }],
    ['nothing is to be written', { alertOnly: true }, { hubAccount: HUB }],
    ['the bucket is none of Control Tower’s', { trails: settings.trails }, {}],
  ] as const)
    it(`has none where ${why}`, () => {
      const { hub, others } = stacksFor(changes, organization);
      assert.deepEqual([assumes(hub), isTold(hub), others], [[], false, []]);
      hub.resourceCountIs('AWS::Lambda::Function', 1);
    });
});
