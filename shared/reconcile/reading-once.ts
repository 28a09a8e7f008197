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
    accounts: { ...accounts, enabledRegions: once(accounts.enabledRegions) },
    trails: { ...trails, describe: once(trails.describe), ofAccount: once(trails.ofAccount) },
    buckets: {
      ...buckets,
      facts: once(buckets.facts),
      policy: once(buckets.policy),
      payer: once(buckets.payer),
      expiry: once(buckets.expiry),
      folders: once(buckets.folders),
      grants: once(buckets.grants),
      blocksPublicPolicy: once(buckets.blocksPublicPolicy),
      accountBlocksPublicPolicy: once(buckets.accountBlocksPublicPolicy),
    },
    keys: { ...keys, facts: once(keys.facts), policy: once(keys.policy) },
    landingZones: { current: once(landingZones.current) },
    topics: { ...topics, attributes: once(topics.attributes) },
    organizations: {
      trusted: once(organizations.trusted),
      serviceLinkedRole: once(organizations.serviceLinkedRole),
      policies: once(organizations.policies),
    },
  };
}
