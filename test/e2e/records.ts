import { gunzipSync } from 'node:zlib';
import { listObjects, readObject } from '../../sandbox/aws/s3.ts';
import type { Engine } from '../../sandbox/engine/engine.ts';
import { until } from '../../sandbox/stage/until.ts';

/** A CloudTrail record, as far as tests look at it. */
export type LoggedRecord = {
  readonly eventName: string;
  readonly eventSource: string;
  readonly errorCode?: string;
  readonly userIdentity: { readonly arn: string };
  readonly requestParameters: Readonly<Record<string, unknown>> | null;
  readonly responseElements: Readonly<Record<string, unknown>> | null;
  readonly resources?: readonly unknown[];
};

const PATIENCE_MS = 10_000;

/** Waits for a record in the log files of a bucket. */
export async function findRecord(
  engine: Engine,
  bucket: string,
  isIt: (record: LoggedRecord) => boolean,
): Promise<LoggedRecord> {
  const found = await until(async () => {
    const objects = await listObjects(engine.behind, bucket, 'AWSLogs/');
    for (const { key } of objects.filter((object) => object.key.includes('/CloudTrail/'))) {
      const file = gunzipSync(await readObject(engine.behind, bucket, key)).toString('utf8');
      const { Records }: { readonly Records: readonly LoggedRecord[] } = JSON.parse(file);
      const record = Records.find(isIt);
      if (record !== undefined) return record;
    }
    return null;
  }, PATIENCE_MS);
  if (found === null) throw new Error(`no such record in the log files of ${bucket}`);
  return found;
}
