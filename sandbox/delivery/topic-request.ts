import type { Trail } from '../../shared/trail/trail.ts';
import type { KeyUse } from './key-request.ts';
import { known, type PointRequest, serviceRequest } from './request.ts';

/** The request that CloudTrail makes of SNS for each log file of a trail with a topic (facts §3). */
export function publishRequest(trail: Trail, topicArn: string): PointRequest {
  const [, , , region, account = ''] = topicArn.split(':');
  return serviceRequest(trail, { action: 'sns:Publish', resource: topicArn, region }, [
    ['sns:Protocol', { kind: 'absent' }],
    ['sns:Endpoint', { kind: 'absent' }],
    ['aws:ResourceAccount', known(account)],
  ]);
}

/** What the key of an encrypted topic is used for (SNS developer guide, "Encryption at rest"). */
export function topicKeyUse(topicArn: string): KeyUse {
  const [, , , region = ''] = topicArn.split(':');
  return { encryptionContext: { 'aws:sns:topicArn': topicArn }, through: `sns.${region}.amazonaws.com` };
}
