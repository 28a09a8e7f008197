import { type Caller, errorCodeOf, inAccount, json, succeeded } from '../aws/caller.ts';
import type { WireAnswer } from '../aws/exchange.ts';
import { isMap } from '../delivery/json.ts';
import type { Call } from './call.ts';
import { withBody } from './headers.ts';
import type { Identity } from './identities.ts';
import { type Refusal, refuseJson } from './refuse.ts';
import type { World } from './world.ts';

type Trail = { readonly TrailARN: string; readonly HomeRegion: string; readonly IsMultiRegionTrail?: boolean };

const READS = new Set(['GetTrail', 'GetTrailStatus', 'GetEventSelectors', 'GetInsightSelectors']);

/** Only the management account, and delegated administrators, change an organization's trail (CloudTrail API reference, UpdateTrail). */
const NOT_THEIRS: Refusal = {
  status: 400,
  code: 'NotOrganizationMasterAccountException',
  message: 'The trail can be changed only by the management account or a delegated administrator.',
};

const SERVICE = 'cloudtrail.amazonaws.com';
const TARGET = 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101';

function asManagement({ engine, organization }: World, region: string): Caller {
  return inAccount(engine, organization.managementAccount, region);
}

/** The organization's trails that are seen in a Region: those of the management account that are made for all. */
async function organizationTrails(world: World, region: string): Promise<Trail[]> {
  const answer = await json(asManagement(world, region), 'cloudtrail', `${TARGET}.DescribeTrails`, {});
  const { trailList }: { readonly trailList: readonly (Trail & { readonly IsOrganizationTrail?: boolean })[] } =
    JSON.parse(succeeded('DescribeTrails', answer).text);
  return trailList.filter(({ IsOrganizationTrail }) => IsOrganizationTrail === true);
}

/** A list that an account was given of its own trails, with the organization's. */
async function withOrganizationTrails(world: World, call: Call, answer: WireAnswer): Promise<WireAnswer> {
  const { includeShadowTrails: shadows, trailNameList: names } = call.parameters;
  const said: unknown = JSON.parse(answer.body.toString('utf8'));
  if (!isMap(said) || shadows === false) return answer;
  const isAsked = ({ TrailARN }: Trail) => !Array.isArray(names) || names.length === 0 || names.includes(TrailARN);
  const trails = (await organizationTrails(world, call.region)).filter(isAsked);
  const list = call.operation === 'ListTrails' ? 'Trails' : 'trailList';
  const short = ({ TrailARN, HomeRegion }: Trail) => ({ TrailARN, HomeRegion, Name: TrailARN.split('/').at(-1) });
  const shown = call.operation === 'ListTrails' ? trails.map(short) : trails;
  const own = said[list];
  return withBody(answer, JSON.stringify({ ...said, [list]: [...(Array.isArray(own) ? own : []), ...shown] }));
}

/** Asks the same as the management account does: the rights of the caller are already judged. */
async function askManagement(world: World, call: Call): Promise<WireAnswer> {
  const caller = asManagement(world, call.region);
  return json(caller, 'cloudtrail', `${TARGET}.${call.operation}`, call.parameters);
}

/**
 * CloudTrail's answer to a member account where the engine knows only the account's own trails: the organization's trail is
 * listed, answers by its ARN, and is changed by delegated administrators alone (facts §5.1). Where the engine refuses the
 * caller, that stands.
 */
export async function memberView(world: World, call: Call, who: Identity, answer: WireAnswer): Promise<WireAnswer> {
  const { organization } = world;
  if (call.service !== 'cloudtrail' || !organization.memberAccounts.includes(who.account)) return answer;
  if ((call.operation === 'DescribeTrails' || call.operation === 'ListTrails') && answer.status === 200)
    return withOrganizationTrails(world, call, answer);
  const { Name: name } = call.parameters;
  const isUnknown = errorCodeOf(answer.status, answer.body.toString('utf8')) === 'TrailNotFoundException';
  if (!isUnknown || typeof name !== 'string') return answer;
  const isTheirs = (await organizationTrails(world, call.region)).some(({ TrailARN }) => TrailARN === name);
  if (!isTheirs) return answer;
  const isAdministrator = organization.delegatedAdministrators[who.account]?.includes(SERVICE) === true;
  return READS.has(call.operation) || isAdministrator ? askManagement(world, call) : refuseJson(NOT_THEIRS);
}
