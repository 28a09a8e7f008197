import type { Trail } from '../../shared/trail/trail.ts';
import { KEY, TOPIC, trailWith } from './trails.ts';

/** A trail that has everything, in each partition: of an organization, with a key, a topic and digests. */
export const PARTITIONS: readonly Trail[] = (
  [
    ['aws', 'eu-south-2'],
    ['aws-us-gov', 'us-gov-west-1'],
    ['aws-cn', 'cn-northwest-1'],
  ] as const
).map(([partition, region]) =>
  trailWith({
    ...{ partition, region, organizationId: 'o-exampleorgid', logFileValidation: true, bucketKey: true },
    kmsKeyArn: KEY.replace('arn:aws:kms:us-east-1', `arn:${partition}:kms:${region}`),
    topicArn: TOPIC.replace('arn:aws:sns:us-east-1', `arn:${partition}:sns:${region}`),
  }),
);

/** The partitions of all ARNs in a text. */
export function partitionsIn(text: string): readonly string[] {
  const found = [...text.matchAll(/\barn:(aws[a-z-]*):/g)].map(([, partition = '']) => partition);
  return [...new Set(found)];
}
