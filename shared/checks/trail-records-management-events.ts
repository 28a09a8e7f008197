import { all, any, type Ternary } from '../policy/ternary.ts';
import type { Observation } from '../reconcile/observation.ts';
import type { AccountTrail, Reading } from '../reconcile/reading.ts';
import {
  ANY_SERVICE,
  type EventSelectors,
  mendingOption,
  recordsWrites,
  servicesIn,
} from '../trail/event-selectors.ts';
import { type Advice, broken, type Check, type Finding, healthy, unknown } from './check.ts';
import { READ_ACCOUNT_TRAILS, READ_STATUS, READ_TRAIL } from './parts/rights.ts';
import { NO_TRAIL, shownBy } from './parts/value.ts';

const ternaryOf = <T>(reading: Reading<T>, of: (value: T) => Ternary): Ternary => {
  if (reading.state === 'present') return of(reading.value);
  return reading.state === 'absent' ? false : 'unknown';
};

/** Whether a trail logs what changes something of a service, in the Region that was asked for. */
function records({ description, isLogging, selectors }: AccountTrail, service: string): Ternary {
  // A trail that was not asked lies in another Region, and covers that one alone.
  if (isLogging.state === 'not-asked') return ternaryOf(description, () => false);
  return all([
    ternaryOf(description, () => true),
    ternaryOf(isLogging, (value) => value),
    ternaryOf(selectors, (value) => recordsWrites(value, service)),
  ]);
}

const selectorsIn = (trails: readonly AccountTrail[]): readonly EventSelectors[] =>
  trails.flatMap(({ selectors }) => (selectors.state === 'present' ? [selectors.value] : []));

function named(services: readonly string[]): string {
  if (services.includes(ANY_SERVICE)) return 'write management events';
  return `write management events of \`${services.join('`, `')}\``;
}

/** What cannot be told, in the words of the other checks where it is the guarded trail itself: people are told once. */
function doubt({ description, status, trail }: Observation, trails: readonly AccountTrail[]): Finding {
  for (const own of [
    shownBy(description, NO_TRAIL, 'the trail could not be described'),
    shownBy(status, NO_TRAIL, 'the status of the trail could not be read'),
  ])
    if ('finding' in own && own.finding.verdict === 'unknown') return own.finding;
  const readings = trails.flatMap((one) => [one.description, one.isLogging, one.selectors]);
  const failed = readings.find(({ state }) => state === 'unreadable');
  const reason =
    failed?.state === 'unreadable'
      ? failed.reason
      : 'advanced selectors take in some calls only, and which of all calls these are cannot be told';
  return unknown(
    `whether a logging trail records all write management events in \`${trail.region}\` cannot be told: ${reason}`,
  );
}

/** What puts the selectors of the guarded trail back; nothing where they do already, and something else is the matter. */
function adviceFor({ trail }: Observation, trails: readonly AccountTrail[], missing: string): readonly Advice[] {
  const own = trails.find(({ trailArn }) => trailArn === trail.arn);
  if (own?.selectors.state !== 'present') return [];
  const { value } = own.selectors;
  if (servicesIn(selectorsIn(trails)).every((service) => recordsWrites(value, service) === true)) return [];
  const put = `aws cloudtrail put-event-selectors --region ${trail.region} --trail-name ${trail.name}`;
  const message = `let the trail record ${missing} again; what else it selects stays`;
  return [{ message, suggestion: `${put} ${mendingOption(value)}` }];
}

/** Somebody's trail records what is changed in the account, so that EventBridge hears of it too. */
export const trailRecordsManagementEvents: Check = {
  id: 'trail-records-management-events',
  title: 'Some logging trail records the management events that change something, and those of KMS',
  severity: 'high',
  mode: 'alert',
  why:
    'What no logging trail of the account records in a Region is in no log file, and EventBridge does not hear of it either: nobody, ' +
    'Trailmend included, is woken when a policy is broken there. Only the schedule finds it then. Several trails may share the work.',
  byHand:
    'See what each trail selects with aws cloudtrail get-event-selectors, and let one of them record all write management events, ' +
    'those of kms.amazonaws.com too: `trailmend plan` prints the aws cloudtrail put-event-selectors that keeps what else is selected.',
  reference:
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html',
  permissions: [
    ...READ_TRAIL,
    ...READ_STATUS,
    ...READ_ACCOUNT_TRAILS,
    { action: 'cloudtrail:GetTrailStatus', target: 'account-trails', access: 'read' },
    { action: 'cloudtrail:GetEventSelectors', target: 'account-trails', access: 'read' },
  ],
  evaluate: (observation) => {
    const { account, region } = observation.trail;
    const { accountTrails } = observation.surroundings;
    const shown = shownBy(accountTrails, NO_TRAIL, `the trails of account ${account} could not be listed`);
    if ('finding' in shown) return shown.finding;
    const trails = shown.value;
    const judged = servicesIn(selectorsIn(trails)).map((service) => ({
      service,
      recorded: any(trails.map((trail) => records(trail, service))),
    }));
    const missing = judged.filter(({ recorded }) => recorded === false).map(({ service }) => service);
    if (missing.length > 0) {
      const what = named(missing);
      const message = `no logging trail of account ${account} records ${what} in \`${region}\`, so that EventBridge does not hear of them`;
      return broken(message, { advice: adviceFor(observation, trails, what) });
    }
    if (judged.some(({ recorded }) => recorded === 'unknown')) return doubt(observation, trails);
    return healthy(`write management events are recorded in \`${region}\`, and those of KMS too`);
  },
};
