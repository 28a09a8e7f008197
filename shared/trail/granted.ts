import type { Policy } from '../policy/document.ts';
import { isGranted } from '../policy/evaluate.ts';
import { deliveryRequests } from './delivery.ts';
import type { Trail } from './trail.ts';

/**
 * Whether the bucket policy lets CloudTrail deliver log files: false if a delivery request is refused, null if one cannot
 * be told, else true. Other files do not change it, but an organization trail whose own account path is not granted has
 * null: CloudTrail was seen to refuse such a trail.
 */
export function deliversLogFiles(policy: Policy, trail: Trail): boolean | null {
  const answers = deliveryRequests(trail).map(({ stake, family }) => ({
    stake,
    holds: isGranted(policy, family).holds,
  }));
  const delivery = answers.filter(({ stake }) => stake === 'delivery');
  if (delivery.some(({ holds }) => holds === false)) return false;
  const asked = answers.filter(({ stake }) => stake !== 'other-files');
  return asked.every(({ holds }) => holds === true) ? true : null;
}
