import type { Trail } from '../../shared/trail/trail.ts';
import { listObjects, readBucketPolicy } from '../aws/s3.ts';
import type { Engine } from '../engine/engine.ts';
import type { SeenCall } from '../side-car/seen-call.ts';
import { cloudTrail } from '../side-car/trails.ts';
import { lets } from './judge.ts';
import { until } from './until.ts';

const PATIENCE_MS = 20_000;

type Status = {
  readonly IsLogging: boolean;
  readonly LatestDeliveryTime?: number;
  readonly LatestDeliveryError?: string;
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

async function isRight(engine: Engine, trail: Trail): Promise<boolean> {
  const text = await readBucketPolicy(engine.behind, trail.bucket);
  if (!lets(text === null ? null : JSON.parse(text), trail)) return false;
  return (await cloudTrail<Status>(engine.behind, 'GetTrailStatus', { Name: trail.arn })).IsLogging;
}

/** Waits until policy and trail are right by the engine's own word; milliseconds since the epoch, or null. */
export function untilRight(engine: Engine, trail: Trail): Promise<number | null> {
  return until(async () => ((await isRight(engine, trail)) ? Date.now() : null), PATIENCE_MS, 5);
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

/** The calls of the deployed function that concern a trail or its bucket, since a moment. */
export function functionCalls(engine: Engine, functionName: string, trail: Trail, since: number): SeenCall[] {
  return engine.calls.filter(
    ({ who, at, bucket, trail: named }) =>
      at >= since &&
      who.endsWith(`/${functionName}`) &&
      (bucket === trail.bucket || named === trail.arn || named === trail.name),
  );
}

/** Waits until the function has looked and has been quiet for a while; false if it never came. */
export async function untilQuiet(engine: Engine, functionName: string, trail: Trail, since: number): Promise<boolean> {
  const quietMs = 700;
  const quiet = await until(() => {
    const last = functionCalls(engine, functionName, trail, since).at(-1);
    return last !== undefined && Date.now() - last.at > quietMs ? true : null;
  }, PATIENCE_MS);
  return quiet === true;
}
