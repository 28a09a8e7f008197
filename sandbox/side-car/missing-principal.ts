import { type Caller, query } from '../aws/caller.ts';
import { namedPrincipals } from './principal-syntax.ts';

const IAM = '2010-05-08';

/** A role or user of an account of the engine that does not exist. */
async function isMissing(engine: Caller, arn: string): Promise<boolean> {
  const [, account = '', kind = '', name = ''] =
    /^arn:[^:]+:iam::([0-9]{12}):(user|role)\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  if (account !== engine.credentials.accessKeyId) return false;
  const parameters = kind === 'user' ? { Action: 'GetUser', UserName: name } : { Action: 'GetRole', RoleName: name };
  return (await query(engine, 'iam', IAM, parameters)).errorCode === 'NoSuchEntity';
}

/** Whether a policy names a role or user of the account that does not exist: no service takes such a policy. */
export async function namesMissingPrincipal(engine: Caller, document: unknown): Promise<boolean> {
  return (await Promise.all(namedPrincipals(document).map((arn) => isMissing(engine, arn)))).includes(true);
}
