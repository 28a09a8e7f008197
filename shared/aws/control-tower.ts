import type { LandingZoneReset, LandingZones } from '../reconcile/ports.ts';
import type { LandingZone, LandingZoneOperation, Reading } from '../reconcile/reading.ts';
import { accountOf, regionOf } from '../trail/arn.ts';
import { errorName, unreadable, writeError } from './errors.ts';
import type { SignedCall } from './signed-call.ts';

/** The calls of one home Region of Control Tower, as an account. */
export type CallIn = (region: string, account: string) => SignedCall;

type Said = { readonly [name: string]: unknown };

const said = (value: unknown): Said => (typeof value === 'object' && value !== null ? { ...value } : {});
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** There is at most one; the pages are asked for all the same. */
async function arnOf(call: SignedCall): Promise<string | null> {
  let token: unknown;
  do {
    const page = said(await call('/list-landingzones', token === undefined ? {} : { nextToken: token }));
    const list = Array.isArray(page.landingZones) ? page.landingZones : [];
    const [arn] = list.map((one) => text(said(one).arn)).filter((one) => one !== '');
    if (arn !== undefined) return arn;
    token = page.nextToken;
  } while (typeof token === 'string' && token !== '');
  return null;
}

async function current(call: SignedCall, region: string): Promise<Reading<LandingZone>> {
  let action = 'controltower:ListLandingZones';
  try {
    const arn = await arnOf(call);
    if (arn === null) return { state: 'absent' };
    action = 'controltower:GetLandingZone';
    const zone = said(said(await call('/get-landingzone', { landingZoneIdentifier: arn })).landingZone);
    const value = {
      arn,
      version: text(zone.version),
      latestVersion: text(zone.latestAvailableVersion),
      status: text(zone.status),
      isDrifted: said(zone.driftStatus).status === 'DRIFTED',
    };
    return { state: 'present', value };
  } catch (error) {
    if (errorName(error) === 'ResourceNotFoundException') return { state: 'absent' };
    return unreadable(error, action, `the landing zone in ${region}`);
  }
}

async function operation(call: SignedCall, id: string): Promise<Reading<LandingZoneOperation>> {
  try {
    const details = said(said(await call('/get-landingzone-operation', { operationIdentifier: id })).operationDetails);
    const message = text(details.statusMessage);
    return { state: 'present', value: { status: text(details.status), message: message === '' ? null : message } };
  } catch (error) {
    return unreadable(error, 'controltower:GetLandingZoneOperation', id);
  }
}

/** AWS Control Tower (API reference, 2018-05-10), in the home Region of the landing zone. */
export function controlTower(callIn: CallIn): LandingZones & LandingZoneReset {
  const callAt = (arn: string): SignedCall => callIn(regionOf(arn), accountOf(arn));
  return {
    current: (region, account) => current(callIn(region, account), region),
    operation: (zoneArn, id) => operation(callAt(zoneArn), id),
    reset: async (arn) => {
      try {
        return text(said(await callAt(arn)('/reset-landingzone', { landingZoneIdentifier: arn })).operationIdentifier);
      } catch (error) {
        throw writeError(error, 'controltower:ResetLandingZone', arn);
      }
    },
  };
}
