import type { Settings, TrailSettings } from '../../shared/settings/settings.ts';
import { knownRegions } from '../../shared/trail/regions.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { trailWith } from '../trail/trails.ts';

/** How many trails there are, and how they lie. */
export type Shape = {
  readonly trails: number;
  readonly accounts: number;
  readonly regions: number;
  /** Whether the trails of an account share a bucket, all trails share one, or each has its own. */
  readonly buckets: 'of-account' | 'one' | 'of-trail';
};

/** An organization on paper: its trails, and the settings that name them. */
export type Organization = {
  readonly regions: readonly string[];
  readonly trails: readonly Trail[];
  readonly settings: Settings;
  /** The account and the Region of a bucket, by the bucket's name. */
  readonly buckets: ReadonlyMap<string, { readonly owner: string; readonly region: string }>;
};

/** The account that owns the one bucket of a shape that has one. */
const LOG_ARCHIVE = '999900000000';

/** The id of an account, by its place. */
export function accountAt(place: number): string {
  return `${100_000_000_000 + place}`;
}

const BUCKETS: Readonly<Record<Shape['buckets'], (account: string, at: number) => string>> = {
  'of-account': (account) => `logs-${account}`,
  one: () => 'logs-of-all',
  'of-trail': (_, at) => `logs-of-trail-${at}`,
};

/** Multi-Region trails, spread over the accounts and home Regions; those of one account name one key. */
export function organizationOf({ trails: count, accounts, regions: regionCount, buckets }: Shape): Organization {
  const regions = ['us-east-1', ...knownRegions('aws').filter((region) => region !== 'us-east-1')].slice(
    0,
    regionCount,
  );
  const places = new Map<string, { owner: string; region: string }>();
  const trails = Array.from({ length: count }, (_, at) => {
    const account = accountAt(at % accounts);
    const region = regions[(at % accounts) % regions.length] ?? '';
    const bucket = BUCKETS[buckets](account, at);
    places.set(bucket, { owner: buckets === 'one' ? LOG_ARCHIVE : account, region });
    const key = buckets === 'of-account' ? `arn:aws:kms:${region}:${account}:key/1234abcd` : null;
    return trailWith({ name: `trail-${at}`, account, region, bucket, kmsKeyArn: key });
  });
  const entries = trails.map(
    ({ arn, bucket, kmsKeyArn }): TrailSettings => ({
      ...{ trailArn: arn, bucket, bucketOwner: places.get(bucket)?.owner ?? '' },
      ...(kmsKeyArn === null ? {} : { kmsKeyArn }),
    }),
  );
  const settings: Settings = {
    ...{ version: 1, trails: entries, alertOnly: false, modes: {}, scheduleMinutes: 15, alertEmails: [] },
  };
  return { regions, trails, settings, buckets: places };
}
