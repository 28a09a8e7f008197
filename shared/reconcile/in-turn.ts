import { accountOf } from '../trail/arn.ts';
import { Lanes, type Limits } from './lanes.ts';
import type { Ports } from './ports.ts';

/**
 * So many reads run at the same time, of everything and of what one account is asked. A hundred keep the function's processor
 * busy where an answer takes a fifth of a second; more would only wait inside the SDK, whose time limit runs meanwhile. Ten are
 * what CloudTrail answers an account in a second (CloudTrail user guide, "Quotas in AWS CloudTrail").
 */
const AT_ONCE: Limits = { all: 100, each: 10 };

/** The account that a call asks, by what it is called with. */
type AccountIn = (asked: readonly unknown[]) => string;

const ofArn: AccountIn = ([arn]) => accountOf(String(arn));
const owner: AccountIn = ([, account]) => String(account);
const itself: AccountIn = ([account]) => String(account);
/** The hub's own bucket has a lane of its own. */
const hub: AccountIn = () => 'hub';

/**
 * Ports whose reads wait for their turn, account by account: what one account is slow to answer, or throttles, holds up what is
 * asked of that account alone. What a repair rests on goes before what lies around it. Repairs never wait, for the read that
 * they rest on must not grow old.
 */
export function inTurn(ports: Ports, limits: Limits = AT_ONCE): Ports {
  const lanes = new Lanes(limits);
  const waiting =
    (isUrgent: boolean) =>
    <A extends readonly unknown[], T>(accountIn: AccountIn, read: (...asked: A) => Promise<T>) =>
    (...asked: A): Promise<T> =>
      lanes.run(accountIn(asked), () => read(...asked), isUrgent);
  const [first, later] = [waiting(true), waiting(false)];
  const { accounts, buckets, keys, topics, trails, landingZones, organizations, store } = ports;
  return {
    ...ports,
    // Every call of a port is named, so that none is forgotten.
    trails: {
      describe: first(ofArn, trails.describe),
      status: first(ofArn, trails.status),
      statusIn: later(ofArn, trails.statusIn),
      startLogging: trails.startLogging,
      ofAccount: later(itself, trails.ofAccount),
    },
    buckets: {
      facts: first(owner, buckets.facts),
      policy: first(owner, buckets.policy),
      putPolicy: buckets.putPolicy,
      payer: first(owner, buckets.payer),
      expiry: later(owner, buckets.expiry),
      folders: later(owner, buckets.folders),
      grants: later(owner, buckets.grants),
      blocksPublicPolicy: later(owner, buckets.blocksPublicPolicy),
      accountBlocksPublicPolicy: later(itself, buckets.accountBlocksPublicPolicy),
      payAsOwner: buckets.payAsOwner,
    },
    keys: {
      facts: first(ofArn, keys.facts),
      policy: first(ofArn, keys.policy),
      putPolicy: keys.putPolicy,
      cancelDeletion: keys.cancelDeletion,
      enable: keys.enable,
    },
    topics: { attributes: first(ofArn, topics.attributes), putPolicy: topics.putPolicy },
    landingZones: { current: later(owner, landingZones.current) },
    organizations: {
      trusted: later(owner, organizations.trusted),
      serviceLinkedRole: later(owner, organizations.serviceLinkedRole),
      policies: later(owner, organizations.policies),
    },
    accounts: {
      enabledRegions: later(itself, accounts.enabledRegions),
      members: later(ofArn, accounts.members),
      hasHomeRegion: later(ofArn, accounts.hasHomeRegion),
    },
    // What is remembered is written under a tag: it rests on no read that could grow old.
    store: { read: first(hub, store.read), write: first(hub, store.write) },
  };
}
