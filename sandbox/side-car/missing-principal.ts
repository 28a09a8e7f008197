import { type Caller, inAccount } from '../aws/caller.ts';
import { iamCall } from '../aws/iam.ts';
import { isInOrganization, type Organization } from './organization.ts';
import { namedPrincipals } from './principal-syntax.ts';

/** A role or user of an account of the organization that does not exist; what is in others is not known here. */
async function isMissing(engine: Caller, organization: Organization, arn: string): Promise<boolean> {
  const [, account = '', kind = '', name = ''] =
    /^arn:[^:]+:iam::([0-9]{12}):(user|role)\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  if (!isInOrganization(organization, account)) return false;
  const owner = inAccount(engine, account);
  const read =
    kind === 'user' ? iamCall(owner, 'GetUser', { UserName: name }) : iamCall(owner, 'GetRole', { RoleName: name });
  return (await read).errorCode === 'NoSuchEntity';
}

/** Whether a policy names a role or user that does not exist: no service takes such a policy. */
export async function namesMissingPrincipal(
  engine: Caller,
  organization: Organization,
  document: unknown,
): Promise<boolean> {
  const missing = namedPrincipals(document).map((arn) => isMissing(engine, organization, arn));
  return (await Promise.all(missing)).includes(true);
}
