import { once } from './once.ts';
import type { Ports } from './ports.ts';

/**
 * Ports for one look: what several trails share is read once, so that all of them are judged by the same document and a
 * statement's place means the same for each.
 */
export function readingOnce(ports: Ports): Ports {
  const { accounts, buckets, keys, topics, trails, landingZones, organizations } = ports;
  return {
    ...ports,
    // Every call of a port is named, so that none is forgotten.
    accounts: {
      enabledRegions: once(accounts.enabledRegions),
      members: accounts.members,
      hasHomeRegion: accounts.hasHomeRegion,
    },
    trails: {
      describe: once(trails.describe),
      status: trails.status,
      statusIn: trails.statusIn,
      startLogging: trails.startLogging,
      ofAccount: once(trails.ofAccount),
    },
    buckets: {
      facts: once(buckets.facts),
      policy: once(buckets.policy),
      putPolicy: buckets.putPolicy,
      payer: once(buckets.payer),
      expiry: once(buckets.expiry),
      folders: once(buckets.folders),
      grants: once(buckets.grants),
      blocksPublicPolicy: once(buckets.blocksPublicPolicy),
      accountBlocksPublicPolicy: once(buckets.accountBlocksPublicPolicy),
      payAsOwner: buckets.payAsOwner,
    },
    keys: {
      facts: once(keys.facts),
      policy: once(keys.policy),
      putPolicy: keys.putPolicy,
      cancelDeletion: keys.cancelDeletion,
      enable: keys.enable,
    },
    landingZones: { current: once(landingZones.current) },
    topics: { attributes: once(topics.attributes), putPolicy: topics.putPolicy },
    organizations: {
      trusted: once(organizations.trusted),
      serviceLinkedRole: once(organizations.serviceLinkedRole),
      policies: once(organizations.policies),
    },
  };
}
