import { type App, Stack } from 'aws-cdk-lib';
import { reachOf } from '../shared/settings/reach.ts';
import type { Settings } from '../shared/settings/settings.ts';
import { towerFunctionRole } from '../shared/settings/tower-reach.ts';
import { TowerRole } from './tower-role.ts';
import { towerScopeOf } from './tower-scope.ts';

/** The role of the management account on the way to AWSControlTowerExecution, where the hub lies elsewhere; a stack of its own. */
export function placeTowerRole(app: App, hub: Stack, settings: Settings): void {
  const scope = towerScopeOf(settings);
  if (scope === null || scope.through === null || settings.organization === undefined) return;
  const stack = new Stack(app, `TrailmendControlTower-${scope.through}`, {
    env: { account: scope.through, region: reachOf(settings).region },
    description: 'Trailmend: lets the function for the bucket policies of Control Tower through',
    tags: { application: 'trailmend' },
  });
  new TowerRole(stack, 'TowerRole', {
    functionRole: towerFunctionRole(settings),
    organizationId: settings.organization.id,
    executionRoles: scope.executionRoles,
  });
  stack.addStackDependency(hub);
}
