import { organizations } from '../aws/organizations.ts';
import { decide } from '../delivery/decide.ts';
import { asList, isMap } from '../delivery/json.ts';
import { known, type PointRequest } from '../delivery/request.ts';
import type { Call } from './call.ts';
import type { EngineOrganization } from './engine-organization.ts';
import { arnsOf, type Identity, principalArnOf } from './identities.ts';
import type { Organization } from './organization.ts';
import type { Organizations } from './organizations.ts';
import type { Refusal } from './refuse.ts';
import { requestedAction } from './requested-action.ts';

/** The service control policies of one level above an account, as one document. */
type Level = { readonly Version: '2012-10-17'; readonly Statement: readonly unknown[] };

/** Whether the service control policies refuse a call, and what AWS says then; null if they do not. */
export type ServiceControl = (call: Call, who: Identity) => Promise<Refusal | null>;

type Named = { readonly Id: string };

/** Service control policies name no principals: they are for everybody in the account. */
export function forEverybody(content: string): readonly unknown[] {
  const document: unknown = JSON.parse(content);
  const statements = asList(isMap(document) ? document['Statement'] : []);
  return statements.map((statement) => (isMap(statement) ? { ...statement, Principal: '*' } : statement));
}

async function levelAt({ owner }: EngineOrganization, TargetId: string): Promise<Level> {
  const ask = { TargetId, Filter: 'SERVICE_CONTROL_POLICY' };
  const { Policies } = await organizations<{ readonly Policies: readonly Named[] }>(
    owner,
    'ListPoliciesForTarget',
    ask,
  );
  const contents = Policies.map(async ({ Id }) => {
    type Described = { readonly Policy: { readonly Content: string } };
    const { Policy } = await organizations<Described>(owner, 'DescribePolicy', { PolicyId: Id });
    return forEverybody(Policy.Content);
  });
  return { Version: '2012-10-17', Statement: (await Promise.all(contents)).flat() };
}

/** The levels from an account up to the root. */
async function levelsOf(kept: EngineOrganization, account: string): Promise<readonly Level[]> {
  const levels: Level[] = [];
  let target: string | undefined = kept.toEngine(account);
  while (target !== undefined) {
    levels.push(await levelAt(kept, target));
    if (target.startsWith('r-')) break;
    type Above = { readonly Parents: readonly Named[] };
    const { Parents }: Above = await organizations<Above>(kept.owner, 'ListParents', { ChildId: target });
    target = Parents[0]?.Id;
  }
  return levels;
}

/** A call as a service control policy sees it. */
export function requestOf(
  organization: Organization,
  who: Identity,
  asked: { readonly action: string; readonly resource: string },
): PointRequest {
  const context = new Map([
    ['aws:principalarn', known(principalArnOf(who))],
    ['aws:principalaccount', known(who.account)],
    ['aws:principalorgid', known(organization.id)],
    ['aws:principalisawsservice', known('false')],
  ]);
  return { ...asked, partition: 'aws', caller: { account: who.account, arns: arnsOf(who) }, context };
}

/** What AWS says where a service control policy refuses. */
export function refusedByPolicy(
  who: Identity,
  { action, resource }: { readonly action: string; readonly resource: string },
  code: string,
): Refusal {
  const what = `User: ${String(who.userIdentity['arn'])} is not authorized to perform: ${action}`;
  const message = `${what} on resource: "${resource}" with an explicit deny in a service control policy`;
  return { status: code === 'AccessDenied' ? 403 : 400, code, message };
}

/**
 * Enforces the service control policies that hang on the member accounts, their units and the root. The roots of accounts
 * set the stage and are left out, as if they did so before. A policy that hangs on what is not known here refuses nothing.
 */
export function playServiceControl(organization: Organization, { kept, changes }: Organizations): ServiceControl {
  const read = new Map<string, { readonly at: number; readonly levels: Promise<readonly Level[]> }>();
  const levelsNow = async (account: string): Promise<readonly Level[]> => {
    const before = read.get(account);
    if (before !== undefined && before.at === changes()) return before.levels;
    const levels = kept().then((made) => levelsOf(made, account));
    read.set(account, { at: changes(), levels });
    return levels;
  };
  return async (call, who) => {
    // Nobody has attached anything: every level allows everything.
    if (changes() === 0) return null;
    if (!organization.memberAccounts.includes(who.account) || who.userIdentity['type'] === 'Root') return null;
    const asked = requestedAction(call, who.account);
    if (asked === null) return null;
    const request = requestOf(organization, who, asked);
    const decisions = (await levelsNow(who.account)).map((level) => decide(level, request).decision);
    const isRefused = decisions.some((decision) => decision === 'deny' || decision === 'implicit');
    return isRefused
      ? refusedByPolicy(
          who,
          asked,
          call.service === 's3' || call.service === 'sts' ? 'AccessDenied' : 'AccessDeniedException',
        )
      : null;
  };
}
