import type { Trails } from '../../shared/reconcile/ports.ts';
import type { Reading, TrailDescription, TrailStatus } from '../../shared/reconcile/reading.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import type { Journal } from './journal.ts';

type Known = { description: Reading<TrailDescription>; status: Reading<TrailStatus> };

const WELL: TrailStatus = {
  isLogging: true,
  latestDeliveryError: null,
  latestDeliveryTime: 1_795_000_000_000,
  startLoggingTime: 1_790_000_000_000,
  latestNotificationError: null,
  latestLogGroupDeliveryError: null,
  latestDigestDeliveryError: null,
  latestDigestDeliveryTime: 1_795_260_600_000,
};

/** CloudTrail in memory: trails by their ARNs. */
export class MemoryTrails implements Trails {
  /** Thrown by the next StartLogging calls, one after the other. */
  failures: Error[] = [];
  readonly started: string[] = [];
  readonly #known = new Map<string, Known>();
  /** What GetTrailStatus says outside of the home Region, by the Region; where nothing stands, as in the home Region at first. */
  readonly elsewhere = new Map<string, Partial<TrailStatus> | Reading<TrailStatus>>();
  readonly #journal: Journal;
  readonly #around: Journal;

  /** What is asked only after something else stands in a journal of its own. */
  constructor(trails: readonly Trail[], journal: Journal, around: Journal) {
    this.#journal = journal;
    this.#around = around;
    for (const trail of trails) {
      const { bucket, prefix, kmsKeyArn, topicArn, logFileValidation, multiRegion, insights } = trail;
      const value = {
        bucket,
        prefix,
        isOrganizationTrail: trail.organizationId !== null,
        kmsKeyArn,
        topicArn,
        logFileValidation,
        multiRegion,
        insights,
        logGroupArn: null,
        logGroupRoleArn: null,
      };
      this.#known.set(trail.arn, {
        description: { state: 'present', value },
        status: { state: 'present', value: WELL },
      });
    }
  }

  /** What AWS will say of a trail from now on; facts that are left out stay. */
  set(
    arn: string,
    change: {
      description?: Partial<TrailDescription> | Reading<TrailDescription>;
      status?: Partial<TrailStatus> | Reading<TrailStatus>;
    },
  ): void {
    const known = this.#at(arn);
    known.description = changed(known.description, change.description ?? {});
    known.status = changed(known.status, change.status ?? {});
  }

  describe = (arn: string): Promise<Reading<TrailDescription>> =>
    this.#journal.call('describe', () => this.#at(arn).description);

  status = (arn: string): Promise<Reading<TrailStatus>> => this.#journal.call('status', () => this.#at(arn).status);

  statusIn = (_: string, region: string): Promise<Reading<TrailStatus>> =>
    this.#around.call('statusIn', () =>
      changed<TrailStatus>({ state: 'present', value: WELL }, this.elsewhere.get(region) ?? {}),
    );

  startLogging = (arn: string): Promise<void> =>
    this.#journal.call('startLogging', () => {
      const failure = this.failures.shift();
      if (failure !== undefined) throw failure;
      this.started.push(arn);
      this.set(arn, { status: { isLogging: true } });
    });

  #at(arn: string): Known {
    const known = this.#known.get(arn);
    if (known === undefined) throw new Error(`no trail ${arn} in this test`);
    return known;
  }
}

function changed<T>(old: Reading<T>, change: Partial<T> | Reading<T>): Reading<T> {
  if ('state' in change) return change;
  return old.state === 'present' ? { state: 'present', value: { ...old.value, ...change } } : old;
}
