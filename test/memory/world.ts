import type { Check } from '../../shared/checks/check.ts';
import { checks } from '../../shared/checks/index.ts';
import type { ApiCall } from '../../shared/events/api-call.ts';
import type { JsonObject } from '../../shared/policy/json.ts';
import type { RecentWrite } from '../../shared/reconcile/lost-edit.ts';
import type { Outcome } from '../../shared/reconcile/outcome.ts';
import type { DocumentChange } from '../../shared/reconcile/plan.ts';
import type { Alert, Clock, Notifier, Ports } from '../../shared/reconcile/ports.ts';
import { reconcile } from '../../shared/reconcile/reconcile.ts';
import type { Settings, TrailSettings } from '../../shared/settings/settings.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { MemoryBucket } from './buckets.ts';
import { Journal } from './journal.ts';
import { MemoryTrails } from './trails.ts';

/** Time in memory: it stands still but for pauses, which end at once. */
class MemoryClock implements Clock {
  time = 1_795_262_400_000;
  readonly pauses: number[] = [];
  /** Called when a pause ends. */
  afterPause: (pauses: number) => void = () => {};
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
  send = async (alert: Alert): Promise<void> => {
    this.alerts.push(alert);
  };
}

/** The settings entry of a trail. */
function settingsOf(trail: Trail): TrailSettings {
  return {
    trailArn: trail.arn,
    bucket: trail.bucket,
    ...(trail.prefix === '' ? {} : { prefix: trail.prefix }),
    ...(trail.organizationId === null ? {} : { organizationId: trail.organizationId }),
  };
}

/** Everything outside of a run, in memory: one bucket and the trails that deliver into it. */
export class World {
  readonly journal = new Journal();
  readonly clock = new MemoryClock();
  readonly notifier = new MemoryNotifier();
  /** What the product noted while it wrote, and what it remembers of its writes. */
  readonly noted: DocumentChange[] = [];
  readonly writesSoFar: RecentWrite[] = [];
  readonly bucket: MemoryBucket;
  readonly trails: MemoryTrails;
  settings: Settings;
  checks: readonly Check[] = checks;

  constructor(trails: readonly Trail[], policy: JsonObject | string | null) {
    const owner = trails[0]?.account ?? '';
    this.bucket = new MemoryBucket(policy, owner, this.journal);
    this.trails = new MemoryTrails(trails, this.journal);
    const entries = trails.map((trail) => ({ ...settingsOf(trail), bucketOwner: owner }));
    this.settings = { version: 1, trails: entries, alertOnly: false, modes: {}, scheduleMinutes: 15, alertEmails: [] };
  }

  get ports(): Ports {
    return {
      buckets: this.bucket,
      trails: this.trails,
      clock: this.clock,
      notifier: this.notifier,
      journal: { writing: (change) => this.noted.push(change) },
    };
  }

  /** One pass, on the schedule or because of a call. */
  run(cause: ApiCall | null = null): Promise<Outcome> {
    return reconcile(this.settings.trails, {
      settings: this.settings,
      checks: this.checks,
      ports: this.ports,
      cause,
      writes: this.writesSoFar,
    });
  }

  /** How many calls have changed anything so far. */
  get writes(): number {
    return this.journal.count('putPolicy') + this.journal.count('startLogging');
  }
}
