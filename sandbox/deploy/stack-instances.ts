import { asList, isMap, type JsonMap, texts } from '../delivery/json.ts';
import { isInOrganization, type Organization } from '../side-car/organization.ts';

/** One stack of a StackSet: what is deployed where. */
export type StackInstance = {
  readonly account: string;
  readonly region: string;
  readonly stackName: string;
  readonly templateBody: string;
  readonly capabilities: readonly string[];
};

/** What CloudFormation takes as TemplateBody, in bytes (CloudFormation API reference, CreateStackSet). */
const BODY_LIMIT = 51_200;

/** The organization that a StackSet is deployed in, and the id of its root, which stands for all accounts. */
export type Targets = { readonly organization: Organization; readonly rootId: string };

function refuseAccounts(name: string, accounts: readonly string[], { organization }: Targets): void {
  for (const account of accounts) {
    if (account === organization.managementAccount)
      throw new Error(
        `the StackSet ${name} targets the management account ${account}, which StackSets never deploy to`,
      );
    if (!isInOrganization(organization, account))
      throw new Error(`the StackSet ${name} targets ${account}, which is not in the organization`);
  }
}

/** The accounts of a group: those that are named, within the root (StackSets API reference, DeploymentTargets). */
function accountsOf(name: string, targets: unknown, world: Targets): readonly string[] {
  const { OrganizationalUnitIds: units, Accounts, AccountFilterType: filter } = isMap(targets) ? targets : {};
  if (!texts(units).includes(world.rootId))
    throw new Error(`the StackSet ${name} has to target the root ${world.rootId}: other units are not played`);
  if (filter !== 'INTERSECTION') throw new Error(`the StackSet ${name} has to name its accounts by INTERSECTION`);
  const accounts = texts(Accounts);
  refuseAccounts(name, accounts, world);
  return accounts;
}

/** The stacks that a service-managed StackSet is made of; throws what StackSets refuses, as one sentence. */
export function stackInstances(properties: JsonMap, world: Targets): StackInstance[] {
  const { StackSetName: setName, PermissionModel: model, TemplateBody: body, Capabilities } = properties;
  const name = String(setName);
  if (model !== 'SERVICE_MANAGED')
    throw new Error(`the StackSet ${name} is not service-managed, and no other is played`);
  if (typeof body !== 'string')
    throw new Error(`the StackSet ${name} has no TemplateBody, and no other template is played`);
  const bytes = Buffer.byteLength(body);
  if (bytes > BODY_LIMIT)
    throw new Error(`the template of the StackSet ${name} has ${bytes} bytes, and ${BODY_LIMIT} are taken`);
  return asList(properties['StackInstancesGroup']).flatMap((group) => {
    if (!isMap(group)) return [];
    const places = accountsOf(name, group['DeploymentTargets'], world).flatMap((account) =>
      texts(group['Regions']).map((region) => ({ account, region })),
    );
    const stack = { stackName: `StackSet-${name}`, templateBody: body, capabilities: texts(Capabilities) };
    return places.map((place) => ({ ...place, ...stack }));
  });
}
