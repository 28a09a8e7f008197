import type { Check } from '../../shared/checks/check.ts';
import { checks } from '../../shared/checks/index.ts';
import type { ApiCall } from '../../shared/events/api-call.ts';
import type { JsonObject } from '../../shared/policy/json.ts';
import type { RecentWrite } from '../../shared/reconcile/lost-edit.ts';
import type { Alert } from '../../shared/reconcile/memory.ts';
import { type NotedCall, noting } from '../../shared/reconcile/noting.ts';
import type { Outcome } from '../../shared/reconcile/outcome.ts';
import type { DocumentChange } from '../../shared/reconcile/plan.ts';
import type { Clock, Notifier, Ports } from '../../shared/reconcile/ports.ts';
import type { LandingZone, Reading } from '../../shared/reconcile/reading.ts';
import { reconcile } from '../../shared/reconcile/reconcile.ts';
import { remember, type Telling } from '../../shared/reconcile/remember.ts';
import { keptOf } from '../../shared/records/record-of.ts';
import { alertForNews } from '../../shared/report/news.ts';
import { type Settings, sourcesIn, type TrailSettings } from '../../shared/settings/settings.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { MemoryAccounts } from './accounts.ts';
import { MemoryBucket, MemoryBuckets } from './buckets.ts';
import { Journal } from './journal.ts';
import { MemoryKey, MemoryKeys } from './keys.ts';
import { MemoryOrganizations } from './organizations.ts';
import { MemoryRecords } from './records.ts';
import { MemoryStore } from './store.ts';
import { MemoryTopic, MemoryTopics } from './topics.ts';
import { MemoryTrails } from './trails.ts';

/** Time in memory: it stands still but for pauses, which end at once. */
class MemoryClock implements Clock {
  time = 1_795_262_400_000;
  readonly pauses: number[] = [];
  /** Called when a pause ends. */
  afterPause: (pauses: number) => void = () => {};
  /** True if whatever is waited for takes too long. */
  runsOut = false;
  within = async <T>(_: number, work: Promise<T>): Promise<T | null> => (this.runsOut ? null : work);
  now = (): number => this.time;
  parse = (time: string): number => Date.parse(time);
  pause = async (milliseconds: number): Promise<void> => {
    this.time += milliseconds;
    this.pauses.push(milliseconds);
    this.afterPause(this.pauses.length);
  };
}

/** People in memory: what they were told. */
class MemoryNotifier implements Notifier {
  readonly alerts: Alert[] = [];
  /** Thrown by the next calls, one after the other. */
  failures: Error[] = [];
  send = async (alert: Alert): Promise<void> => {
    const failure = this.failures.shift();
    if (failure !== undefined) throw failure;
    this.alerts.push(alert);
  };
}

/** The settings entry of a trail, which names what the trail has. */
function settingsOf(trail: Trail, bucketOwner: string): TrailSettings {
  const { arn: trailArn, bucket, prefix, organizationId, kmsKeyArn, topicArn } = trail;
  return {
    ...{ trailArn, bucket, bucketOwner },
    ...(prefix === '' ? {} : { prefix }),
    ...(organizationId === null ? {} : { organizationId }),
    ...(kmsKeyArn === null ? {} : { kmsKeyArn }),
    ...(topicArn === null ? {} : { topicArn }),
  };
}

/** The policies of a world's keys and topics; where none is given, there is none. */
type Policies = { readonly key?: JsonObject | null; readonly topic?: JsonObject | null };

/** The calls that change something of AWS. */
const WRITES = [
  'putPolicy',
  'putKeyPolicy',
  'putTopicPolicy',
  'startLogging',
  'cancelDeletion',
  'enable',
  'payAsOwner',
];

/** What one look at a trail asks, that has neither key nor topic: in one round; sorted. A new read of the ports belongs here. */
export const READS: readonly string[] = [
  ...[
    'blocksPublicPolicy',
    'describe',
    'expiry',
    'facts',
    'folders',
    'grants',
    'ofAccount',
    'payer',
    'policy',
    'recall',
  ],
  'status',
];

/** The same of one trail: of an organization trail, whose bucket the management account owns, the organization is asked too. */
export function readsOf({ organizationId }: Trail): readonly string[] {
  return organizationId === null ? READS : [...READS, 'serviceLinkedRole', 'trusted'].toSorted();
}

/** Everything outside of a run, in memory: trails, and the buckets, keys and topics that they name. */
export class World {
  readonly journal = new Journal();
  readonly clock = new MemoryClock();
  readonly notifier = new MemoryNotifier();
  /** What the product noted while it wrote, and what it remembers of its writes. */
  readonly noted: DocumentChange[] = [];
  readonly writesSoFar: RecentWrite[] = [];
  readonly buckets = new MemoryBuckets(this.journal);
  readonly keys = new MemoryKeys(this.journal);
  readonly topics = new MemoryTopics(this.journal);
  readonly organizations = new MemoryOrganizations(this.journal);
  readonly store = new MemoryStore(this.journal);
  readonly records = new MemoryRecords();
  /** The calls of AWS of the last run. */
  readonly calls: NotedCall[] = [];
  /** What is asked only after something else was answered, by nothing that a repair waits for. */
  readonly around = new Journal();
  readonly accounts = new MemoryAccounts(this.around);
  readonly trails: MemoryTrails;
  settings: Settings;
  checks: readonly Check[] = checks;
  readonly #trails: readonly Trail[];

  /** Every bucket begins with `policy`. */
  constructor(
    trails: readonly Trail[],
    policy: JsonObject | string | null,
    { key = null, topic = null }: Policies = {},
  ) {
    const owner = trails[0]?.account ?? '';
    this.#trails = trails;
    this.trails = new MemoryTrails(trails, this.journal, this.around);
    for (const { bucket, kmsKeyArn, topicArn } of trails) {
      this.buckets.add(bucket, new MemoryBucket(policy, owner));
      if (kmsKeyArn !== null) this.keys.add(kmsKeyArn, new MemoryKey(key));
      if (topicArn !== null) this.topics.add(topicArn, new MemoryTopic(topic));
    }
    const entries = trails.map((trail) => settingsOf(trail, owner));
    this.settings = { version: 1, trails: entries, alertOnly: false, modes: {}, scheduleMinutes: 15, alertEmails: [] };
  }

  /** The bucket, key and topic of the first trail. */
  get bucket(): MemoryBucket {
    return this.buckets.at(this.#trails[0]?.bucket ?? '');
  }

  get key(): MemoryKey {
    return this.keys.at(this.#trails[0]?.kmsKeyArn ?? '');
  }

  get topic(): MemoryTopic {
    return this.topics.at(this.#trails[0]?.topicArn ?? '');
  }

  /** The landing zone of Control Tower, where the trails are its own. */
  landingZone: Reading<LandingZone> = { state: 'absent' };

  get ports(): Ports {
    const { accounts, buckets, trails, keys, topics, organizations, store, records, clock, notifier } = this;
    return {
      ...{ accounts, buckets, trails, keys, topics, organizations, store, records, clock, notifier },
      landingZones: { current: () => this.journal.call('landingZone', () => this.landingZone) },
      journal: { writing: (change) => this.noted.push(change) },
    };
  }

  /** Looks and mends, on the schedule or because of a call; nothing is remembered or told. */
  run(cause: ApiCall | null = null): Promise<Outcome> {
    return reconcile(sourcesIn(this.settings), {
      settings: this.settings,
      checks: this.checks,
      ports: noting(this.ports, this.calls),
      cause,
      writes: this.writesSoFar,
    });
  }

  /** A whole run as the function makes it: it looks, mends, remembers and tells. Answers with why it could not remember. */
  async pass(cause: ApiCall | null = null): Promise<Outcome & { readonly forgotten: readonly string[] }> {
    this.calls.length = 0;
    const outcome = await this.run(cause);
    const timeText = (milliseconds: number): string => new Date(milliseconds).toISOString();
    const telling: Telling = {
      timeText,
      record: (news) => keptOf(news, this.calls, timeText),
      alert: (news, record) => alertForNews(news, record, timeText),
    };
    return { ...outcome, forgotten: await remember(outcome, telling, this.ports) };
  }

  /** The next scheduled run. */
  next(): ReturnType<World['pass']> {
    this.clock.time += this.settings.scheduleMinutes * 60_000;
    return this.pass();
  }

  /** What the run says that finds a state to have lasted for two schedule periods. */
  async lasting(): ReturnType<World['pass']> {
    await this.pass();
    await this.next();
    return this.next();
  }

  /** How many calls have changed anything of AWS so far. */
  get writes(): number {
    return WRITES.reduce((sum, name) => sum + this.journal.count(name), 0);
  }
}
