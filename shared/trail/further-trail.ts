import { forgetting } from '../policy/doubts.ts';
import { type DeliveryRequest, deliveryRequests } from './delivery.ts';
import type { Trail } from './trail.ts';

/** A further trail that delivers into a guarded trail's bucket. */
export type FurtherTrail = {
  readonly trail: Trail;
  /** Keys of its requests whose values are not known, beyond those that are not known of any trail. */
  readonly open: readonly string[];
};

/** How it encrypts is known of a trail that AWS describes, and of no other. */
export const OPEN_ENCRYPTION: readonly string[] = [
  's3:x-amz-server-side-encryption',
  's3:x-amz-server-side-encryption-aws-kms-key-id',
];

/** The requests that CloudTrail makes to the bucket for such a trail. */
export function sourceRequests({ trail, open }: FurtherTrail): readonly DeliveryRequest[] {
  return deliveryRequests(trail, 'bucket-policy').map((request) => ({
    ...request,
    family: forgetting(request.family, open),
  }));
}

/** Where such a trail delivers, and for whom. */
type Destination = Pick<Trail, 'bucket' | 'prefix' | 'organizationId' | 'sourceOrganizationId'>;

/** A trail of which only this is known; what is not known of it is as of a trail that covers every Region. */
export function barelyKnown(
  arn: Pick<Trail, 'arn' | 'partition' | 'region' | 'account' | 'name'>,
  to: Destination,
): Trail {
  const { bucket, prefix, organizationId, sourceOrganizationId } = to;
  return {
    ...{ arn: arn.arn, partition: arn.partition, region: arn.region, account: arn.account, name: arn.name },
    ...{ bucket, prefix, organizationId, sourceOrganizationId },
    ...{
      kmsKeyArn: null,
      topicArn: null,
      bucketKey: null,
      logFileValidation: false,
      multiRegion: true,
      insights: false,
    },
  };
}
