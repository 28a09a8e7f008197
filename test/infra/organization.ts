import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { placeDirectly } from '../../infra/direct-destinations.ts';
import { HubStack } from '../../infra/hub-stack.ts';
import { scopeOf } from '../../infra/scope.ts';
import { checks } from '../../shared/checks/index.ts';
import { eventSources } from '../../shared/events/index.ts';
import type { OrganizationSettings, Settings, TrailSettings } from '../../shared/settings/settings.ts';
import { settings } from './stack.ts';

export const MANAGEMENT = '111122223333';
export const ARCHIVE = '444455556666';
export const KEYS = '555566667777';
export const SECURITY = '777788889999';
export const MEMBER = '222233334444';

/** The organization, with its hub in the management account. */
export const ORGANIZATION: OrganizationSettings = {
  id: 'o-exampleorgid',
  rootId: 'r-a1b2',
  managementAccount: MANAGEMENT,
};

/** An organization trail of which everything lies elsewhere: bucket and topic in Log Archive, the key in a third account. */
export const ORGANIZATION_TRAIL: TrailSettings = {
  trailArn: `arn:aws:cloudtrail:eu-west-1:${MANAGEMENT}:trail/org`,
  bucket: 'org-logs',
  bucketOwner: ARCHIVE,
  organizationId: ORGANIZATION.id,
  kmsKeyArn: `arn:aws:kms:eu-west-1:${KEYS}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
  topicArn: `arn:aws:sns:eu-west-1:${ARCHIVE}:logs`,
};

/** A trail of a member account that has everything there, in a Region of its own. */
export const MEMBER_TRAIL: TrailSettings = {
  trailArn: `arn:aws:cloudtrail:us-east-2:${MEMBER}:trail/own`,
  bucket: 'member-logs',
  sourceOrganizationId: ORGANIZATION.id,
  kmsKeyArn: `arn:aws:kms:us-east-2:${MEMBER}:key/member`,
};

/** Settings with one deploy for the organization. */
export function organizationWith(
  changes: Partial<Settings> = {},
  organization: Partial<OrganizationSettings> = {},
): Settings {
  return { ...settings, trails: [ORGANIZATION_TRAIL], ...changes, organization: { ...ORGANIZATION, ...organization } };
}

/** A stack that is deployed directly, and where. */
export type DirectStack = { readonly account: string; readonly region: string; readonly template: Template };

/** A StackSet: its properties, and the template in them. */
export type StackSet = { readonly properties: StackSetProperties; readonly template: Template };

export type StackSetProperties = Readonly<Record<string, unknown>> & {
  readonly StackInstancesGroup: readonly {
    readonly DeploymentTargets: { readonly Accounts: readonly string[] };
    readonly Regions: readonly string[];
  }[];
  readonly TemplateBody: string;
};

/** Everything that the app makes of settings, by name. */
export type Deploy = {
  readonly settings: Settings;
  readonly hub: Template;
  readonly direct: ReadonlyMap<string, DirectStack>;
  readonly stackSets: ReadonlyMap<string, StackSet>;
};

/** What `cdk deploy --all` would place for these settings; the handler is not bundled. */
export function deployOf(
  changed: Settings,
  app = new App({ context: { 'aws:cdk:bundling-stacks': [], '@aws-cdk/aws-iam:minimizePolicies': true } }),
): Deploy {
  const scope = scopeOf(changed);
  const derived = { settings: changed, checks, eventSources };
  const hub = new HubStack(app, 'Trailmend', { ...derived, scope });
  if (scope.organization !== null) placeDirectly(app, scope.organization, hub, derived);
  const { stacks } = app.synth();
  const direct = stacks.flatMap(({ stackName, template, environment: { account, region } }) =>
    stackName === 'Trailmend' ? [] : [[stackName, { account, region, template: Template.fromJSON(template) }] as const],
  );
  const template = Template.fromStack(hub);
  const found = Object.values(template.findResources('AWS::CloudFormation::StackSet'));
  const stackSets = found.map(({ Properties: properties }): [string, StackSet] => [
    properties.StackSetName,
    { properties, template: Template.fromJSON(JSON.parse(properties.TemplateBody)) },
  ]);
  return { settings: changed, hub: template, direct: new Map(direct), stackSets: new Map(stackSets) };
}
