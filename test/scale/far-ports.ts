import type { Ports } from '../../shared/reconcile/ports.ts';
import type { Reading } from '../../shared/reconcile/reading.ts';
import { accountOf } from '../../shared/trail/arn.ts';
import type { Far } from './far-world.ts';
import type { Timeline } from './timeline.ts';
import type { Wire } from './wire.ts';

export type { Far } from './far-world.ts';

const regionOf = (arn: string): string => arn.split(':')[3] ?? '';

/** The ports over AWS in memory, each call over the wire; nothing of them is bounded. */
export function portsOver(far: Far, wire: Wire, timeline: Timeline): Ports {
  const { buckets, keys, topics, organizations, accounts, store, trailsOf } = far;
  const cloudTrail = <T>(arn: string, region: string, answer: () => Promise<Reading<T>>) =>
    wire.read('cloudtrail', accountOf(arn), region, answer);
  const s3 = <T>(owner: string, answer: () => Promise<Reading<T>>) => wire.read('s3', owner, '', answer);
  const kms = <T>(arn: string, answer: () => Promise<Reading<T>>) =>
    wire.read('kms', accountOf(arn), regionOf(arn), answer);
  const account = <T>(owner: string, answer: () => Promise<Reading<T>>) => wire.read('account', owner, '', answer);
  const write = async (service: string, owner: string, work: () => Promise<void>): Promise<void> => {
    await wire.call(service, owner, '', work);
  };
  return {
    trails: {
      describe: (arn) => cloudTrail(arn, regionOf(arn), () => trailsOf(arn).describe(arn)),
      status: (arn) => cloudTrail(arn, regionOf(arn), () => trailsOf(arn).status(arn)),
      statusIn: (arn, region) => cloudTrail(arn, region, () => trailsOf(arn).statusIn(arn, region)),
      startLogging: (arn) => write('cloudtrail', accountOf(arn), () => trailsOf(arn).startLogging(arn)),
      // ListTrails; then GetTrail, GetTrailStatus and GetEventSelectors of each.
      ofAccount: async (owner, region) => {
        const call = <T>(answer: () => Promise<Reading<T>>) => wire.read('cloudtrail', owner, region, answer);
        const listed = await call(() => trailsOf(`::::${owner}:`).ofAccount(owner, region));
        const count = listed.state === 'present' ? 3 * listed.value.length : 0;
        await Promise.all(Array.from({ length: count }, () => call(async () => ({ state: 'absent' }))));
        return listed;
      },
    },
    buckets: {
      // HeadBucket and GetBucketEncryption.
      facts: async (name, owner) => {
        await s3(owner, async () => ({ state: 'absent' }));
        return s3(owner, () => buckets.facts(name, owner));
      },
      policy: (name, owner) => s3(owner, () => buckets.policy(name, owner)),
      putPolicy: (name, owner, policy) => write('s3', owner, () => buckets.putPolicy(name, owner, policy)),
      payer: (name, owner) => s3(owner, () => buckets.payer(name, owner)),
      expiry: (name, owner) => s3(owner, () => buckets.expiry(name, owner)),
      folders: (name, owner, root) => s3(owner, () => buckets.folders(name, owner, root)),
      grants: (name, owner) => s3(owner, () => buckets.grants(name, owner)),
      blocksPublicPolicy: (name, owner) => s3(owner, () => buckets.blocksPublicPolicy(name, owner)),
      accountBlocksPublicPolicy: (owner) => s3(owner, () => buckets.accountBlocksPublicPolicy(owner)),
      payAsOwner: (name, owner) => write('s3', owner, () => buckets.payAsOwner(name, owner)),
    },
    keys: {
      facts: (arn) => kms(arn, () => keys.facts(arn)),
      policy: (arn) => kms(arn, () => keys.policy(arn)),
      putPolicy: (arn, policy) => write('kms', accountOf(arn), () => keys.putPolicy(arn, policy)),
      cancelDeletion: (arn) => write('kms', accountOf(arn), () => keys.cancelDeletion(arn)),
      enable: (arn) => write('kms', accountOf(arn), () => keys.enable(arn)),
    },
    topics,
    landingZones: { current: async () => ({ state: 'absent' }) },
    organizations,
    accounts: {
      enabledRegions: (owner) => account(owner, () => accounts.enabledRegions()),
      members: (arn, limit) => account(accountOf(arn), () => accounts.members(arn, limit)),
      hasHomeRegion: (arn, member) => account(accountOf(arn), () => accounts.hasHomeRegion(arn, member)),
    },
    // Objects of the hub's own bucket: no management events.
    store: {
      read: (arn) => wire.read('store', 'hub', '', () => store.read(arn)),
      write: (memory, tag) => wire.call('store', 'hub', '', () => store.write(memory, tag)),
    },
    clock: {
      now: () => timeline.now,
      pause: (milliseconds) => timeline.pause(milliseconds),
      within: (milliseconds, work) => Promise.race([work, timeline.pause(milliseconds).then(() => null)]),
      parse: (time) => Date.parse(time),
    },
    records: {
      add: async () => {
        await wire.call('store', 'hub', '', async () => {});
      },
    },
    journal: { writing: () => {} },
    notifier: {
      send: async (alert) => {
        far.alerts.push(alert);
      },
    },
  };
}
