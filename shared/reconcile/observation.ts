import type { DocumentKind } from '../trail/document.ts';
import type { FurtherTrail } from '../trail/further-trail.ts';
import type { Trail } from '../trail/trail.ts';
import type { Memory } from './memory.ts';
import type { BucketFacts, KeyFacts, Payer, Reading, TopicFacts, TrailDescription, TrailStatus } from './reading.ts';
import type { Refusal } from './refusal.ts';
import type { SourceObservation } from './store-observation.ts';
import { NOT_SURVEYED, readingsAround, type Surroundings } from './surroundings.ts';

/** One frozen look at everything that one trail's delivery rests on; the only input of a check. */
export type Observation = {
  /** When the look began, in milliseconds since the epoch; null where AWS was not asked. */
  readonly at: number | null;
  readonly trail: Trail;
  /** The trail as AWS describes it. */
  readonly description: Reading<TrailDescription>;
  /** What the settings say of the trail; a setting that they do not name is not here. */
  readonly expected: Partial<TrailDescription>;
  /** What Trailmend remembers of the trail. */
  readonly memory: Reading<Memory>;
  readonly status: Reading<TrailStatus>;
  /** The account that must own the bucket. */
  readonly bucketOwner: string;
  readonly bucket: Reading<BucketFacts>;
  /** Who pays for requests to the bucket. */
  readonly payer: Reading<Payer>;
  /** For how many days log files have to be kept. */
  readonly minimumRetentionDays: number;
  /** Further trails that deliver into the bucket, as the settings name them. */
  readonly sources: readonly FurtherTrail[];
  /** Accounts whose folders in the bucket are history. */
  readonly formerAccounts: readonly string[];
  readonly key: Reading<KeyFacts>;
  readonly topic: Reading<TopicFacts>;
  /** The key that the topic is encrypted with, as far as its ARN is known. */
  readonly topicKeyArn: string | null;
  /** Its policy. */
  readonly topicKeyPolicy: Reading<string>;
  /** The policies as AWS returned them: text that has not been parsed yet. */
  readonly policies: Readonly<Record<DocumentKind, Reading<string>>>;
  /** Writes that AWS refused when they were last tried. */
  readonly refusals: readonly Refusal[];
  /** The ARNs of the roles that would write the documents; null where that is not known. */
  readonly writers: Readonly<Record<DocumentKind, string | null>>;
  /** What no repair waits for. */
  readonly surroundings: Surroundings;
};

/** For how many days log files are expected to be kept, where the settings do not say. */
export const MINIMUM_RETENTION_DAYS = 90;

/** Everything of an observation that was read from AWS. */
export function readingsOf(observation: SourceObservation): readonly Reading<unknown>[] {
  if ('store' in observation) return [observation.bucket, observation.payer, ...Object.values(observation.policies)];
  const { trail, description, status, bucket, payer, key, topic, topicKeyPolicy, policies } = observation;
  // Whether an S3 Bucket Key is on matters to a trail with a key alone.
  const bucketKey = trail.kmsKeyArn !== null && bucket.state === 'present' ? [bucket.value.bucketKey] : [];
  return [
    ...bucketKey,
    description,
    status,
    bucket,
    payer,
    key,
    topic,
    topicKeyPolicy,
    ...Object.values(policies),
    ...readingsAround(observation.surroundings),
  ];
}

/** An observation of documents alone, as an offline run has it: AWS was not asked. */
export function offlineObservation(
  trail: Trail,
  given: Partial<Readonly<Record<DocumentKind, Reading<string>>>>,
): Observation {
  const notAsked = { state: 'not-asked' } as const;
  return {
    at: null,
    trail,
    bucketOwner: trail.account,
    expected: {},
    minimumRetentionDays: MINIMUM_RETENTION_DAYS,
    ...{ sources: [], formerAccounts: [] },
    ...{
      description: notAsked,
      memory: notAsked,
      status: notAsked,
      bucket: notAsked,
      payer: notAsked,
      key: notAsked,
    },
    ...{ topic: notAsked, topicKeyArn: null, topicKeyPolicy: notAsked },
    policies: { 'bucket-policy': notAsked, 'key-policy': notAsked, 'topic-policy': notAsked, ...given },
    refusals: [],
    writers: { 'bucket-policy': null, 'key-policy': null, 'topic-policy': null },
    surroundings: NOT_SURVEYED,
  };
}
