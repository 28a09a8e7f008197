import type { CredentialsOf } from '../shared/aws/clients.ts';
import { hubRoleArn, reachOf } from '../shared/settings/reach.ts';
import type { Settings } from '../shared/settings/settings.ts';
import { writerIn } from '../shared/settings/tower-reach.ts';
import { BadInput } from './bad-input.ts';
import { oneFormed, type ValueForm, type Values } from './options.ts';

/** A role's name, with its path if it has one, but not the ARN of one account's (IAM API reference, CreateRole). */
const ROLE_NAME: ValueForm = {
  form: /^(?!arn:|\/)(?:[\x21-\x7e]{1,510}\/)?[\w+=,.@-]{1,64}$/,
  is: 'the name of a role, such as OrganizationAccountAccessRole',
};

/**
 * The credentials to call other accounts with: the role of that name in each of them, assumed with the caller's own. Undefined where
 * no role is named: then everything is asked as the caller.
 */
export async function credentialsFor(values: Values): Promise<CredentialsOf | undefined> {
  const name = oneFormed(values, 'role-name', ROLE_NAME);
  if (name === null) return undefined;
  const { awsDiscovery, callersRegion } = await import('../shared/aws/discovery.ts');
  const { credentialsOf } = await import('../shared/aws/roles.ts');
  const [caller, region] = await Promise.all([awsDiscovery().caller(), callersRegion()]);
  if (caller.state !== 'present') throw new BadInput(caller.state === 'absent' ? 'there is no caller' : caller.reason);
  const { account: own, arn } = caller.value;
  const partition = arn.split(':')[1] ?? 'aws';
  const chainTo = (account: string): readonly string[] =>
    account === own || account === '' ? [] : [`arn:${partition}:iam::${account}:role/${name}`];
  return credentialsOf(chainTo, { region });
}

/** Who writes a document of that account once it is deployed, by the settings; undefined where they tell of one account alone. */
export function deployedWriter(
  settings: Settings,
): ((kind: string, resource: string, owner: string) => string) | undefined {
  if (settings.organization === undefined) return undefined;
  const writer = writerIn(settings, hubRoleArn(reachOf(settings)));
  return (_kind, resource, owner) => writer(resource, owner);
}
