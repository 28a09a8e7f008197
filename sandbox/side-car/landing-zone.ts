import { inAccount } from '../aws/caller.ts';
import type { WireAnswer } from '../aws/exchange.ts';
import { identityLets } from '../aws/iam.ts';
import type { Call } from './call.ts';
import { withBody } from './headers.ts';
import { type Identity, principalArnOf } from './identities.ts';
import { refuseJson } from './refuse.ts';
import type { World } from './world.ts';

/** The landing zone that Control Tower keeps in the organization, in its home Region. */
export type LandingZone = {
  readonly region: string;
  readonly version: string;
  readonly latestVersion: string;
  readonly status: 'ACTIVE' | 'PROCESSING' | 'FAILED';
  readonly isDrifted: boolean;
};

const ACTIONS: Readonly<Record<string, string>> = {
  '/list-landingzones': 'controltower:ListLandingZones',
  '/get-landingzone': 'controltower:GetLandingZone',
};

const EMPTY: WireAnswer = { status: 200, headers: ['content-type', 'application/json'], body: Buffer.alloc(0) };

function said(action: string, arn: string, zone: LandingZone): object {
  if (action.endsWith('ListLandingZones')) return { landingZones: [{ arn }] };
  const { version, status, latestVersion: latestAvailableVersion } = zone;
  const driftStatus = { status: zone.isDrifted ? 'DRIFTED' : 'IN_SYNC' };
  return { landingZone: { arn, version, status, latestAvailableVersion, driftStatus } };
}

/** Control Tower's answer, which the engine does not have; null for what is not asked of Control Tower. */
export async function landingZoneAnswer(
  { engine, organization }: World,
  zone: LandingZone | null,
  call: Call,
  who: Identity,
): Promise<WireAnswer | null> {
  const action = call.service === 'controltower' ? ACTIONS[call.path] : undefined;
  if (action === undefined || zone === null) return null;
  const isRoot = who.userIdentity['type'] === 'Root';
  const owner = inAccount(engine, who.account);
  const isLet = isRoot || (await identityLets(owner, principalArnOf(who), action, '*'));
  if (!isLet || who.account !== organization.managementAccount) {
    const message = `User: ${String(who.userIdentity['arn'])} is not authorized to perform: ${action}`;
    return refuseJson({ status: 403, code: 'AccessDeniedException', message });
  }
  const arn = `arn:aws:controltower:${zone.region}:${who.account}:landingzone/1A2B3C4D5E6F7G8H`;
  if (call.region === zone.region) return withBody(EMPTY, JSON.stringify(said(action, arn, zone)));
  if (action.endsWith('ListLandingZones')) return withBody(EMPTY, JSON.stringify({ landingZones: [] }));
  return refuseJson({ status: 404, code: 'ResourceNotFoundException', message: `no landing zone in ${call.region}` });
}
