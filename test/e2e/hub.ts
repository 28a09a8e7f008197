import { type Caller, inAccount, json, rest, succeeded } from '../../sandbox/aws/caller.ts';
import { iamCall } from '../../sandbox/aws/iam.ts';
import { rootIdOf } from '../../sandbox/deploy/stack-sets.ts';
import { deployWith, type Outputs } from '../../sandbox/deploy.ts';
import { ACCOUNT, type Engine, LOG_ARCHIVE, ORGANIZATION, SECURITY_TOOLING } from '../../sandbox/engine/engine.ts';
import type { ThreeAccounts } from '../../sandbox/stage/three-accounts.ts';
import { document, inRole, makeRole, type Statement } from './roles.ts';

/** The accounts of the organization. */
export const ACCOUNTS = [ACCOUNT, LOG_ARCHIVE, SECURITY_TOOLING] as const;

const ANYTHING = { Effect: 'Allow', Action: '*', Resource: '*' };

/** Somebody with all rights in an account. */
export async function somebodyIn(engine: Engine, account: string): Promise<Caller> {
  const trust = { Principal: { AWS: `arn:aws:iam::${account}:root` } };
  return inRole(inAccount(engine.root, account), await makeRole(engine, account, 'Somebody', trust, ANYTHING));
}

/** What a settings file says of the organization and its trail; the hub lies in the management account if no other is named. */
export async function organizationSettings(engine: Engine, { trail }: ThreeAccounts, hubAccount?: string) {
  const { id, managementAccount } = ORGANIZATION;
  const { arn: trailArn, bucket, kmsKeyArn } = trail;
  return {
    version: 1,
    organization: {
      ...{ id, managementAccount, rootId: await rootIdOf(engine) },
      ...(hubAccount === undefined ? {} : { hubAccount }),
    },
    trails: [{ trailArn, bucket, bucketOwner: LOG_ARCHIVE, organizationId: id, kmsKeyArn }],
  };
}

/** Deploys with one command; throws with everything that it said if it fails. */
export async function deployHub(engine: Engine, settings: object): Promise<Outputs> {
  const said: string[] = [];
  try {
    return await deployWith(engine, settings, (line) => said.push(line));
  } catch (error) {
    throw new Error(`${String(error)}: ${said.join('\n')}`, { cause: error });
  }
}

/** A scheduled run of the function, from its beginning to its end; what it came to. */
export async function runHub(engine: Engine, account: string, { FunctionName }: Outputs): Promise<readonly string[]> {
  const path = `/2015-03-31/functions/${FunctionName}/invocations`;
  const call = { service: 'lambda', method: 'POST', path, body: JSON.stringify({ source: 'trailmend.schedule' }) };
  const { text } = succeeded('the run', await rest(inAccount(engine.behind, account), call));
  const { outcomes }: { readonly outcomes?: readonly string[] } = JSON.parse(text);
  if (outcomes === undefined) throw new Error(`the run failed: ${text}`);
  return outcomes;
}

/** The names of all roles of an account, but those of the CDK's bootstrap. */
export async function rolesOf(engine: Engine, account: string): Promise<readonly string[]> {
  const { text } = succeeded('ListRoles', await iamCall(inAccount(engine.behind, account), 'ListRoles', {}));
  const names = [...text.matchAll(/<RoleName>([^<]*)<\/RoleName>/g)].map(([, name = '']) => name);
  return names.filter((name) => !name.startsWith('cdk-')).sort();
}

/** The rules that an account has on a bus. */
export async function rulesOf(engine: Engine, account: string, EventBusName: string): Promise<readonly string[]> {
  const answer = await json(inAccount(engine.behind, account), 'events', 'AWSEvents.ListRules', { EventBusName });
  const { Rules = [] }: { readonly Rules?: readonly { readonly Name: string }[] } = JSON.parse(answer.text);
  return Rules.map(({ Name }) => Name);
}

/** An inline policy of a role. */
export type InlinePolicy = { readonly name: string; readonly statements: readonly Statement[] };

/** The inline policies of a role, as they stand in IAM. */
export async function inlinePolicies(owner: Caller, RoleName: string): Promise<readonly InlinePolicy[]> {
  const listed = succeeded('ListRolePolicies', await iamCall(owner, 'ListRolePolicies', { RoleName }));
  const names = [...listed.text.matchAll(/<member>([^<]*)<\/member>/g)].map(([, name = '']) => name);
  const policies = names.map(async (name): Promise<InlinePolicy> => {
    const { text } = succeeded('GetRolePolicy', await iamCall(owner, 'GetRolePolicy', { RoleName, PolicyName: name }));
    const found = /<PolicyDocument>([^<]*)<\/PolicyDocument>/.exec(text)?.[1] ?? '';
    const { Statement: statements }: { readonly Statement: readonly Statement[] } = JSON.parse(
      decodeURIComponent(found),
    );
    return { name, statements };
  });
  return Promise.all(policies);
}

/** Writes an inline policy of a role, past the side-car. */
export async function putInline(owner: Caller, RoleName: string, { name, statements }: InlinePolicy): Promise<void> {
  const inline = { RoleName, PolicyName: name, PolicyDocument: document(...statements) };
  succeeded('PutRolePolicy', await iamCall(owner, 'PutRolePolicy', inline));
}

/** The same policy without one action. */
export function without({ name, statements }: InlinePolicy, action: string): InlinePolicy {
  const left = statements.map((one) => ({ ...one, Action: [one['Action']].flat().filter((held) => held !== action) }));
  return { name, statements: left.filter(({ Action }) => Action.length > 0) };
}

/** The actions of the statements whose names match, each once. */
export function actionsOf({ statements }: InlinePolicy, named: RegExp): readonly string[] {
  const meant = statements.filter(({ Sid }) => typeof Sid === 'string' && named.test(Sid));
  return [...new Set(meant.flatMap(({ Action }) => [Action].flat().map(String)))].sort();
}

/** Sets who may assume a role, past the side-car. */
export async function setTrust(owner: Caller, RoleName: string, trust: unknown): Promise<void> {
  const PolicyDocument = JSON.stringify(trust);
  succeeded('UpdateAssumeRolePolicy', await iamCall(owner, 'UpdateAssumeRolePolicy', { RoleName, PolicyDocument }));
}
