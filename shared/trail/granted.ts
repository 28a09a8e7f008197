import type { Policy } from '../policy/document.ts';
import { isGranted } from '../policy/evaluate.ts';
import { deliveryRequests } from './delivery.ts';
import type { DocumentKind } from './document.ts';
import type { Source } from './event-data-store.ts';

/**
 * Whether one document lets CloudTrail deliver log files, or query results: false if a delivery request is refused, null if one cannot be
 * told, else true. Other files do not change it, but an organization trail whose own account path is not granted has null:
 * CloudTrail was seen to refuse such a trail.
 */
export function deliversLogFiles(policy: Policy, source: Source, document: DocumentKind): boolean | null {
  const answers = deliveryRequests(source, document).map(({ name, stake, family }) => ({
    name,
    stake,
    holds: isGranted(policy, family).holds,
  }));
  const delivery = answers.filter(({ stake }) => stake === 'delivery');
  if (delivery.some(({ holds }) => holds === false)) return false;
  const asked = answers.filter(({ name, stake }) => stake === 'delivery' || name === 'log-files');
  return asked.every(({ holds }) => holds === true) ? true : null;
}
