import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Memory, noMemory } from '../../shared/reconcile/memory.ts';
import { namedSources } from '../../shared/reconcile/named-sources.ts';
import { MINIMUM_RETENTION_DAYS, type Observation } from '../../shared/reconcile/observation.ts';
import type {
  AclGrant,
  BucketFacts,
  ExpiryRule,
  KeyFacts,
  LandingZone,
  Payer,
  Reading,
  TopicFacts,
  TrailDescription,
  TrailStatus,
} from '../../shared/reconcile/reading.ts';
import type { Refusal } from '../../shared/reconcile/refusal.ts';
import { offlineStoreObservation, type StoreObservation } from '../../shared/reconcile/store-observation.ts';
import type { FurtherTrailSettings } from '../../shared/settings/settings.ts';
import type { EventDataStore } from '../../shared/trail/event-data-store.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { storeWith } from '../trail/stores.ts';
import { KEY, TOPIC, trailWith } from '../trail/trails.ts';
import type { GivenAccountTrail } from './account-case.ts';
import { statusOf, surroundingsOf } from './case-surroundings.ts';
import { describedAs, descriptionOf, read, type Unread } from './given.ts';
import type { GivenOrganization } from './organization-case.ts';
import { type GivenPolicy, type Name, readingOf } from './policy.ts';

/** What a case expects of the finding; what is left out is not looked at. */
export type Expected = {
  readonly verdict: string;
  readonly severity?: string;
  readonly mode?: string;
  readonly messageIncludes?: string | readonly string[];
  /** Expressions, one for each refused request, against `ACTION RESOURCE`. */
  readonly refused?: readonly string[];
  readonly statement?: { readonly index: number; readonly sid: string | null };
  /** Null: none. Names: these documented statements are added. Numbers: these are turned back to Allow. */
  readonly repair?:
    | null
    | 'start-logging'
    | 'cancel-key-deletion'
    | 'enable-key'
    | 'set-request-payer'
    | readonly Name[]
    | readonly number[];
  /** What a person is told, an expression; null: nothing. */
  readonly advice?: string | null;
};

/**
 * One case of `test/cases/CHECK.json`. In a policy, the names of `policy.ts` stand for AWS's statements. What is left out was
 * not asked for; a trail of which a key or a topic is told has one.
 */
export type Case = {
  readonly name: string;
  /** When AWS was asked; null offline. */
  readonly at?: number | null;
  readonly trail?: Partial<Trail>;
  /** The event data store, where the check is about one. */
  readonly store?: Partial<EventDataStore>;
  /** The bucket's policy. Null: the bucket has none. */
  readonly policy?: GivenPolicy;
  readonly keyPolicy?: GivenPolicy;
  readonly topicPolicy?: GivenPolicy;
  /** The policy of the key that the topic is encrypted with. */
  readonly topicKeyPolicy?: GivenPolicy;
  readonly description?: Unread | Partial<TrailDescription>;
  readonly expected?: Partial<TrailDescription>;
  readonly memory?: Unread | (Partial<Omit<Memory, 'description'>> & { readonly description?: object });
  readonly status?: Unread | Partial<TrailStatus>;
  /** The Regions that the account has. */
  readonly regions?: Unread | readonly string[];
  /** What GetTrailStatus says in each other Region. */
  readonly elsewhere?: Readonly<Record<string, Unread | Partial<TrailStatus>>>;
  /** Whether the member accounts have the home Region of the trail. */
  readonly homeInMembers?: 'unreadable' | 'denied' | Readonly<Record<string, Unread | boolean>>;
  /** How many member accounts of the organization nobody asked. */
  readonly membersLeft?: number;
  readonly bucket?: Unread | 'present' | 'foreign' | Partial<BucketFacts>;
  readonly payer?: Unread | Payer;
  /** Rules by which objects expire; what is left out is as of an enabled rule for all objects, after 30 days. */
  readonly expiry?: Unread | readonly Partial<ExpiryRule>[];
  readonly minimumRetentionDays?: number;
  readonly landingZone?: Unread | Partial<LandingZone>;
  readonly sources?: readonly FurtherTrailSettings[];
  readonly formerAccounts?: readonly string[];
  /** Trails of the account that nobody guards, as in `accountTrails`; and the guarded trail that each may stand for. */
  readonly fellows?: Unread | readonly GivenAccountTrail[];
  /** Folders right under `[prefix/]AWSLogs/`. */
  readonly folders?: Unread | readonly string[];
  /** The trails that the account sees; what is left out is as of the case's own trail, which records everything. */
  readonly accountTrails?: Unread | readonly GivenAccountTrail[];
  readonly refusals?: readonly Partial<Refusal>[];
  readonly writer?: string;
  readonly grants?: Unread | readonly AclGrant[];
  /** Whether bucket and account keep public policies out. */
  readonly bucketBlock?: Unread | boolean;
  readonly accountBlock?: Unread | boolean;
  /** The state of the key, by KMS's own word. */
  readonly key?: Unread | 'asymmetric' | string;
  readonly topic?: Unread | 'present' | TopicFacts;
  readonly organization?: GivenOrganization;
  /** The account that owns the bucket, where it is not the trail's own. */
  readonly bucketOwner?: string;
  readonly expect: Expected;
  /** The same for the trail with a KMS key. */
  readonly expectWithKey?: Expected;
};

function memoryOf({ memory, expected = {} }: Case, trail: Trail): Reading<Memory> {
  if (typeof memory !== 'object') return read<Memory>(memory);
  const description = memory.description === undefined ? null : { ...describedAs(trail), ...memory.description };
  return read<Memory>({ ...noMemory(trail.arn), expected: JSON.stringify(expected), ...memory, description });
}

function bucketOf({ bucket }: Case): Reading<BucketFacts> {
  const bucketKey: Reading<boolean> = { state: 'present', value: false };
  const facts = { ownerIsExpected: true, region: 'us-east-1', bucketKey };
  if (bucket === 'present') return read(facts);
  if (bucket === 'foreign') return read({ ...facts, ownerIsExpected: false });
  return read(typeof bucket === 'object' ? { ...facts, ...bucket } : bucket);
}

function keyOf({ key }: Case): Reading<KeyFacts> {
  if (key === undefined || key === 'absent' || key === 'unreadable') return read<KeyFacts>(key);
  if (key === 'asymmetric') return read({ state: 'Enabled', isSymmetric: false });
  return read({ state: key, isSymmetric: true });
}

function trailOf(given: Case): Trail {
  const hasKey = given.key !== undefined || given.keyPolicy !== undefined;
  const hasTopic = [given.topic, given.topicPolicy, given.topicKeyPolicy].some((one) => one !== undefined);
  return trailWith({
    kmsKeyArn: hasKey ? KEY : null,
    topicArn: hasTopic ? TOPIC : null,
    bucketKey: false,
    ...given.trail,
  });
}

/** When the look of a case began, unless the case says otherwise: 2026-11-21T12:00:00Z. */
const LOOKED_AT = 1_795_262_400_000;

/** The key that the topic of a case is encrypted with. */
const TOPIC_KEY = 'arn:aws:kms:us-east-1:111122223333:key/7777abcd-12ab-34cd-56ef-1234567890ab';

/** A refusal of a case, but for what the case says of it. */
const REFUSED: Refusal = {
  resource: 'arn:aws:s3:::example-logs',
  action: 's3:PutBucketPolicy',
  cause: 'denied',
  said: 'Access Denied',
  since: 1_795_000_000_000,
};

/** The observation that a case describes. */
export function observationOf(given: Case): Observation {
  const trail = trailOf(given);
  const { status, topic } = given;
  return {
    at: given.at === undefined ? LOOKED_AT : given.at,
    trail,
    bucketOwner: given.bucketOwner ?? trail.account,
    description: descriptionOf(given.description, trail),
    expected: given.expected ?? {},
    memory: memoryOf(given, trail),
    status: statusOf(status),
    bucket: bucketOf(given),
    payer: read<Payer>(given.payer),
    minimumRetentionDays: given.minimumRetentionDays ?? MINIMUM_RETENTION_DAYS,
    sources: namedSources({ trailArn: trail.arn, bucket: trail.bucket, sources: given.sources ?? [] }, trail),
    formerAccounts: given.formerAccounts ?? [],
    key: keyOf(given),
    topic: read<TopicFacts>(topic === 'present' ? { kmsKeyId: null } : topic),
    topicKeyArn: given.topicKeyPolicy === undefined ? null : TOPIC_KEY,
    topicKeyPolicy: readingOf(given.topicKeyPolicy, trail),
    policies: {
      'bucket-policy': readingOf(given.policy, trail),
      'key-policy': readingOf(given.keyPolicy, trail),
      'topic-policy': readingOf(given.topicPolicy, trail),
    },
    refusals: (given.refusals ?? []).map((refusal) => ({ ...REFUSED, ...refusal })),
    writers: {
      'bucket-policy': given.writer ?? null,
      'key-policy': given.writer ?? null,
      'topic-policy': given.writer ?? null,
    },
    surroundings: surroundingsOf(given, trail),
  };
}

/** The observation that a case of an event data store describes. */
export function storeObservationOf(given: Case): StoreObservation {
  const store = storeWith(given.store);
  const { at, memory } = offlineStoreObservation(store, { state: 'not-asked' });
  return {
    ...{ at, memory, store },
    bucketOwner: store.account,
    bucket: bucketOf(given),
    payer: read<Payer>(given.payer),
    policies: {
      'bucket-policy': readingOf(given.policy, store),
      'key-policy': { state: 'not-asked' },
      'topic-policy': { state: 'not-asked' },
    },
  };
}

/** The file with the cases of a check. */
function fileOf(id: string): string {
  return join(import.meta.dirname, '..', 'cases', `${id}.json`);
}

/** The cases of a check; a case with `expectWithKey` counts twice. */
export function casesOf(id: string): readonly Case[] {
  const cases: readonly Case[] = JSON.parse(readFileSync(fileOf(id), 'utf8'));
  return cases.flatMap((one) => {
    if (one.expectWithKey === undefined) return [one];
    const name = `${one.name} (trail with a key)`;
    return [one, { ...one, name, trail: { ...one.trail, kmsKeyArn: KEY }, expect: one.expectWithKey }];
  });
}
