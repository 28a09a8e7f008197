import { lastingHolds } from './holds.ts';
import type { Judgement } from './judge.ts';
import type { Memory } from './memory.ts';
import { isProof, isSamePolicies, ofSameResources, type Policies, policiesAsKnown } from './policies.ts';

/** The settings of a trail count as known once nothing is said against them, under what the settings file said then. */
function descriptionAfter(
  memory: Memory,
  { observation, findings }: Judgement,
): Pick<Memory, 'description' | 'expected'> {
  // Nothing is known of an event data store that could be compared.
  if ('store' in observation) return memory;
  const { description, expected } = observation;
  const objection = findings.some(
    ({ check, finding }) => check.id === 'trail-settings-are-expected' && finding.verdict !== 'healthy',
  );
  if (description.state !== 'present' || objection) return memory;
  return { description: description.value, expected: JSON.stringify(expected) };
}

/** Policies but for those of a bucket, key or topic that the trail has left. */
function sameResources<T extends Policies | undefined>(
  policies: T,
  before: Memory['description'],
  after: Memory['description'],
): T | Policies {
  if (policies === undefined || before === null || after === null) return policies;
  return ofSameResources(policies, before, after);
}

function provenOf({ proven, description }: Memory, after: Memory['description']): Memory['proven'] {
  return proven === null ? null : { ...proven, policies: sameResources(proven.policies, description, after) };
}

/**
 * What is to be remembered after a look. Policies are proven once a log file arrived later than they were first seen in
 * force, with no error reported since.
 */
export function memoryAfter(memory: Memory, judgement: Judgement, now: number): Memory {
  const { observation, delivers, findings } = judgement;
  const status = 'status' in observation && observation.status.state === 'present' ? observation.status.value : null;
  const described = descriptionAfter(memory, judgement);
  const before = sameResources(memory.inForce?.policies, memory.description, described.description);
  const policies = policiesAsKnown(observation.policies, before);
  const isInForce = memory.inForce !== null && isSamePolicies(memory.inForce.policies, policies);
  const inForce = isInForce ? memory.inForce : { policies, since: now };
  const arrived = status?.latestDeliveryError === null ? status.latestDeliveryTime : null;
  const isProven = isInForce && delivers !== false && arrived !== null && isProof(arrived, inForce.since);
  const isNews = memory.proven === null || !isSamePolicies(memory.proven.policies, policies);
  return {
    ...memory,
    ...described,
    seenLogging: memory.seenLogging || status?.isLogging === true,
    inForce,
    holds: lastingHolds(memory.holds, now),
    proven: isProven && isNews ? { policies, at: now } : provenOf(memory, described.description),
    unknownSince: findings.some(isUnknown) ? (memory.unknownSince ?? now) : null,
  };
}

/** Something that counts and cannot be told, and that no repair settles either. */
export function isUnknown({ finding, mode }: Judgement['findings'][number]): boolean {
  return finding.verdict === 'unknown' && mode !== 'advice' && (finding.repair === null || mode !== 'restore');
}
