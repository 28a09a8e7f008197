import type { Trail } from '../../shared/trail/trail.ts';
import { describeKey } from '../aws/kms.ts';
import { listObjects, requestPayer } from '../aws/s3.ts';
import type { Engine } from '../engine/engine.ts';
import type { SeenCall } from '../side-car/seen-call.ts';
import { cloudTrail } from '../side-car/trails.ts';
import { carriersOf, letsIn, readPolicy } from './documents.ts';
import type { Stage } from './stage.ts';
import { until } from './until.ts';

const PATIENCE_MS = 20_000;

type Status = {
  readonly IsLogging: boolean;
  readonly LatestDeliveryTime?: number;
  readonly LatestDeliveryError?: string;
  readonly LatestDigestDeliveryTime?: number;
  readonly LatestDigestDeliveryError?: string;
  readonly LatestNotificationTime?: number;
  readonly LatestNotificationError?: string;
};

/** What GetTrailStatus says. */
export function statusOf(engine: Engine, trail: Trail): Promise<Status> {
  return cloudTrail(engine.root, 'GetTrailStatus', { Name: trail.arn });
}

/** Waits until the trail delivers for the first time. */
export async function untilDelivering(engine: Engine, trail: Trail): Promise<void> {
  const delivered = await until(
    async () => (await statusOf(engine, trail)).LatestDeliveryTime ?? null,
    PATIENCE_MS,
    50,
  );
  if (delivered === null) throw new Error(`${trail.name} did not deliver in the first place`);
}

async function isRight(engine: Engine, stage: Stage): Promise<boolean> {
  const { trail, secondTrail } = stage;
  for (const carrier of carriersOf(stage)) {
    const policy = await readPolicy(engine, stage, carrier);
    if (!letsIn(carrier, policy, stage)) return false;
    if (carrier === 'bucket' && secondTrail !== null && !letsIn(carrier, policy, { ...stage, trail: secondTrail }))
      return false;
  }
  const { kmsKeyArn } = trail;
  if (kmsKeyArn !== null && (await describeKey(engine.behind, kmsKeyArn))?.KeyState !== 'Enabled') return false;
  if ((await requestPayer(engine.behind, trail.bucket)) !== 'BucketOwner') return false;
  return (await cloudTrail<Status>(engine.behind, 'GetTrailStatus', { Name: trail.arn })).IsLogging;
}

/** Waits until policies, payer, key and trail are right by the engine's own word; milliseconds since the epoch, or null. */
export function untilRight(engine: Engine, stage: Stage): Promise<number | null> {
  return until(async () => ((await isRight(engine, stage)) ? Date.now() : null), PATIENCE_MS, 5);
}

/** Waits for a log file in the bucket that was written after a moment; when it was, or null. */
export function untilLogFile(engine: Engine, trail: Trail, after: number): Promise<number | null> {
  const folder = `${trail.prefix === '' ? '' : `${trail.prefix}/`}AWSLogs/`;
  return until(async () => {
    const objects = await listObjects(engine.behind, trail.bucket, folder);
    const times = objects
      .filter(({ key }) => key.includes('/CloudTrail/'))
      .map(({ lastModified }) => lastModified.getTime());
    const newer = times.filter((time) => time >= after);
    return newer.length === 0 ? null : Math.min(...newer);
  }, PATIENCE_MS);
}

/** Waits until CloudTrail says that it published after a moment, without an error since; when it did, or null. */
export function untilNotified(engine: Engine, trail: Trail, after: number): Promise<number | null> {
  return until(async () => {
    const { LatestNotificationTime = 0, LatestNotificationError = '' } = await statusOf(engine, trail);
    const time = LatestNotificationTime * 1_000;
    return time >= after && LatestNotificationError === '' ? time : null;
  }, PATIENCE_MS);
}

function concerns({ bucket, trail: named, keyArn, topicArn }: SeenCall, { trail, otherBucket }: Stage): boolean {
  const isOfBucket = bucket !== null && (bucket === trail.bucket || bucket === otherBucket);
  const isOfTrail = isOfBucket || named === trail.arn || named === trail.name;
  return (
    isOfTrail || (keyArn !== null && keyArn === trail.kmsKeyArn) || (topicArn !== null && topicArn === trail.topicArn)
  );
}

/** The calls of the deployed function that concern a trail, its bucket, key or topic, since a moment. */
export function functionCalls(engine: Engine, functionName: string, stage: Stage, since: number): SeenCall[] {
  return engine.calls.filter(
    (call) => call.at >= since && call.who.endsWith(`/${functionName}`) && concerns(call, stage),
  );
}

/** Waits until the function has looked and has been quiet for a while; false if it never came. */
export async function untilQuiet(engine: Engine, functionName: string, stage: Stage, since: number): Promise<boolean> {
  const quietMs = 700;
  const quiet = await until(() => {
    const last = functionCalls(engine, functionName, stage, since).at(-1);
    return last !== undefined && Date.now() - last.at > quietMs ? true : null;
  }, PATIENCE_MS);
  return quiet === true;
}
