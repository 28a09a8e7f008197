import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { eventSources } from '../../shared/events/index.ts';
import type { Json, JsonObject } from '../../shared/policy/json.ts';
import { noMemory } from '../../shared/reconcile/memory.ts';
import { parseTrailArn } from '../../shared/trail/arn.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import type { Entry } from '../corpus/entry.ts';
import { asEvent, recordWith } from '../events/event.ts';
import { arbitrarySituation } from '../property/arbitrary-policy.ts';
import { KEY, TOPIC, trailWith } from '../trail/trails.ts';
import type { Kind } from './case.ts';

/** A document that is sound, or was found somewhere, and the trail that it is about. */
export type Material = { readonly document: Json; readonly trail: Trail };

/** At least one of each. */
export type Materials = Readonly<Record<Kind, readonly [Material, ...Material[]]>>;

const CORPUS = join(import.meta.dirname, '..', '..', '..', 'shared', 'corpus');

/** Whether the public policies and events are beside this checkout. */
export const hasCorpus = existsSync(CORPUS);

const TRAIL = trailWith({ kmsKeyArn: KEY, topicArn: TOPIC });

function filesOf(folder: string): readonly string[] {
  const path = join(CORPUS, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => readFileSync(join(path, name), 'utf8'));
}

/** The trail of a public policy. Those that name no trail (of CloudTrail Lake) are put beside the usual one. */
function trailOf({ context }: Entry): Trail {
  const arn = parseTrailArn(context.trailArn ?? '');
  return trailWith({
    ...TRAIL,
    ...arn,
    bucket: context.bucket ?? 'example-trail-logs',
    prefix: context.prefix,
    organizationId: context.orgTrail ? context.orgId : null,
    sourceOrganizationId: context.orgId,
    kmsKeyArn: context.keyArn ?? KEY,
    topicArn: context.topicArn ?? TOPIC,
  });
}

function publicPolicies(): readonly Material[] {
  return ['bucket', 'kms', 'sns', 'lake'].flatMap(filesOf).map((text) => {
    const entry: Entry & { readonly policy: Json } = JSON.parse(text);
    return { document: entry.policy, trail: trailOf(entry) };
  });
}

function publicEvents(): readonly Material[] {
  return filesOf('events').map((text) => {
    const { event }: { readonly event: JsonObject } = JSON.parse(text);
    return { document: asEvent(event), trail: TRAIL };
  });
}

const EVENTS: readonly Material[] = eventSources.flatMap(({ source, eventNames }) =>
  eventNames.map((eventName) => ({
    document: asEvent(recordWith({ eventSource: `${source.slice('aws.'.length)}.amazonaws.com`, eventName })),
    trail: TRAIL,
  })),
);

const EVERY_SETTING = {
  trailArn: TRAIL.arn,
  bucket: TRAIL.bucket,
  bucketOwner: TRAIL.account,
  prefix: 'audit',
  organizationId: 'o-exampleorgid',
  sourceOrganizationId: 'o-exampleorgid',
  kmsKeyArn: KEY,
  topicArn: TOPIC,
  topicKmsKeyArn: KEY,
  logFileValidation: true,
  multiRegion: true,
  minimumRetentionDays: 90,
  modes: { 'key-is-usable': 'off' },
};

const SETTINGS: Json = {
  $schema: './shared/settings/settings.schema.json',
  version: 1,
  trails: [EVERY_SETTING, { trailArn: `${TRAIL.arn}-2`, bucket: 'more-logs' }],
  alertOnly: false,
  modes: { 'trail-is-logging': 'restore', 'bucket-policy-limits-source': 'advice' },
  scheduleMinutes: 15,
  alertEmails: ['security@example.com'],
};

/** A memory with something in each field, and these proven policies. */
function memoryOf({ document, trail }: Material): Material {
  const { bucket, prefix, kmsKeyArn, topicArn } = trail;
  const described = { bucket, prefix, isOrganizationTrail: trail.organizationId !== null, kmsKeyArn, topicArn };
  const options = {
    logFileValidation: true,
    multiRegion: true,
    insights: false,
    logGroupArn: null,
    logGroupRoleArn: null,
  };
  const policies = { 'bucket-policy': document, 'key-policy': document, 'topic-policy': document };
  const alert = {
    subject: 'Trailmend: restored',
    body: 'CloudTrail log delivery',
    attributes: { outcome: 'restored' },
  };
  const times = { changedAt: 3, unknownSince: 4, told: { what: '["alerted"]', at: 5 }, untold: [alert] };
  return {
    document: {
      ...noMemory(trail.arn),
      description: { ...described, ...options },
      ...{ expected: '{}', seenLogging: true, inForce: { policies, since: 1 }, proven: { policies, at: 2 }, ...times },
    },
    trail,
  };
}

/** Policies as the property tests make them; the same for the same seed. */
function madePolicies(seed: number, each: number): readonly Material[] {
  return (['bucket-policy', 'key-policy', 'topic-policy'] as const).flatMap((kind) =>
    fc.sample(arbitrarySituation[kind], { seed, numRuns: each }).map(({ document, trail }) => ({
      document,
      trail: { ...trail, kmsKeyArn: trail.kmsKeyArn ?? KEY, topicArn: trail.topicArn ?? TOPIC },
    })),
  );
}

const found = { policies: publicPolicies(), events: publicEvents() };

function atLeastOne<T>([first, ...more]: readonly T[]): readonly [T, ...T[]] {
  if (first === undefined) throw new Error('there is nothing to mutate');
  return [first, ...more];
}

/** What is mutated: everything public, and as many documents of our own making. */
export function materials(seed: number): Materials {
  const policies = atLeastOne([...found.policies, ...madePolicies(seed, 40)]);
  return {
    policy: policies,
    event: atLeastOne([...found.events, ...EVENTS]),
    settings: [{ document: SETTINGS, trail: TRAIL }],
    memory: atLeastOne(policies.map(memoryOf)),
  };
}
