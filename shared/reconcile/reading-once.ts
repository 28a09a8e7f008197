import type { Ports } from './ports.ts';

/** The same call with the same names gives the same promise. */
function once<A extends readonly string[], T>(read: (...names: A) => Promise<T>): (...names: A) => Promise<T> {
  const asked = new Map<string, Promise<T>>();
  return (...names) => {
    const key = names.join(' ');
    const answer = asked.get(key) ?? read(...names);
    asked.set(key, answer);
    return answer;
  };
}

/**
 * Ports for one look: what several trails share is read once, so that all of them are judged by the same document and a
 * statement's place means the same for each.
 */
export function readingOnce(ports: Ports): Ports {
  const { buckets, keys, topics } = ports;
  return {
    ...ports,
    buckets: {
      ...buckets,
      facts: once(buckets.facts),
      policy: once(buckets.policy),
      payer: once(buckets.payer),
      expiry: once(buckets.expiry),
      grants: once(buckets.grants),
      blocksPublicPolicy: once(buckets.blocksPublicPolicy),
      accountBlocksPublicPolicy: once(buckets.accountBlocksPublicPolicy),
    },
    keys: { ...keys, facts: once(keys.facts), policy: once(keys.policy) },
    topics: { ...topics, attributes: once(topics.attributes) },
  };
}
