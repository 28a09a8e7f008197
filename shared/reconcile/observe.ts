import { ownerOf, type TrailSettings } from '../settings/settings.ts';
import { isNamed, parseTrailArn } from '../trail/arn.ts';
import { type DocumentKind, resourceOfDocument } from '../trail/document.ts';
import type { Trail } from '../trail/trail.ts';
import type { Memory } from './memory.ts';
import { namedSources } from './named-sources.ts';
import { MINIMUM_RETENTION_DAYS, type Observation } from './observation.ts';
import type { Ports, Remembered } from './ports.ts';
import type { BucketFacts, KeyFacts, Reading, TopicFacts, TrailDescription } from './reading.ts';
import { NOT_SURVEYED } from './surroundings.ts';

/** A look at one trail, when the reads began that it rests on (milliseconds since the epoch), and the memory's tag. */
export type Observed = {
  readonly observation: Observation;
  readonly readAt: number;
  readonly remembered: Reading<Remembered>;
};

const valueIn = <T>(reading: Reading<T>): T | null => (reading.state === 'present' ? reading.value : null);

/** The trail as AWS describes it; where it could not be asked, as the settings name it. */
function trailOf(
  settings: TrailSettings,
  description: TrailDescription | null,
  bucket: BucketFacts | null,
): Trail | null {
  const arn = parseTrailArn(settings.trailArn);
  if (arn === null) return null;
  return {
    ...arn,
    bucket: settings.bucket,
    prefix: description?.prefix ?? settings.prefix ?? '',
    organizationId: description === null || description.isOrganizationTrail ? (settings.organizationId ?? null) : null,
    sourceOrganizationId: settings.organizationId ?? settings.sourceOrganizationId ?? null,
    kmsKeyArn: description === null ? (settings.kmsKeyArn ?? null) : description.kmsKeyArn,
    topicArn: description === null ? (settings.topicArn ?? null) : description.topicArn,
    bucketKey: bucket === null ? null : valueIn(bucket.bucketKey),
    logFileValidation: description?.logFileValidation ?? settings.logFileValidation ?? false,
    multiRegion: description?.multiRegion ?? settings.multiRegion ?? true,
    insights: description?.insights ?? false,
  };
}

/** What the settings say of the trail, in the terms of GetTrail. */
function expectedOf(settings: TrailSettings): Partial<TrailDescription> {
  const { bucket, kmsKeyArn, topicArn, logFileValidation, multiRegion } = settings;
  return {
    bucket,
    prefix: settings.prefix ?? '',
    ...(settings.organizationId === undefined ? {} : { isOrganizationTrail: true }),
    ...(kmsKeyArn === undefined ? {} : { kmsKeyArn }),
    ...(topicArn === undefined ? {} : { topicArn }),
    ...(logFileValidation === undefined ? {} : { logFileValidation }),
    ...(multiRegion === undefined ? {} : { multiRegion }),
  };
}

/** Why the policy of the configured bucket must not be judged for this trail; the policy as it was read if it may be. */
function bucketPolicyFor(
  settings: TrailSettings,
  described: Reading<TrailDescription>,
  policy: Reading<string>,
): Reading<string> {
  switch (described.state) {
    case 'not-asked':
      return policy;
    case 'absent':
      return { state: 'not-asked', reason: 'the trail does not exist' };
    case 'unreadable':
      return { state: 'unreadable', reason: `the trail could not be described: ${described.reason}` };
    case 'present':
      break;
  }
  const { prefix, isOrganizationTrail } = described.value;
  // No policy is written for a new target until a person has put it into the settings.
  const elsewhere = (what: string): Reading<string> => ({ state: 'not-asked', reason: `the trail ${what}` });
  if (prefix !== (settings.prefix ?? ''))
    return elsewhere(`has the prefix \`${prefix}\`, and the settings expect \`${settings.prefix ?? ''}\``);
  if (!isOrganizationTrail && settings.organizationId !== undefined)
    return elsewhere('is no organization trail, and the settings name an organization');
  if (isOrganizationTrail && settings.organizationId === undefined) {
    const reason = 'it is an organization trail, and the settings do not name its organization (`organizationId`)';
    return { state: 'unreadable', reason };
  }
  return policy;
}

/** What one resource says, if the trail has it: read early where the settings name it, and not at all if the trail has another. */
function ofNamed<T>(
  what: string,
  named: string | undefined,
  described: Reading<TrailDescription>,
  has: string | null,
  reading: Reading<T>,
): Reading<T> {
  if (described.state === 'unreadable')
    return { state: 'unreadable', reason: `the trail could not be described: ${described.reason}` };
  if (described.state === 'absent') return { state: 'not-asked', reason: 'the trail does not exist' };
  if (described.state === 'present' && has === null) return { state: 'not-asked', reason: `the trail has no ${what}` };
  if (has === null || has === named) return reading;
  const reason =
    named === undefined
      ? `the trail names the ${what} \`${has}\`, and the settings do not, so that Trailmend has no right to look at it`
      : `the trail names the ${what} \`${has}\`, and the settings name \`${named}\``;
  return { state: 'unreadable', reason };
}

/** Nothing is written for a trail that delivers elsewhere, whatever was read. */
function unlessAstray<T>(
  { bucket }: TrailSettings,
  described: Reading<TrailDescription>,
  reading: Reading<T>,
): Reading<T> {
  if (described.state !== 'present' || described.value.bucket === bucket) return reading;
  const reason = `the trail delivers to \`${described.value.bucket}\`, and the settings name \`${bucket}\``;
  return { state: 'not-asked', reason };
}

const NOT_NAMED = { state: 'not-asked' } as const;

/** What is remembered, without its tag. */
export function memoryIn(remembered: Reading<Remembered>): Reading<Memory> {
  return remembered.state === 'present' ? { state: 'present', value: remembered.value.memory } : remembered;
}

/** The policy of the topic's key, if it is the one that was asked for. */
function ofTopicKey(facts: Reading<TopicFacts>, named: string | undefined, policy: Reading<string>): Reading<string> {
  const keyId = valueIn(facts)?.kmsKeyId ?? null;
  if (keyId === null) return { state: 'not-asked', reason: 'the topic is not encrypted with a key that is known' };
  // An alias tells no key; what the settings name is taken for it.
  if (named !== undefined && (isNamed(named, keyId) || /(^|:)alias\//.test(keyId))) return policy;
  const reason = `the topic is encrypted with \`${keyId}\`, and the settings do not name that key by its ARN (\`topicKmsKeyArn\`)`;
  return { state: 'unreadable', reason };
}

/** Who would write each document of the trail. */
function writersOf(trail: Trail, bucketOwner: string, { writerOf }: Ports): Observation['writers'] {
  const writer = (kind: DocumentKind): string | null => {
    const resource = resourceOfDocument(trail, kind);
    if (resource === null || writerOf === undefined) return null;
    return writerOf(kind, resource, kind === 'bucket-policy' ? bucketOwner : (resource.split(':')[4] ?? ''));
  };
  return {
    'bucket-policy': writer('bucket-policy'),
    'key-policy': writer('key-policy'),
    'topic-policy': writer('topic-policy'),
  };
}

/**
 * One parallel round of reads for one trail. Bucket, key and topic are read under the names that the settings give, at the
 * same time as the trail is asked, so that a repair needs one round of reads and one write; where the trail says otherwise,
 * what was read of another resource counts for nothing, and nothing is written.
 */
export async function observe(settings: TrailSettings, ports: Ports): Promise<Observed | null> {
  const owner = ownerOf(settings);
  const { bucket, kmsKeyArn, topicArn, topicKmsKeyArn } = settings;
  const readAt = ports.clock.now();
  const [description, status, facts, policy, payer, key, keyPolicy, topic, topicKey, remembered] = await Promise.all([
    ports.trails.describe(settings.trailArn),
    ports.trails.status(settings.trailArn),
    ports.buckets.facts(bucket, owner),
    ports.buckets.policy(bucket, owner),
    ports.buckets.payer(bucket, owner),
    kmsKeyArn === undefined ? NOT_NAMED : ports.keys.facts(kmsKeyArn),
    kmsKeyArn === undefined ? NOT_NAMED : ports.keys.policy(kmsKeyArn),
    topicArn === undefined ? { facts: NOT_NAMED, policy: NOT_NAMED } : ports.topics.attributes(topicArn),
    topicKmsKeyArn === undefined ? NOT_NAMED : ports.keys.policy(topicKmsKeyArn),
    ports.store.read(settings.trailArn),
  ]);
  const trail = trailOf(settings, valueIn(description), valueIn(facts));
  if (trail === null) return null;
  const ofKey = <T>(reading: Reading<T>) => ofNamed('key', kmsKeyArn, description, trail.kmsKeyArn, reading);
  const ofTopic = <T>(reading: Reading<T>) => ofNamed('topic', topicArn, description, trail.topicArn, reading);
  const observation: Observation = Object.freeze({
    at: readAt,
    trail,
    description,
    expected: expectedOf(settings),
    memory: memoryIn(remembered),
    status,
    bucketOwner: owner,
    bucket: facts,
    payer: unlessAstray(settings, description, payer),
    minimumRetentionDays: settings.minimumRetentionDays ?? MINIMUM_RETENTION_DAYS,
    sources: namedSources(settings, trail),
    formerAccounts: settings.formerAccounts ?? [],
    key: ofKey<KeyFacts>(key),
    topic: ofTopic<TopicFacts>(topic.facts),
    topicKeyArn: topicKmsKeyArn ?? null,
    topicKeyPolicy: ofTopicKey(ofTopic<TopicFacts>(topic.facts), topicKmsKeyArn, topicKey),
    policies: {
      'bucket-policy': unlessAstray(settings, description, bucketPolicyFor(settings, description, policy)),
      'key-policy': unlessAstray(settings, description, ofKey(keyPolicy)),
      'topic-policy': unlessAstray(settings, description, ofTopic(topic.policy)),
    },
    refusals: remembered.state === 'present' ? remembered.value.memory.refusals : [],
    writers: writersOf(trail, owner, ports),
    surroundings: NOT_SURVEYED,
  });
  return { observation, readAt, remembered };
}
