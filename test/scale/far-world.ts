import type { Alert } from '../../shared/reconcile/memory.ts';
import { accountOf } from '../../shared/trail/arn.ts';
import { MemoryAccounts } from '../memory/accounts.ts';
import { MemoryBucket, MemoryBuckets } from '../memory/buckets.ts';
import { Journal } from '../memory/journal.ts';
import { MemoryKey, MemoryKeys } from '../memory/keys.ts';
import { MemoryOrganizations } from '../memory/organizations.ts';
import { MemoryStore } from '../memory/store.ts';
import { MemoryTopics } from '../memory/topics.ts';
import { MemoryTrails } from '../memory/trails.ts';
import type { Organization } from './organization.ts';

/** A journal that keeps nothing and loses no time. */
class Silent extends Journal {
  override async call<T>(_: string, work: () => T | Promise<T>): Promise<T> {
    return work();
  }
}

/** AWS in memory, with CloudTrail account by account. */
export type Far = {
  readonly trailsOf: (arn: string) => MemoryTrails;
  readonly buckets: MemoryBuckets;
  readonly keys: MemoryKeys;
  readonly topics: MemoryTopics;
  readonly organizations: MemoryOrganizations;
  readonly accounts: MemoryAccounts;
  readonly store: MemoryStore;
  readonly alerts: Alert[];
};

/** Nothing of what CloudTrail needs is granted at first: every bucket and key has a policy without statements, or none. */
export function farWorld({ trails, buckets: places, regions }: Organization): Far {
  const silent = new Silent();
  const [buckets, keys, accounts] = [new MemoryBuckets(silent), new MemoryKeys(silent), new MemoryAccounts(silent)];
  for (const [name, { owner, region }] of places) {
    const bucket = new MemoryBucket(null, owner);
    bucket.region = region;
    buckets.add(name, bucket);
  }
  accounts.enabled = regions;
  const byAccount = new Map<string, MemoryTrails>();
  for (const trail of trails) {
    if (trail.kmsKeyArn !== null) keys.add(trail.kmsKeyArn, new MemoryKey({ Version: '2012-10-17', Statement: [] }));
    const known = byAccount.get(trail.account) ?? new MemoryTrails([], silent, silent);
    known.add(trail);
    byAccount.set(trail.account, known);
  }
  return {
    ...{ buckets, keys, accounts, alerts: [] },
    trailsOf: (arn) => byAccount.get(accountOf(arn)) ?? new MemoryTrails([], silent, silent),
    topics: new MemoryTopics(silent),
    organizations: new MemoryOrganizations(silent),
    store: new MemoryStore(silent),
  };
}
