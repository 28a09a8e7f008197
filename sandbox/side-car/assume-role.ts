import { type Caller, errorCodeOf, inAccount } from '../aws/caller.ts';
import type { WireAnswer } from '../aws/exchange.ts';
import { iamCall, readTrust } from '../aws/iam.ts';
import { decide } from '../delivery/decide.ts';
import { asList, isMap } from '../delivery/json.ts';
import { type ContextValue, known, type PointRequest } from '../delivery/request.ts';
import type { Call } from './call.ts';
import { arnsOf, type Identity, principalArnOf } from './identities.ts';
import { isInOrganization } from './organization.ts';
import type { Refusal } from './refuse.ts';
import type { World } from './world.ts';

type Role = { readonly arn: string; readonly owner: Caller; readonly name: string; readonly trust: unknown };

const ROLE = /^arn:[a-z-]+:iam::([0-9]{12}):role\/(?:.*\/)?([^/]+)$/;

/** The role that a call asks for, with its trust; null if there is none, which the engine says itself. */
async function askedRole(engine: Caller, { parameters }: Call): Promise<Role | null> {
  const arn = String(parameters['RoleArn']);
  const [, account, name] = ROLE.exec(arn) ?? [];
  if (account === undefined || name === undefined) return null;
  const owner = inAccount(engine, account);
  const trust = await readTrust(owner, name);
  return trust === null ? null : { arn, owner, name, trust };
}

/** A trust policy says nothing of resources: the role is meant. */
function onEverything(trust: unknown): unknown {
  if (!isMap(trust)) return trust;
  const statements = asList(trust['Statement']);
  return { ...trust, Statement: statements.map((one) => (isMap(one) ? { ...one, Resource: '*' } : one)) };
}

/** The request of STS as a trust policy sees it: of a session `aws:PrincipalArn` is the role. */
function assumeRoleRequest(
  { organization }: Pick<World, 'organization'>,
  { parameters }: Pick<Call, 'parameters'>,
  who: Identity,
  roleArn: string,
): PointRequest {
  const given = (name: string): ContextValue => {
    const value = parameters[name];
    return typeof value === 'string' ? known(value) : { kind: 'absent' };
  };
  const isMember = isInOrganization(organization, who.account);
  const context: readonly (readonly [string, ContextValue])[] = [
    ['aws:principalarn', known(principalArnOf(who))],
    ['aws:principalaccount', known(who.account)],
    ['aws:principalorgid', isMember ? known(organization.id) : { kind: 'absent' }],
    ['aws:principalisawsservice', known('false')],
    ['sts:externalid', given('ExternalId')],
    ['sts:rolesessionname', given('RoleSessionName')],
  ];
  const caller = { account: who.account, arns: arnsOf(who) };
  return { action: 'sts:AssumeRole', resource: roleArn, partition: 'aws', caller, context: new Map(context) };
}

/** One call of AssumeRole after the other: while one is played the trust of its role is not what it was. */
let turn: Promise<unknown> = Promise.resolve();

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const done = turn.then(work, work);
  turn = done.catch(() => undefined);
  return done;
}

const OPEN = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: ['sts:AssumeRole', 'sts:TagSession'] }],
});

/** Asks the engine while the role trusts everybody, so that only the rights of the caller count. */
async function withOpenTrust({ owner, name, trust }: Role, ask: () => Promise<WireAnswer>): Promise<WireAnswer> {
  const set = (PolicyDocument: string) => iamCall(owner, 'UpdateAssumeRolePolicy', { RoleName: name, PolicyDocument });
  await set(OPEN);
  try {
    return await ask();
  } finally {
    await set(JSON.stringify(trust));
  }
}

/** What came of a call of AssumeRole: the answer, or the refusal that AWS would give. */
export type Assumed = { readonly answer: WireAnswer } | { readonly refusal: Refusal };

/**
 * Answers AssumeRole. Whether the caller may ask is the engine's to say; of the trust it knows neither the caller's
 * organization nor the role behind a session, so that the trust is judged here, and a refusal of the engine that only comes
 * from the trust is overcome. What hangs on a condition that is not known here is left to the engine.
 */
export function assumeRole(world: World, call: Call, who: Identity, ask: () => Promise<WireAnswer>): Promise<Assumed> {
  return inTurn(async () => {
    const role = await askedRole(world.engine, call);
    if (role === null || who.userIdentity['type'] === 'Unknown') return { answer: await ask() };
    const { decision } = decide(onEverything(role.trust), assumeRoleRequest(world, call, who, role.arn));
    if (decision === 'deny' || decision === 'implicit') {
      const message = `User: ${String(who.userIdentity['arn'])} is not authorized to perform: sts:AssumeRole on resource: ${role.arn}`;
      return { refusal: { status: 403, code: 'AccessDenied', message } };
    }
    const first = await ask();
    const isRefused = errorCodeOf(first.status, first.body.toString('utf8')) === 'AccessDenied';
    if (!isRefused || decision !== 'allow') return { answer: first };
    return { answer: await withOpenTrust(role, ask) };
  });
}
