import type { EventPattern } from 'aws-cdk-lib/aws-events';
import { homeOfGlobalEvents, type Lying, type Place } from './places.ts';

/** What the rule needs of an event source: who sends it, the names that CloudTrail logs, and which trails it can break. */
export type WakingSource = {
  readonly source: string;
  readonly eventNames: readonly string[];
  readonly breaks: 'every-trail' | 'trails-of-organizations';
};

/** What rules match: CloudTrail's own events are of other kinds, and read-only calls break nothing. */
export const DETAIL_TYPE = 'AWS API Call via CloudTrail';

/**
 * The sources of which a rule in this Region can hear something that matters to these trails. Events of an organization reach a
 * stack in us-east-1 alone; elsewhere a rule for them would only look like one, and the schedule finds what they broke.
 * Partitions of which AWS's pages do not say where such events are recorded have them in the rule wherever the stack lies.
 */
export function audibleSources<T extends WakingSource>(
  sources: readonly T[],
  { partition, region, hasOrganization }: { partition: string; region: string; hasOrganization: boolean },
): readonly T[] {
  const reaches = partition !== 'aws' || region === homeOfGlobalEvents('aws');
  return sources.filter(({ breaks }) => breaks === 'every-trail' || (hasOrganization && reaches));
}

/** Who sends the events about what lies in a place; calls on an organization are known by the trails that they break. */
const SENDER: Readonly<Record<Exclude<Lying, 'organization'>, string>> = {
  bucket: 'aws.s3',
  key: 'aws.kms',
  topic: 'aws.sns',
  trail: 'aws.cloudtrail',
};

/** The sources of which a rule in this place can hear something that matters to what lies there. */
export function sourcesAt<T extends WakingSource>(sources: readonly T[], { lies }: Pick<Place, 'lies'>): readonly T[] {
  const senders = lies.flatMap((lying) => (lying === 'organization' ? [] : [SENDER[lying]]));
  return sources.filter(({ source, breaks }) =>
    breaks === 'every-trail' ? senders.includes(source) : lies.includes('organization'),
  );
}

/**
 * The calls that can break delivery, made successfully; those that name a bucket only if it is a guarded one.
 * Account-level calls name none. EventBridge User Guide: CloudTrail events, and `$or` in patterns.
 */
export function eventPattern(sources: readonly WakingSource[], buckets: readonly string[]): EventPattern {
  const namesNone = namesBucket([{ exists: false }]);
  return patternOf(sources, buckets.length === 0 ? namesNone : { $or: [namesBucket(unique(buckets)), namesNone] });
}

/** The same as several patterns, where one would be too long for a rule: an event is matched by one of them. */
export function eventPatterns(sources: readonly WakingSource[], buckets: readonly string[]): readonly EventPattern[] {
  const [first = [], ...more] = inParts(unique(buckets), (part) => eventPattern(sources, part));
  return [eventPattern(sources, first), ...more.map((part) => patternOf(sources, namesBucket(part)))];
}

/**
 * So many rules name the accounts. Each of them is a permission in the function's own policy, which has room for 20 KB (Lambda
 * developer guide, "Lambda quotas").
 */
const RULES = 20;

/**
 * What rules in these accounts forward: they have chosen the buckets, which the patterns do not name again. Of very many accounts
 * none is named: the bus lets the organization in, and what arrives is only a hint.
 */
export function forwardedPatterns(
  sources: readonly WakingSource[],
  accounts: readonly string[],
): readonly EventPattern[] {
  const from = (account: readonly string[]): EventPattern => ({ ...patternOf(sources, {}), account: [...account] });
  const parts = inParts(unique(accounts), from);
  return parts.length > RULES ? [patternOf(sources, {})] : parts.map(from);
}

function patternOf(sources: readonly WakingSource[], further: object): EventPattern {
  return {
    source: unique(sources.map(({ source }) => source)),
    detailType: [DETAIL_TYPE],
    detail: {
      eventName: unique(sources.flatMap(({ eventNames }) => eventNames)),
      errorCode: [{ exists: false }],
      ...further,
    },
  };
}

function namesBucket(names: readonly unknown[]): object {
  return { requestParameters: { bucketName: names } };
}

/** What a rule's pattern may come to, in characters, with some room (EventBridge user guide, "Amazon EventBridge quotas"). */
const PATTERN_LIMIT = 2_000;

function inParts(
  values: readonly string[],
  made: (part: readonly string[]) => EventPattern,
): readonly (readonly string[])[] {
  if (values.length < 2 || JSON.stringify(made(values)).length <= PATTERN_LIMIT) return [values];
  const half = Math.ceil(values.length / 2);
  return [...inParts(values.slice(0, half), made), ...inParts(values.slice(half), made)];
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
