import { type Answer, type Caller, inAccount, query, succeeded } from '../../sandbox/aws/caller.ts';
import { iamCall } from '../../sandbox/aws/iam.ts';
import type { Engine } from '../../sandbox/engine/engine.ts';

/** A statement of a policy, as data. */
export type Statement = Readonly<Record<string, unknown>>;

/** A policy document of statements. */
export function document(...statements: readonly Statement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/** Makes a role in an account, past the side-car; its trust is one statement on sts:AssumeRole. */
export async function makeRole(
  engine: Engine,
  account: string,
  RoleName: string,
  trust: Statement,
  ...rights: readonly Statement[]
): Promise<string> {
  const owner = inAccount(engine.behind, account);
  const AssumeRolePolicyDocument = document({ Effect: 'Allow', Action: 'sts:AssumeRole', ...trust });
  succeeded('CreateRole', await iamCall(owner, 'CreateRole', { RoleName, AssumeRolePolicyDocument }));
  const inline = { RoleName, PolicyName: 'rights', PolicyDocument: document(...rights) };
  if (rights.length > 0) succeeded('PutRolePolicy', await iamCall(owner, 'PutRolePolicy', inline));
  return `arn:aws:iam::${account}:role/${RoleName}`;
}

/** Calls AssumeRole. */
export function assume(caller: Caller, RoleArn: string, more: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return query(caller, 'sts', '2011-06-15', { Action: 'AssumeRole', RoleArn, RoleSessionName: 'session', ...more });
}

/** Somebody who has assumed a role. */
export async function inRole(
  caller: Caller,
  roleArn: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Caller> {
  const { text } = succeeded(`assuming ${roleArn}`, await assume(caller, roleArn, more));
  const tag = (name: string): string => new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1] ?? '';
  const credentials = {
    accessKeyId: tag('AccessKeyId'),
    secretAccessKey: tag('SecretAccessKey'),
    sessionToken: tag('SessionToken'),
  };
  return { ...caller, credentials };
}
