import { type ContextValue, known } from '../policy/context.ts';
import { contextOf } from './context.ts';
import { type DeliveryRequest, deliveryRequests } from './delivery.ts';
import type { DocumentKind } from './document.ts';
import type { Trail } from './trail.ts';

/** The member account of an organization that owns a resource. */
export type ResourceOwner = {
  readonly account: string;
  readonly organizationId: string;
  /** The ids of root and organizational units above the account, from the root down. */
  readonly path: readonly string[];
};

/**
 * CloudTrail's requests as a policy of the resource owner's organization sees them: whose resource it is, is known (IAM user
 * guide, "AWS global condition context keys": aws:ResourceAccount, aws:ResourceOrgID, aws:ResourceOrgPaths).
 */
export function requestsUnder(
  trail: Trail,
  document: DocumentKind,
  { account, organizationId, path }: ResourceOwner,
): readonly DeliveryRequest[] {
  const orgPath = `${[organizationId, ...path].join('/')}/`;
  const owned: readonly [string, ContextValue][] = [
    ['aws:ResourceAccount', known(account)],
    ['aws:ResourceOrgID', known(organizationId)],
    ['aws:ResourceOrgPaths', { kind: 'known', values: [orgPath], multi: true, complete: true }],
  ];
  return deliveryRequests(trail, document).map((request) => {
    const context = new Map([...request.family.context, ...contextOf(owned)]);
    return { ...request, family: { ...request.family, context } };
  });
}
