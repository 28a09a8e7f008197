import type { Trail } from '../../shared/trail/trail.ts';

/** The key that a trail with a key names. */
export const KEY = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
/** The topic that a trail with a topic names. */
export const TOPIC = 'arn:aws:sns:us-east-1:111122223333:example-topic';

/** A trail of the account 111122223333 that delivers into `example-logs`; the ARN follows from the parts. */
export function trailWith(parts: Partial<Trail> = {}): Trail {
  const trail = {
    partition: 'aws' as const,
    region: 'us-east-1',
    account: '111122223333',
    name: 'example',
    bucket: 'example-logs',
    prefix: '',
    organizationId: null,
    sourceOrganizationId: null,
    kmsKeyArn: null,
    topicArn: null,
    bucketKey: false,
    logFileValidation: false,
    multiRegion: true,
    insights: false,
    ...parts,
  };
  const { partition, region, account, name } = trail;
  return { ...trail, arn: `arn:${partition}:cloudtrail:${region}:${account}:trail/${name}` };
}

export const SINGLE: Trail = trailWith();
export const ORGANIZATION: Trail = trailWith({ organizationId: 'o-exampleorgid' });
