import { type Policy, parsePolicy } from '../../policy/document.ts';
import { lossyNumber } from '../../policy/json.ts';
import { isProof, isSamePolicies, policiesAsKnown } from '../../reconcile/policies.ts';
import { type SourceObservation, sourceOf } from '../../reconcile/store-observation.ts';
import { DOCUMENTS, type DocumentKind, resourceOfDocument } from '../../trail/document.ts';
import { type Finding, notApplicable, unknown } from '../check.ts';
import { failsElsewhere } from './regions.ts';

/** A resource without a policy: nothing is allowed. */
const NO_POLICY: Policy = { version: '2012-10-17', statements: [], source: {} };

/** A policy, or what a check says when there is none to judge. */
export type PolicyReading = { readonly policy: Policy } | { readonly finding: Finding };

/** Why the policy of the bucket is nobody's business: there is no bucket, or it is somebody else's. */
function bucketFinding(observation: SourceObservation): Finding | null {
  const { bucket, bucketOwner } = observation;
  const name = `\`${sourceOf(observation).bucket}\``;
  if (bucket.state === 'absent') return notApplicable(`the bucket ${name} does not exist`);
  if (bucket.state !== 'present' || bucket.value.ownerIsExpected) return null;
  return unknown(`the bucket ${name} does not belong to account ${bucketOwner}, so its policy is left alone`);
}

/** Parses the policy that was observed. A policy that could not be read or parsed is never healthy. */
export function readPolicy(observation: SourceObservation, kind: DocumentKind): PolicyReading {
  const { policies } = observation;
  const resource = resourceOfDocument(sourceOf(observation), kind);
  const { noun } = DOCUMENTS[kind];
  if (resource === null) return { finding: notApplicable(`the trail has no ${noun.split(' ')[0]}`) };
  const finding = kind === 'bucket-policy' ? bucketFinding(observation) : null;
  if (finding !== null) return { finding };
  if (kind === 'key-policy' && 'key' in observation && observation.key.state === 'absent')
    return { finding: notApplicable(`the key \`${resource}\` does not exist`) };
  const reading = policies[kind];
  switch (reading.state) {
    case 'not-asked':
      return { finding: notApplicable(reading.reason ?? `no ${noun} was given`) };
    case 'unreadable':
      return { finding: unknown(`the ${noun} of \`${resource}\` could not be read: ${reading.reason}`) };
    case 'absent':
      return { policy: NO_POLICY };
    case 'present':
      return parsePolicyText(reading.value, `the ${noun} of \`${resource}\``);
  }
}

/** Parses the text of a policy; `name` is how a message calls it. */
export function parsePolicyText(text: string, name: string): PolicyReading {
  const known = read.get(text);
  if (known !== undefined) return { policy: known };
  const reading = parseText(text, name);
  if ('policy' in reading) remember(text, reading.policy);
  return reading;
}

/** So many policies are kept as they were parsed: every check of a run asks for the same few. */
const KEPT = 16;
const read = new Map<string, Policy>();

function remember(text: string, policy: Policy): void {
  const [oldest] = read.keys();
  if (oldest !== undefined && read.size >= KEPT) read.delete(oldest);
  read.set(text, policy);
}

function parseText(text: string, name: string): PolicyReading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { finding: unknown(`${name} is not JSON`) };
  }
  const number = lossyNumber(text);
  if (number !== null)
    return { finding: unknown(`${name} has the number \`${number}\`, which a repair could not keep as it is`) };
  const parsed = parsePolicy(value);
  if (parsed.ok) return { policy: parsed.policy };
  return { finding: unknown(`${name} cannot be read: ${parsed.problem.place}: ${parsed.problem.reason}`) };
}

/**
 * Whether CloudTrail's own word settles what the policies alone cannot tell. A delivery says nothing of a policy that was
 * changed after it: where Trailmend remembers, the policies must have been in force when the file arrived. Nor does one of the home
 * Region, where another Region is known to fail. Of query results CloudTrail has no such word.
 */
export function isDelivering(observation: SourceObservation): boolean {
  if ('store' in observation) return false;
  const { status, memory, policies } = observation;
  if (failsElsewhere(observation, ({ latestDeliveryError }) => latestDeliveryError)) return false;
  if (status.state !== 'present' || !status.value.isLogging || status.value.latestDeliveryError !== null) return false;
  const { latestDeliveryTime } = status.value;
  if (latestDeliveryTime === null) return false;
  if (memory.state === 'not-asked') return true;
  const inForce = memory.state === 'present' ? memory.value.inForce : null;
  if (inForce === null || !isProof(latestDeliveryTime, inForce.since)) return false;
  return isSamePolicies(inForce.policies, policiesAsKnown(policies, inForce.policies));
}
