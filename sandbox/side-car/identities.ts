import { createHash } from 'node:crypto';
import { type Caller, inAccount, rest } from '../aws/caller.ts';
import type { Call } from './call.ts';
import { accountsOf, type Organization } from './organization.ts';

/** Who made a call: the account, and `userIdentity` as CloudTrail writes it. */
export type Identity = { readonly account: string; readonly userIdentity: Readonly<Record<string, unknown>> };

/** The ARNs that a policy may call somebody by: their own, and that of the role behind a session. */
export function arnsOf({ userIdentity }: Identity): string[] {
  const session = userIdentity['sessionContext'];
  const role = JSON.stringify(session ?? {}).match(/"sessionIssuer":\{[^}]*"arn":"([^"]+)"/)?.[1];
  return [userIdentity['arn'], role].filter((arn): arn is string => typeof arn === 'string');
}

/** What `aws:PrincipalArn` says of somebody: of a session the role. */
export function principalArnOf(who: Identity): string {
  return arnsOf(who).at(-1) ?? '';
}

/** What the side-car has learnt about access keys. */
export type Identities = {
  readonly of: (accessKeyId: string) => Promise<Identity>;
  /** Learns from an answer that gives out keys (CreateAccessKey, AssumeRole). */
  readonly learn: (call: Call, answer: string) => Promise<void>;
};

function stableId(kind: 'AIDA' | 'AROA', arn: string): string {
  return kind + createHash('sha256').update(arn).digest('hex').slice(0, 17).toUpperCase();
}

function tag(xml: string, name: string): string | null {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? null;
}

function root(account: string): Identity {
  const arn = `arn:aws:iam::${account}:root`;
  return {
    account,
    userIdentity: { type: 'Root', principalId: account, arn, accountId: account, accessKeyId: account },
  };
}

function user(account: string, name: string, accessKeyId: string): Identity {
  const arn = `arn:aws:iam::${account}:user/${name}`;
  const principalId = stableId('AIDA', arn);
  return {
    account,
    userIdentity: { type: 'IAMUser', principalId, arn, accountId: account, accessKeyId, userName: name },
  };
}

function session(account: string, roleArn: string, sessionName: string, accessKeyId: string, now: Date): Identity {
  const roleName = roleArn.split('/').at(-1) ?? '';
  const roleId = stableId('AROA', roleArn);
  return {
    account,
    userIdentity: {
      type: 'AssumedRole',
      principalId: `${roleId}:${sessionName}`,
      arn: `arn:aws:sts::${account}:assumed-role/${roleName}/${sessionName}`,
      accountId: account,
      accessKeyId,
      sessionContext: {
        sessionIssuer: { type: 'Role', principalId: roleId, arn: roleArn, accountId: account, userName: roleName },
        attributes: { creationDate: `${now.toISOString().slice(0, 19)}Z`, mfaAuthenticated: 'false' },
      },
    },
  };
}

/** The engine derives the key of a function's role session from both ARNs, so that it can be told whose it is. */
function functionKey(functionArn: string, roleArn: string): string {
  const digest = createHash('sha256').update(`${functionArn}:${roleArn}`).digest('hex');
  return `ASIA${digest.slice(0, 16).toUpperCase()}`;
}

type FunctionEntry = { readonly FunctionName: string; readonly FunctionArn: string; readonly Role: string };

async function functionsOf(engine: Caller): Promise<FunctionEntry[]> {
  const answer = await rest(engine, { service: 'lambda', method: 'GET', path: '/2015-03-31/functions' });
  if (answer.errorCode !== null) return [];
  const list: { readonly Functions?: FunctionEntry[] } = JSON.parse(answer.text);
  return list.Functions ?? [];
}

/** Keeps who is behind each access key; the functions of every account, in the Regions that were called, are looked up. */
export function createIdentities(engine: Caller, organization: Organization): Identities {
  const known = new Map<string, Identity>();
  const regions = new Set([engine.region]);

  const lookUpFunctions = async () => {
    const places = accountsOf(organization).flatMap((account) => [...regions].map((region) => ({ account, region })));
    for (const { account, region } of places)
      for (const { FunctionName, FunctionArn, Role } of await functionsOf(inAccount(engine, account, region))) {
        const key = functionKey(FunctionArn, Role);
        if (!known.has(key)) known.set(key, session(account, Role, FunctionName, key, new Date()));
      }
  };

  const of = async (accessKeyId: string): Promise<Identity> => {
    if (/^[0-9]{12}$/.test(accessKeyId)) return root(accessKeyId);
    if (!known.has(accessKeyId) && accessKeyId.startsWith('ASIA')) await lookUpFunctions();
    const { managementAccount: account } = organization;
    const unknown = { account, userIdentity: { type: 'Unknown', accountId: account, accessKeyId } };
    return known.get(accessKeyId) ?? unknown;
  };

  const learn = async (call: Call, answer: string): Promise<void> => {
    if (call.region !== '') regions.add(call.region);
    const accessKeyId = tag(answer, 'AccessKeyId');
    if (accessKeyId === null) return;
    const userName = tag(answer, 'UserName');
    if (call.operation === 'CreateAccessKey' && userName !== null)
      known.set(accessKeyId, user((await of(call.accessKeyId)).account, userName, accessKeyId));
    const assumed = /^arn:aws:sts::([0-9]{12}):assumed-role\/[^/]+\/(.+)$/.exec(tag(answer, 'Arn') ?? '');
    const roleArn = call.parameters['RoleArn'];
    if (call.operation === 'AssumeRole' && assumed !== null && typeof roleArn === 'string')
      known.set(accessKeyId, session(assumed[1] ?? '', roleArn, assumed[2] ?? '', accessKeyId, new Date()));
  };

  return { of, learn };
}
