import type { EventDataStore } from '../../shared/trail/event-data-store.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { succeeded } from '../aws/caller.ts';
import { createKey } from '../aws/kms.ts';
import { bucketCall } from '../aws/s3.ts';
import { createTopic } from '../aws/sns.ts';
import { readTrailArn } from '../delivery/trail-arn.ts';
import { ACCOUNT, type Engine, ORGANIZATION, REGION } from '../engine/engine.ts';
import type { Scenario, StatementTemplate } from '../scenarios/scenario.ts';
import { cloudTrail } from '../side-car/trails.ts';

/** The bucket and trails of one scenario. */
export type Stage = {
  readonly scenario: Scenario;
  readonly trail: Trail;
  readonly secondTrail: Trail | null;
  /** The event data store whose query results go into the trail's bucket, or null. */
  readonly store: EventDataStore | null;
  /** A bucket of somebody else's that the trail may be pointed to, or null. */
  readonly otherBucket: string | null;
};

const SECOND_PREFIX = 'second';

/** A key's id is KMS's choice: the name of the key until it is made. */
const UNMADE_KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/00000000-0000-0000-0000-000000000000`;

function trailOf(scenario: Scenario, name: string, prefix: string): Trail {
  return {
    ...readTrailArn(`arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/${name}`),
    bucket: `logs-${scenario.id}`,
    prefix,
    organizationId: scenario.given.trail === 'organization' ? ORGANIZATION.id : null,
    sourceOrganizationId: ORGANIZATION.id,
    kmsKeyArn: scenario.given.key === undefined ? null : UNMADE_KEY,
    topicArn: scenario.given.topic === undefined ? null : `arn:aws:sns:${REGION}:${ACCOUNT}:logs-${scenario.id}`,
    bucketKey: false,
    logFileValidation: scenario.given.logFileValidation ?? false,
    multiRegion: true,
    insights: false,
  };
}

function storeOf({ id, given }: Scenario): EventDataStore | null {
  if (given.eventDataStore !== true) return null;
  const name = `EXAMPLE-${id}`;
  return {
    kind: 'event-data-store',
    arn: `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:eventdatastore/${name}`,
    ...{ partition: 'aws', region: REGION, account: ACCOUNT, name, bucket: `logs-${id}`, prefix: 'lake' },
    sourceOrganizationId: ORGANIZATION.id,
  };
}

/** Names the bucket and trails of a scenario; nothing exists yet. */
export function stageOf(scenario: Scenario): Stage {
  const hasSecond = scenario.given.secondTrail === true;
  const second = hasSecond ? { ...trailOf(scenario, `${scenario.id}-2`, SECOND_PREFIX), topicArn: null } : null;
  const prefix = scenario.given.trail === 'prefixed' ? 'audit' : '';
  const otherBucket = scenario.break.call === 'UpdateTrail' ? `elsewhere-${scenario.id}` : null;
  return {
    scenario,
    trail: trailOf(scenario, scenario.id, prefix),
    secondTrail: second,
    store: storeOf(scenario),
    otherBucket,
  };
}

/** The policy document of a scenario's statements, with the names of its stage filled in. */
export function policyText(statements: readonly StatementTemplate[], { trail, secondTrail }: Stage): string {
  const names: Readonly<Record<string, string>> = {
    bucket: trail.bucket,
    account: trail.account,
    region: trail.region,
    prefix: trail.prefix === '' ? '' : `${trail.prefix}/`,
    organization: ORGANIZATION.id,
    trailArn: trail.arn,
    secondTrailArn: secondTrail?.arn ?? '',
    keyArn: trail.kmsKeyArn ?? '',
    topicArn: trail.topicArn ?? '',
  };
  const text = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  return text.replace(/\{([A-Za-z]+)\}/g, (whole, name: string) => names[name] ?? whole);
}

/** Makes a trail and starts it, in the management account. */
export async function startTrail(engine: Engine, trail: Trail): Promise<void> {
  await cloudTrail(engine.root, 'CreateTrail', {
    Name: trail.name,
    S3BucketName: trail.bucket,
    ...(trail.prefix === '' ? {} : { S3KeyPrefix: trail.prefix }),
    IsMultiRegionTrail: trail.multiRegion,
    IsOrganizationTrail: trail.organizationId !== null,
    EnableLogFileValidation: trail.logFileValidation,
    ...(trail.kmsKeyArn === null ? {} : { KmsKeyId: trail.kmsKeyArn }),
    ...(trail.topicArn === null ? {} : { SnsTopicName: trail.topicArn }),
  });
  await cloudTrail(engine.root, 'StartLogging', { Name: trail.arn });
}

/** The trails with the key that is made for them. */
async function withKey(engine: Engine, stage: Stage): Promise<Stage> {
  const { key } = stage.scenario.given;
  if (key === undefined) return stage;
  const kmsKeyArn = await createKey(engine.root, policyText(key, stage));
  const { trail, secondTrail } = stage;
  return { ...stage, trail: { ...trail, kmsKeyArn }, secondTrail: secondTrail && { ...secondTrail, kmsKeyArn } };
}

async function createBucket(engine: Engine, bucket: string, policy: string): Promise<void> {
  succeeded(`creating ${bucket}`, await bucketCall(engine.root, 'PUT', bucket, null));
  succeeded(`the first policy of ${bucket}`, await bucketCall(engine.root, 'PUT', bucket, 'policy', policy));
}

/** Makes the bucket, the key and the topic with their policies, and the trails, as they are before anything breaks. */
export async function setStage(engine: Engine, named: Stage): Promise<Stage> {
  const stage = await withKey(engine, named);
  const { bucket } = stage.trail;
  const { statements, topic } = stage.scenario.given;
  await createBucket(engine, bucket, policyText(statements, stage));
  if (stage.otherBucket !== null) {
    const elsewhere = { ...stage, trail: { ...stage.trail, bucket: stage.otherBucket } };
    await createBucket(engine, stage.otherBucket, policyText(statements, elsewhere));
  }
  const topicName = stage.trail.topicArn?.split(':').at(-1);
  if (topic !== undefined && topicName !== undefined)
    await createTopic(engine.root, topicName, policyText(topic, stage));
  await startTrail(engine, stage.trail);
  if (stage.secondTrail !== null) await startTrail(engine, stage.secondTrail);
  return stage;
}
