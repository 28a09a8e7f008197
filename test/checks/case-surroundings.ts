import type {
  AclGrant,
  ExpiryRule,
  LandingZone,
  Reading,
  RegionalStatus,
  RegionInMembers,
  TrailStatus,
} from '../../shared/reconcile/reading.ts';
import { NOT_SURVEYED, type Surroundings } from '../../shared/reconcile/surroundings.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { accountTrailsOf, fellowsOf } from './account-case.ts';
import type { Case } from './case.ts';
import { read } from './given.ts';
import { organizationOf } from './organization-case.ts';

const QUIET: TrailStatus = {
  isLogging: true,
  latestDeliveryError: null,
  latestDeliveryTime: null,
  startLoggingTime: null,
  latestNotificationError: null,
  latestLogGroupDeliveryError: null,
  latestDigestDeliveryError: null,
  latestDigestDeliveryTime: null,
};

/** The status of a trail, of which nothing is wrong but what the case says. */
export const statusOf = (status: Case['status']): Reading<TrailStatus> =>
  read(typeof status === 'object' ? { ...QUIET, ...status } : status);

function elsewhereOf({ elsewhere }: Case): Reading<readonly RegionalStatus[]> {
  if (elsewhere === undefined) return { state: 'not-asked' };
  return read(Object.entries(elsewhere).map(([region, status]) => ({ region, status: statusOf(status) })));
}

function homeInMembersOf({ homeInMembers, membersLeft = 0 }: Case): Reading<RegionInMembers> {
  const refused = { state: 'unreadable', reason: 'AWS denied it' } as const;
  if (homeInMembers === undefined) return { state: 'not-asked' };
  if (homeInMembers === 'unreadable') return refused;
  if (homeInMembers === 'denied')
    return { ...refused, missing: { action: 'account:GetRegionOptStatus', resource: '444455556666' } };
  const asked = Object.entries(homeInMembers).map(([account, has]) => ({ account, isEnabled: read<boolean>(has) }));
  return read({ asked, isComplete: membersLeft === 0 });
}

function expiryOf({ expiry }: Case): Reading<readonly ExpiryRule[]> {
  if (typeof expiry !== 'object') return read<readonly ExpiryRule[]>(expiry);
  const usual = { id: 'tidy', isEnabled: true, prefix: '', isNarrowed: false, expires: { days: 30 } };
  return read<readonly ExpiryRule[]>(expiry.map((rule) => ({ ...usual, ...rule })));
}

const LANDING_ZONE: LandingZone = {
  arn: 'arn:aws:controltower:us-east-1:111122223333:landingzone/1A2B3C4D5E6F7G8H',
  ...{ version: '4.0', latestVersion: '4.0', status: 'ACTIVE', isDrifted: false },
};

function landingZoneOf({ landingZone }: Case): Reading<LandingZone> {
  return read(typeof landingZone === 'object' ? { ...LANDING_ZONE, ...landingZone } : landingZone);
}

/** What a case says of what lies around the trail. */
export function surroundingsOf(given: Case, trail: Trail): Surroundings {
  return {
    ...NOT_SURVEYED,
    ...{ expiry: expiryOf(given), landingZone: landingZoneOf(given) },
    ...organizationOf(given.organization ?? {}),
    regions: read<readonly string[]>(given.regions),
    elsewhere: elsewhereOf(given),
    homeInMembers: homeInMembersOf(given),
    accountTrails: accountTrailsOf(given.accountTrails, trail),
    fellows: fellowsOf(given.fellows, trail),
    folders: read<readonly string[]>(given.folders),
    grants: read<readonly AclGrant[]>(given.grants),
    bucketBlock: read<boolean>(given.bucketBlock),
    accountBlock: read<boolean>(given.accountBlock),
  };
}
