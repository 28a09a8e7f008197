import type { EventPattern } from 'aws-cdk-lib/aws-events';

/** What the rule needs of an event source: who sends it, and the names that CloudTrail logs. */
export type WakingSource = { readonly source: string; readonly eventNames: readonly string[] };

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
