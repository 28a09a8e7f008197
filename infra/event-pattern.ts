import type { EventPattern } from 'aws-cdk-lib/aws-events';

/** What the rule needs of an event source: who sends it, the names that CloudTrail logs, and which trails it can break. */
export type WakingSource = {
  readonly source: string;
  readonly eventNames: readonly string[];
  readonly breaks: 'every-trail' | 'trails-of-organizations';
};

/** Where calls of Organizations and IAM are recorded (Organizations user guide, "Logging API calls with AWS CloudTrail"). */
const HOME_OF_GLOBAL_EVENTS = 'us-east-1';

/**
 * The sources of which a rule in this Region can hear something that matters to these trails. Events of an organization reach a
 * stack in us-east-1 alone; elsewhere a rule for them would only look like one, and the schedule finds what they broke.
 * Partitions of which AWS's pages do not say where such events are recorded have them in the rule wherever the stack lies.
 */
export function audibleSources<T extends WakingSource>(
  sources: readonly T[],
  { partition, region, hasOrganization }: { partition: string; region: string; hasOrganization: boolean },
): readonly T[] {
  const reaches = partition !== 'aws' || region === HOME_OF_GLOBAL_EVENTS;
  return sources.filter(({ breaks }) => breaks === 'every-trail' || (hasOrganization && reaches));
}

/**
 * The calls that can break delivery, made successfully; those that name a bucket only if it is a guarded one.
 * Account-level calls name none. EventBridge User Guide: CloudTrail events, and `$or` in patterns.
 */
export function eventPattern(sources: readonly WakingSource[], buckets: readonly string[]): EventPattern {
  return {
    source: unique(sources.map(({ source }) => source)),
    detailType: ['AWS API Call via CloudTrail'],
    detail: {
      eventName: unique(sources.flatMap(({ eventNames }) => eventNames)),
      errorCode: [{ exists: false }],
      $or: [
        { requestParameters: { bucketName: unique(buckets) } },
        { requestParameters: { bucketName: [{ exists: false }] } },
      ],
    },
  };
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
