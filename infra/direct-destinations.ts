import type { App, Stack } from 'aws-cdk-lib';
import { type DestinationsProps, destinationsOf } from './destination.ts';
import { DestinationStack } from './destination-stack.ts';
import { isReachedByStackSets } from './destinations.ts';
import type { OrganizationScope } from './organization-scope.ts';

/**
 * The destinations that the app deploys itself, a stack for each Region: those of the management account, which StackSets never
 * reach (CloudFormation user guide, "Service-managed permissions"), and of the hub's own.
 */
export function placeDirectly(app: App, organization: OrganizationScope, hub: Stack, props: DestinationsProps): void {
  const { destinations } = destinationsOf(organization, props);
  for (const destination of destinations.filter((one) => !isReachedByStackSets(one, organization))) {
    const { account, regions } = destination;
    for (const region of regions) {
      const stack = new DestinationStack(app, `TrailmendDestination-${account}-${region}`, {
        ...{ organization, destinations: [destination] },
        env: { account, region },
      });
      // Events find the bus, and the hub is there to be let in.
      stack.addStackDependency(hub);
    }
  }
}
