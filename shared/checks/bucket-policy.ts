import { type Policy, parsePolicy } from '../policy/document.ts';
import { lossyNumber } from '../policy/json.ts';
import type { Observation } from '../reconcile/reading.ts';
import { type Finding, notApplicable, unknown } from './check.ts';

/** A bucket without a policy: nothing is allowed. */
const NO_POLICY: Policy = { version: '2012-10-17', statements: [], source: {} };

/** The bucket's policy, or what a check says when there is none to judge. */
export type PolicyReading = { readonly policy: Policy } | { readonly finding: Finding };

/** Parses the policy that was observed. A policy that could not be read or parsed is never healthy. */
export function readBucketPolicy({ bucket, bucketPolicy, trail, bucketOwner }: Observation): PolicyReading {
  const name = `\`${trail.bucket}\``;
  if (bucket.state === 'absent') return { finding: notApplicable(`the bucket ${name} does not exist`) };
  if (bucket.state === 'present' && !bucket.value.ownerIsExpected) {
    return {
      finding: unknown(`the bucket ${name} does not belong to account ${bucketOwner}, so its policy is left alone`),
    };
  }
  switch (bucketPolicy.state) {
    case 'not-asked':
      return { finding: notApplicable('no bucket policy was given') };
    case 'unreadable':
      return { finding: unknown(`the policy of ${name} could not be read: ${bucketPolicy.reason}`) };
    case 'absent':
      return { policy: NO_POLICY };
    case 'present':
      return parseText(bucketPolicy.value, name);
  }
}

function parseText(text: string, name: string): PolicyReading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { finding: unknown(`the policy of ${name} is not JSON`) };
  }
  const number = lossyNumber(text);
  if (number !== null)
    return {
      finding: unknown(`the policy of ${name} has the number \`${number}\`, which a repair could not keep as it is`),
    };
  const parsed = parsePolicy(value);
  if (parsed.ok) return { policy: parsed.policy };
  return {
    finding: unknown(`the policy of ${name} cannot be read: ${parsed.problem.place}: ${parsed.problem.reason}`),
  };
}

/** Live, what CloudTrail reports settles what the policy alone cannot tell: it delivered last, and without an error. */
export function isDelivering({ status }: Observation): boolean {
  return (
    status.state === 'present' &&
    status.value.isLogging &&
    status.value.latestDeliveryError === null &&
    status.value.latestDeliveryTime !== null
  );
}
