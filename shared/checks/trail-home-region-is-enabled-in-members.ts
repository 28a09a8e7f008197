import type { RegionInMembers } from '../reconcile/reading.ts';
import { isEnabledByDefault } from '../trail/regions.ts';
import { broken, type Check, type Finding, healthy, notApplicable, unknown } from './check.ts';
import { READ_MEMBER_REGIONS, READ_TRAIL } from './parts/rights.ts';
import { NO_TRAIL, shownBy } from './parts/value.ts';

/** So many accounts are named; how many more there are is said. */
const NAMED = 10;

const counted = (count: number): string => `${count} member ${count === 1 ? 'account' : 'accounts'}`;

const TRUST =
  'the management account has to trust Account Management for it (aws organizations enable-aws-service-access --service-principal account.amazonaws.com)';

/** One command for each account, as many as are named. */
function commands(region: string, accounts: readonly string[]): string {
  const named = accounts.slice(0, NAMED);
  const lines = named.map((account) => `aws account enable-region --region-name ${region} --account-id ${account}`);
  const more = accounts.length - named.length;
  return `${lines.join('; ')}${more === 0 ? '' : `; and for ${more} more`}`;
}

function disabledIn(region: string, accounts: readonly string[], rest: string): Finding {
  const more = accounts.length - NAMED;
  const named = `${accounts.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  const message = `${region}, the home Region of the trail, is disabled in ${counted(accounts.length)}, which send nothing: ${named}`;
  return broken(`${message}${rest}`, { advice: [{ message, suggestion: commands(region, accounts) }] });
}

function judge(region: string, { asked, isComplete }: RegionInMembers): Finding {
  const without = asked.flatMap(({ account, isEnabled }) =>
    isEnabled.state === 'present' && !isEnabled.value ? [account] : [],
  );
  const unread = asked.flatMap(({ isEnabled }) => (isEnabled.state === 'unreadable' ? [isEnabled.reason] : []));
  const partly = isComplete ? '' : `; of more member accounts than that, ${asked.length} were looked at`;
  if (without.length > 0) return disabledIn(region, without, partly);
  const [reason] = unread;
  if (reason !== undefined)
    return unknown(`whether ${region} is enabled could not be read of ${counted(unread.length)}: ${reason}`);
  if (!isComplete)
    return unknown(
      `${region} is enabled in ${counted(asked.length)}; of the others it was not asked, since there are too many`,
    );
  return healthy(`${region}, the home Region of the trail, is enabled in ${counted(asked.length)}`);
}

/** Every member account can be logged from the home Region of an organization trail. */
export const trailHomeRegionIsEnabledInMembers: Check = {
  id: 'trail-home-region-is-enabled-in-members',
  title: 'The home Region of an organization trail is enabled in the member accounts',
  severity: 'medium',
  mode: 'alert',
  why:
    'Where the home Region of an organization trail is an opt-in Region, a member account that has not enabled it sends nothing, from no ' +
    'Region, and nothing reports an error.',
  byHand:
    'Enable the Region in the accounts (aws account enable-region, from the management account with --account-id), or make the trail anew ' +
    'in a Region that every account has.',
  reference: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-multi-region-trails.html',
  permissions: [...READ_TRAIL, ...READ_MEMBER_REGIONS],
  evaluate: ({ description, surroundings: { homeInMembers }, trail: { region } }) => {
    const trail = shownBy(description, NO_TRAIL, 'the trail could not be described');
    if ('finding' in trail) return trail.finding;
    if (!trail.value.isOrganizationTrail) return notApplicable('the trail is no organization trail');
    if (isEnabledByDefault(region))
      return healthy(`${region}, the home Region of the trail, is one that every account has`);
    const what = `whether the member accounts have ${region}, the home Region of the trail, could not be read`;
    const shown = shownBy(homeInMembers, notApplicable('the trail has no organization'), what);
    if ('value' in shown) return judge(region, shown.value);
    const isDenied = homeInMembers.state === 'unreadable' && homeInMembers.missing !== undefined;
    return isDenied ? unknown(`${shown.finding.message}; ${TRUST}`) : shown.finding;
  },
};
