import type { PolicyDocuments } from '../../shared/reconcile/ports.ts';
import type { World } from './world.ts';

const nameIn = (arn: string): string => arn.slice(arn.lastIndexOf(':') + 1);

/** The policies of a world's buckets, keys and topics, as a person reads and writes them. */
export function memoryDocuments({ buckets, keys, topics }: World): PolicyDocuments {
  return {
    'bucket-policy': {
      read: async (resource, owner) => {
        const bucket = buckets.at(nameIn(resource));
        if (!bucket.exists) return { state: 'absent' };
        const reading = bucket.policy(owner);
        return reading.state === 'absent' ? { state: 'present', value: null } : reading;
      },
      put: async (resource, owner, policy) => buckets.at(nameIn(resource)).putPolicy(owner, policy),
      remove: async (resource) => buckets.at(nameIn(resource)).write(null),
    },
    'key-policy': {
      read: async (resource) => keys.at(resource).policy(),
      put: async (resource, _owner, policy) => keys.at(resource).putPolicy(policy),
      remove: null,
    },
    'topic-policy': {
      read: async (resource) => {
        const { facts, policy } = topics.at(resource).attributes();
        if (facts.state !== 'present') return facts;
        return policy.state === 'absent' ? { state: 'present', value: null } : policy;
      },
      put: async (resource, _owner, policy) => topics.at(resource).putPolicy(policy),
      remove: null,
    },
  };
}
